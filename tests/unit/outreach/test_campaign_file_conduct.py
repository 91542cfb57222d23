"""Campaign files: senders, what ends a sequence, the mail for a named day, schedules, templates."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from outreach import ids
from outreach.campaign import Campaign, StopOn
from outreach.campaign_file import CampaignInvalid, Problem, parse
from outreach.campaign_file.schedule import wrong_cron

DEMO = (Path(__file__).parents[3] / "campaigns" / "demo.yml").read_text()
SENDER = DEMO[DEMO.index("sender:") : DEMO.index("# The campaign's own words")]
ENTRY = """  - name: {name}
    address: {address}
    company: Lumenpost Ltd
    postal_address: 12 Tannery Row, Bristol BS1 6QA
    time_zone: Europe/London
"""
TWO = "senders:\n" + "".join(
    ENTRY.format(name=name, address=f"{name.lower()}@mail.lumenpost.example") for name in ("Ada", "Bea")
)
LEADS = [ids.lead_id(f"shop-{number}.example") for number in range(400)]


def problems(text: str, copies: set[str] | None = None) -> tuple[Problem, ...]:
    with pytest.raises(CampaignInvalid) as caught:
        parse(text, copies=copies)
    return caught.value.problems


def with_senders(senders: str) -> str:
    return DEMO.replace(SENDER, senders + "\n")


def test_leads_are_divided_among_the_senders_and_each_keeps_its_own() -> None:
    campaign = parse(with_senders(TWO))
    assert campaign.sender.name == "Ada"
    given = {lead: campaign.seen_by(lead).sender.name for lead in LEADS}
    assert {lead: campaign.seen_by(lead).sender.name for lead in reversed(LEADS)} == given
    assert min(Counter(given.values()).values()) > 150
    stored = json.loads(json.dumps(campaign.to_item()), parse_int=Decimal)
    assert Campaign.from_item(stored) == campaign


def test_a_campaign_with_one_sender_is_seen_alike_by_all() -> None:
    campaign = parse(DEMO)
    assert campaign.seen_by(LEADS[0]) is campaign


@pytest.mark.parametrize(
    ("text", "where", "word"),
    [
        (with_senders(TWO.replace("bea@", "ada@")), "senders[1].address", "writes already"),
        (with_senders(TWO.replace("bea@", "Ada@")), "senders[1].address", "writes already"),
        (with_senders(TWO.replace("Europe/London", "Mars/Base", 1)), "senders[0].time_zone", "time zone"),
        (with_senders("senders: []"), "senders", "missing or not a list"),
        (with_senders("senders:\n" + ENTRY.format(name="A", address="a@b.example") * 21), "senders", "21"),
        (DEMO + "\n" + TWO, "senders", "stands beside"),
    ],
)
def test_a_list_of_senders_is_refused_with_its_place(text: str, where: str, word: str) -> None:
    found = [problem for problem in problems(text) if problem.where == where]
    assert found
    assert word in found[0].message


# The sequence -------------------------------------------------------------------------------------------

AGAIN = DEMO.replace(
    "      template: follow_up\n",
    "      template: follow_up\n"
    "  again:\n    template: follow_up\n    writer: template\n"
    "  stop_on: [click]\n",
)


def test_a_sequence_may_have_a_mail_for_a_day_that_was_named_and_stop_on_a_click() -> None:
    campaign = parse(AGAIN)
    assert (len(campaign.steps), campaign.follow_up_count, campaign.again_number) == (3, 2, 2)
    assert campaign.stop_on == (StopOn.CLICK,)
    stored = json.loads(json.dumps(campaign.to_item()), parse_int=Decimal)
    assert Campaign.from_item(stored) == campaign
    assert parse(DEMO).again_number is None


@pytest.mark.parametrize(
    ("old", "new", "where", "word"),
    [
        ("stop_on: [click]", "stop_on: [open]", "sequence.stop_on[0]", "none of click"),
        ("    writer: template\n", "    wait: 3 days\n", "sequence.again.wait", "not a setting"),
        ("template: intro", "template: intro\n      channel: call", "sequence.steps[0].channel", "unknown"),
        ("  clicks: true", "  clicks: false", "sequence", "not tracked"),
        ("threshold: 35", "threshold: 35\nquiet: long", "quiet", "not a length of time"),
    ],
)
def test_what_a_sequence_cannot_be_is_told_with_its_line(old: str, new: str, where: str, word: str) -> None:
    found = [problem for problem in problems(AGAIN.replace(old, new, 1)) if problem.where == where]
    assert found
    assert word in found[0].message


def test_a_template_that_there_is_none_of_is_told_with_its_line_and_those_there_are() -> None:
    (problem,) = problems(DEMO, copies={"intro", "closing"})
    assert problem.where == "sequence.steps[1].template"
    assert DEMO.splitlines()[problem.line - 1].strip() == "template: follow_up"
    assert "closing, intro" in problem.fix


# Schedules ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "0 7 ? * MON-FRI *",
        "0/15 8-17 ? * 2-6 2026-2030",
        "5,35 0 1,15 * ? *",
        "0 0 L * ? *",
        "0 0 15W * ? *",
        "0 9 ? JAN,jul MON#1 *",
        "0 9 ? * 6L *",
        "*/5 * * * ? *",
    ],
)
def test_a_cron_expression_that_the_scheduler_takes_is_taken(text: str) -> None:
    assert wrong_cron(text) is None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("0 7 * * MON-FRI", "5 fields"),
        ("60 7 ? * MON *", "no minutes"),
        ("0 24 ? * MON *", "no hours"),
        ("0 7 32 * ? *", "no day-of-month"),
        ("0 7 0 * ? *", "no day-of-month"),
        ("0 7 ? 13 MON *", "no month"),
        ("0 7 ? * FUN *", "no day-of-week"),
        ("0 7 ? * MON#6 *", "no day-of-week"),
        ("0 7 ? * MON 1969", "no year"),
        ("0/0 7 ? * MON *", "no minutes"),
        ("0 7 * * MON *", "needs a `?`"),
        ("0 7 ? * ? *", "needs a `?`"),
        ("0  7 ? * MON *", "7 fields"),
        ("٣ 7 ? * MON *", "no minutes"),
    ],
)
def test_a_cron_expression_that_the_scheduler_would_refuse_is_refused_before_it(text: str, word: str) -> None:
    assert word in (wrong_cron(text) or "")
    line = f'\nschedule: {{ cron: "{text}", time_zone: Europe/London }}\n'
    (problem,) = problems(DEMO + line)
    assert problem.where == "schedule.cron"


@pytest.mark.parametrize(
    "line",
    [
        "schedule: { rate: 1 days, time_zone: Europe/London }",
        "schedule: { rate: 0 hours, time_zone: Europe/London }",
        'schedule: { rate: 1 day, cron: "0 7 ? * MON *", time_zone: Europe/London }',
        "schedule: { time_zone: Europe/London }",
        "schedule: { rate: 1 day }",
    ],
)
def test_a_schedule_that_says_too_little_or_too_much_is_refused(line: str) -> None:
    assert problems(f"{DEMO}\n{line}\n")[0].where.startswith("schedule.")
