"""Mails that wait for a person, on the command line."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cli.connection import Connection
from outreach.campaign import Approval
from outreach.campaign_file import load
from outreach.enrolment import Enrolment, State, StopReason
from outreach.ids import lead_id, send_id
from store import drafts, enrolments, keys
from store.drafts import Draft
from store.writes import Put
from tests.unit.cli.conftest import STAGE, Beckon

DEMO = replace(load(Path(__file__).parents[3] / "campaigns" / "demo.yml"), approval=Approval.REQUIRED)
LEAD = lead_id("kettle.example")
SEND = send_id(LEAD, "demo", 0)
SHORT = SEND[:8]
PAGE = "https://kettle.example/"
GREETING, CITED, ASKED = (
    "Hello,",
    "I noticed that your shop runs on Shopify.",
    "Would a short call be worth your time?",
)
DRAFT = Draft(
    SEND, LEAD, "demo", 1, 0, "c" * 32, "Kettle & Co: one idea", (GREETING, CITED, ASKED),
    ({"text": CITED, "facts": ["platform-fact"]}, {"text": ASKED, "facts": []}),
    "model", state=drafts.WAITING, correlation_id="the-run",
)  # fmt: skip


def fact(kind: str, value: str) -> dict[str, Any]:
    return {
        "id": f"{kind}-fact", "kind": kind, "value": value, "page": PAGE, "rule": "r", "confidence": 0.9,
        "seen_at": "2026-03-03T10:00:00Z",
    }  # fmt: skip


def given_profile(stage: Connection, *facts: dict[str, Any]) -> None:
    about = {"domain": "kettle.example", "seen_at": "2026-03-03T10:00:00Z", "facts": list(facts)}
    stage.table.commit([Put(keys.profile(LEAD), "profile", about)])


def given_enrolment(stage: Connection, **changes: Any) -> None:
    now = stage.clock.now()
    enrolment = replace(Enrolment(LEAD, "demo", 1, country="GB", state=State.ACTIVE, due_at=now), **changes)
    stored = enrolments.get(stage.table, LEAD, "demo")
    stage.table.commit([enrolments.save(enrolment, stored.revision if stored else 0, "given", now)])


@pytest.fixture
def waiting(stage: Connection) -> Connection:
    """One mail that waits."""
    form = DEMO.to_item()
    stage.table.commit(
        [
            Put(keys.campaign("demo"), "campaign", form),
            Put(keys.campaign_version("demo", 1), "campaign_version", form),
            drafts.keep(DRAFT, stage.clock.now()),
        ]
    )
    given_profile(stage, fact("company", "Kettle & Co"), fact("platform", "shopify"))
    given_enrolment(stage)
    return stage


def row(stage: Connection) -> Draft:
    found = drafts.get(stage.table, LEAD, SEND)
    assert found is not None
    return found


def said(stage: Connection) -> list[dict[str, Any]]:
    items = stage.table.items(keys.lead_pk(LEAD), keys.EVENT, consistent=True)
    return [json.loads(item["detail"]) for item in items]


def types(stage: Connection) -> list[str]:
    return [event["meta"]["type"] for event in said(stage)]


# Looking --------------------------------------------------------------------------------------------------


def test_what_waits_is_listed_and_shown_with_the_facts_it_cites(waiting: Connection, beckon: Beckon) -> None:
    listed = beckon("drafts", "list", "--stage", STAGE)
    assert SHORT in listed.out
    assert "kettle.example" in listed.out
    shown = beckon("drafts", "show", SHORT, "--stage", STAGE)
    assert CITED in shown.out
    assert "platform: shopify" in shown.out
    (told,) = beckon("drafts", "list", "--json", "--stage", STAGE).json()["waiting"]
    assert (told["send_id"], told["revision"], told["doubts"]) == (SEND, 1, [])


def test_an_empty_list_says_so(stage: Connection, beckon: Beckon) -> None:
    assert "No mail waits" in beckon("drafts", "list", "--stage", STAGE).out


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"state": State.STOPPED, "stop_reason": StopReason.REPLIED, "due_at": None}, "stopped_replied"),
        ({"step": 1}, "step_passed"),
        ({"state": State.FINISHED, "due_at": None}, "finished"),
    ],
)
def test_a_mail_whose_step_is_no_longer_wanted_leaves_the_list_with_the_reason(
    waiting: Connection, beckon: Beckon, changes: dict[str, Any], reason: str
) -> None:
    given_enrolment(waiting, **changes)
    told = beckon("drafts", "list", "--json", "--stage", STAGE).json()
    assert told["waiting"] == []
    assert [one["reason"] for one in told["no_longer_wanted"]] == [reason]
    assert row(waiting).state == drafts.WITHDRAWN
    assert beckon("drafts", "list", "--json", "--stage", STAGE).json()["no_longer_wanted"] == []
    assert types(waiting) == []


def test_who_is_away_still_wants_the_mail(waiting: Connection, beckon: Beckon) -> None:
    later = waiting.clock.now() + timedelta(days=5)
    given_enrolment(waiting, state=State.POSTPONED, postponed_until=later)
    assert len(beckon("drafts", "list", "--json", "--stage", STAGE).json()["waiting"]) == 1


def test_a_mail_that_is_old_or_cites_what_is_gone_says_so(waiting: Connection, beckon: Beckon) -> None:
    given_profile(waiting, fact("company", "Kettle & Co"))
    waiting.table.commit([drafts.keep(DRAFT, waiting.clock.now() - timedelta(days=9))._replace(when=None)])
    (told,) = beckon("drafts", "list", "--json", "--stage", STAGE).json()["waiting"]
    assert told["doubts"] == [
        "cites a fact that the company's pages no longer state",
        "was written 9 days ago",
    ]


# Approving and rejecting ----------------------------------------------------------------------------------


def test_an_approved_mail_is_said_to_be_written_once_in_the_chain_it_belongs_to(
    waiting: Connection, beckon: Beckon
) -> None:
    assert beckon("drafts", "approve", SHORT, "--by", "ann", "--stage", STAGE).code == 0
    (event,) = said(waiting)
    assert event["meta"]["type"] == "email.drafted"
    assert event["meta"]["correlation_id"] == "the-run"
    assert event["data"]["send_id"] == SEND
    assert row(waiting).state == drafts.APPROVED
    again = beckon("drafts", "approve", SHORT, "--stage", STAGE)
    assert again.code == 1
    assert len(said(waiting)) == 1


def test_who_decides_second_is_told_who_was_first(
    waiting: Connection, beckon: Beckon, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cli.drafts import decide

    def meanwhile(connection: Connection, draft: Draft) -> str:
        waiting.table.commit([drafts.reject(row(waiting), "bob", waiting.clock.now(), "too soon")])
        return ""

    monkeypatch.setattr(decide, "overtaken", meanwhile)
    late = beckon("drafts", "approve", SHORT, "--by", "ann", "--stage", STAGE)
    assert late.code == 1
    assert "was rejected by bob" in late.err
    assert "too soon" in late.err
    assert types(waiting) == []
    assert row(waiting).state == drafts.REJECTED


def test_a_rejected_mail_is_blocked_with_the_reason_kept(waiting: Connection, beckon: Beckon) -> None:
    assert (
        beckon("drafts", "reject", SHORT, "--by", "ann", "--reason", "too familiar", "--stage", STAGE).code
        == 0
    )
    (event,) = said(waiting)
    assert (event["meta"]["type"], event["data"]["reason"]) == ("email.blocked", "rejected_by_person")
    assert row(waiting).decisions[0]["reason"] == "too familiar"


def test_all_that_wait_are_approved_but_those_in_doubt(waiting: Connection, beckon: Beckon) -> None:
    other = DRAFT._replace(send_id=send_id(LEAD, "other", 0), sentences=({"text": "x", "facts": ["gone"]},))
    waiting.table.commit([drafts.keep(other, waiting.clock.now())])
    told = beckon("drafts", "approve", "--all", "--campaign", "demo", "--json", "--stage", STAGE).json()
    assert told["approved"] == [SEND]
    assert [line[:8] for line in told["left"]] == [other.send_id[:8]]


def test_a_mail_whose_facts_have_changed_needs_force_and_a_reason(
    waiting: Connection, beckon: Beckon
) -> None:
    given_profile(waiting, fact("company", "Kettle & Co"))
    refused = beckon("drafts", "approve", SHORT, "--stage", STAGE)
    assert refused.code == 1
    assert "no longer state" in refused.err
    assert beckon("drafts", "approve", SHORT, "--force", "--stage", STAGE).code == 2
    forced = beckon("drafts", "approve", SHORT, "--force", "--reason", "I rang them", "--stage", STAGE)
    assert forced.code == 0
    assert row(waiting).decisions[0]["reason"] == "I rang them"


def test_only_the_revision_that_was_shown_is_approved(waiting: Connection, beckon: Beckon) -> None:
    waiting.table.commit([drafts.edit(row(waiting), "Other", (ASKED,), (), "bob", waiting.clock.now())])
    late = beckon("drafts", "approve", SHORT, "--revision", "1", "--stage", STAGE)
    assert late.code == 1
    assert "edited since" in late.err
    assert beckon("drafts", "approve", SHORT, "--revision", "2", "--stage", STAGE).code == 0


def test_a_decision_about_a_mail_that_is_no_longer_wanted_is_refused(
    waiting: Connection, beckon: Beckon
) -> None:
    given_enrolment(waiting, state=State.STOPPED, stop_reason=StopReason.UNSUBSCRIBED, due_at=None)
    late = beckon("drafts", "approve", SHORT, "--stage", STAGE)
    assert late.code == 1
    assert "stopped unsubscribed" in late.err
    assert types(waiting) == []


@pytest.mark.parametrize("arguments", [(), ("--all", "abcdef"), ("abcdef", "--campaign", "demo"), ("xy",)])
def test_it_must_be_clear_which_drafts_are_meant(
    waiting: Connection, beckon: Beckon, arguments: tuple[str, ...]
) -> None:
    assert beckon("drafts", "reject", *arguments, "--stage", STAGE).code == 2


# Editing --------------------------------------------------------------------------------------------------


def edit(beckon: Beckon, tmp_path: Path, text: str, *more: str) -> Any:
    path = tmp_path / "mail.txt"
    path.write_text(text)
    return beckon("drafts", "edit", SHORT, "--text-file", str(path), *more, "--stage", STAGE)


def test_an_edited_mail_keeps_the_facts_of_what_was_left_and_finds_those_of_what_is_new(
    waiting: Connection, beckon: Beckon, tmp_path: Path
) -> None:
    done = edit(
        beckon, tmp_path, f"Hello,\n\nYour shop runs on Shopify.\n\n{ASKED}\n", "--by", "ann", "--approve"
    )
    assert done.code == 0, done.err
    kept = row(waiting)
    assert kept.paragraphs == ("Hello,", "Your shop runs on Shopify.", ASKED)
    assert kept.cited == ("platform-fact",)
    assert [decision["what"] for decision in kept.decisions] == ["edited", "approved"]
    assert types(waiting) == ["email.drafted"]


def test_a_claim_that_no_fact_supports_needs_force_and_the_reason_is_kept(
    waiting: Connection, beckon: Beckon, tmp_path: Path
) -> None:
    text = f"Hello,\n\nYou won the National Retail Award 2025.\n\n{ASKED}\n"
    refused = edit(beckon, tmp_path, text)
    assert refused.code == 1
    assert "National Retail Award" in refused.err
    assert row(waiting).paragraphs == DRAFT.paragraphs
    assert edit(beckon, tmp_path, text, "--force", "--reason", "I was at the ceremony").code == 0
    kept = row(waiting)
    assert "I was at the ceremony" in kept.decisions[0]["reason"]
    assert "National Retail Award" in kept.decisions[0]["reason"]
    assert kept.state == drafts.WAITING


@pytest.mark.parametrize(
    ("subject", "what"),
    [("Re: our talk", "pretends"), ("x" * 200, "characters"), ("a\u200bb", "can't be seen|cannot be seen")],
)
def test_some_things_no_mail_may_have_whoever_wrote_it(
    waiting: Connection, beckon: Beckon, subject: str, what: str
) -> None:
    import re

    refused = beckon(
        "drafts", "edit", SHORT, "--subject", subject, "--force", "--reason", "please", "--stage", STAGE
    )
    assert refused.code == 1
    assert re.search(what, refused.err)
    assert row(waiting).subject == DRAFT.subject


def test_an_editor_is_given_the_mail_and_what_it_leaves_is_kept(
    waiting: Connection, beckon: Beckon, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "editor.sh"
    script.write_text('#!/bin/sh\nsed -i "s/^Subject: .*/Subject: An idea for Kettle \\& Co/" "$1"\n')
    script.chmod(0o700)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", str(script))
    done = beckon("drafts", "edit", SHORT, "--force", "--reason", "plainer", "--stage", STAGE)
    assert done.code == 0, done.err
    assert row(waiting).subject == "An idea for Kettle & Co"
    assert row(waiting).paragraphs == DRAFT.paragraphs


def test_without_an_editor_and_without_options_nothing_can_be_edited(
    waiting: Connection, beckon: Beckon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    assert beckon("drafts", "edit", SHORT, "--stage", STAGE).code == 2
