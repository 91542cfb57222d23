"""Variants, their terms and approval in a campaign file: read as written, or refused on the right line."""

from __future__ import annotations

from pathlib import Path

import pytest

from outreach.campaign import Approval, Campaign, Experiment, Variant
from outreach.campaign_file import CampaignInvalid, parse

DEMO = (Path(__file__).parents[3] / "campaigns" / "demo.yml").read_text(encoding="utf-8")
SUBJECT = '      subject: "A shorter checkout for {{ company }}"\n'
TWO = SUBJECT + (
    "      variants:\n"
    "        - name: plain\n"
    "        - name: question\n"
    '          subject: "May I ask {{ company }} about its checkout?"\n'
    "          weight: 3\n"
)


def written(variants: str = TWO, more: str = "") -> str:
    assert SUBJECT in DEMO
    return DEMO.replace(SUBJECT, variants) + more


def test_variants_and_their_terms_are_read_and_stored() -> None:
    more = "\napproval: required\nexperiment: { harm_cost: 5, matures: 5 days, every: 12h }\n"
    campaign = parse(written(more=more))
    assert campaign.approval is Approval.REQUIRED
    assert campaign.experiment == Experiment(5, 5 * 86_400, 43_200)
    assert campaign.steps[0].variants == (
        Variant("plain"),
        Variant("question", subject="May I ask {{ company }} about its checkout?", weight=3),
    )
    assert Campaign.from_item(campaign.to_item()) == campaign


def test_without_a_word_nobody_approves_and_there_is_one_way_to_write() -> None:
    campaign = parse(DEMO)
    assert campaign.approval is Approval.NONE
    assert all(step.variants == () for step in campaign.steps)
    assert "approval" not in campaign.to_item()
    assert "experiment" not in campaign.to_item()
    assert Campaign.from_item(campaign.to_item()) == campaign


def test_a_variant_changes_what_it_names_and_leaves_the_rest() -> None:
    (step, *_) = parse(written()).steps
    plain, question = (step.written_as(variant) for variant in step.variants)
    assert plain == step._replace(variants=())
    assert (question.template, question.subject) == ("intro", "May I ask {{ company }} about its checkout?")


@pytest.mark.parametrize(
    ("old", "new", "place", "word"),
    [
        ("- name: question", "- name: plain", "variants[1].name", "taken"),
        ("- name: question", "- name: Much Better", "variants[1].name", "wrong form"),
        ("weight: 3", "weight: 0", "variants[1].weight", "out of range"),
        ("weight: 3", "wieght: 3", "variants[1].wieght", "not a setting"),
        ("weight: 3", "template: ../x", "variants[1].template", "wrong form"),
        ("        - name: plain\n", "", "variants", "1 entries"),
        ("approval: required", "approval: perhaps", "approval", "unknown"),
        ("matures: 3 days", "matures: soon", "experiment.matures", "length of time"),
        ("harm_cost: 2", "harm_cost: -1", "experiment.harm_cost", "out of range"),
        ("harm_cost: 2", "cost: 2", "experiment.cost", "not a setting"),
    ],
)
def test_an_error_is_told_with_its_line(old: str, new: str, place: str, word: str) -> None:
    text = written(more="\napproval: required\nexperiment:\n  harm_cost: 2\n  matures: 3 days\n")
    assert text.count(old) == 1
    with pytest.raises(CampaignInvalid) as refused:
        parse(text.replace(old, new))
    (problem,) = refused.value.problems
    assert problem.where.endswith(place)
    assert word in problem.message
    line = text.replace(old, new).splitlines()[problem.line - 1]
    assert new.strip() in line or (not new and "variants:" in line)


def test_two_variants_that_are_one_mail_are_an_error() -> None:
    with pytest.raises(CampaignInvalid, match="same mail"):
        parse(written().replace('          subject: "May I ask {{ company }} about its checkout?"\n', ""))


def test_a_prompt_for_a_step_that_no_model_writes_is_an_error() -> None:
    text = written().replace("          weight: 3\n", "          prompt: brief\n      writer: template\n")
    with pytest.raises(CampaignInvalid, match="is for a model"):
        parse(text)
