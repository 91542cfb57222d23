"""Where a campaign wants approval, a written mail waits for a person, and nothing is lost meanwhile."""

from __future__ import annotations

from typing import Any

import pytest

from events.email_blocked import EmailBlocked
from handlers import advance_sequence, draft_email
from outreach.approval import REJECTED
from outreach.campaign import Approval
from outreach.enrolment import State, StopReason
from store import drafts
from store.table import Refusal
from tests.unit.sending.stage import DEMO, LEAD, Stage, send_id
from tests.unit.sending.test_draft_email import GOOD, answer, draft, due, run


@pytest.fixture
def held(stage: Stage) -> Stage:
    """A campaign that wants approval, and its first mail written."""
    stage.given_campaign(approval=Approval.REQUIRED)
    stage.given_lead()
    stage.given_enrolment()
    stage.bedrock.answers = [answer(GOOD)]
    (told,) = run(stage)
    assert (told["type"], told["send_id"]) == ("email.held", send_id())
    return stage


def decide(stage: Stage, write: Any) -> None:
    stage.table.commit([write])


def test_a_held_mail_waits_in_the_list_of_open_work_with_its_enrolment(held: Stage) -> None:
    (waiting,) = drafts.waiting(held.table)
    assert waiting == draft(held)
    assert (waiting.state, waiting.sendable) == (drafts.WAITING, False)
    assert waiting.correlation_id == "the-run"
    assert held.enrolment().state is State.ACTIVE


def test_a_held_mail_that_is_asked_for_again_is_neither_written_nor_said_again(held: Stage) -> None:
    assert run(held) == []
    assert held.run(draft_email, due(), "the same") == []
    assert len(held.bedrock.asked) == 1


def test_an_approved_mail_goes_on_its_way_whenever_its_step_is_asked_for(held: Stage) -> None:
    decide(held, drafts.approve(draft(held), "ann", held.clock.now()))
    assert [told["type"] for told in run(held)] == ["email.drafted"]
    kept = draft(held)
    assert kept.sendable
    assert kept.decisions[0]["by"] == "ann"
    assert list(drafts.waiting(held.table)) == []


def test_a_rejected_mail_stops_its_sequence_and_is_never_said_to_be_written(held: Stage) -> None:
    decide(held, drafts.reject(draft(held), "ann", held.clock.now(), "too familiar"))
    about = {"lead_id": LEAD, "campaign_id": DEMO.id, "step": 0, "send_id": send_id()}
    held.run(advance_sequence, EmailBlocked(**about, reason=REJECTED))
    enrolment = held.enrolment()
    assert (enrolment.stop_reason, enrolment.detail) == (StopReason.BLOCKED, REJECTED)
    assert run(held) == []


def test_of_two_people_who_decide_at_once_one_does(held: Stage) -> None:
    read = draft(held)
    decide(held, drafts.approve(read, "ann", held.clock.now()))
    for late in (
        drafts.reject(read, "bob", held.clock.now()),
        drafts.approve(read, "bob", held.clock.now()),
        drafts.edit(read, "Other", ("Text.",), (), "bob", held.clock.now()),
        drafts.withdraw(read, "stopped_replied", held.clock.now()),
    ):
        with pytest.raises(Refusal) as refusal:
            decide(held, late)
        assert refusal.value.gates == (drafts.DECIDED,)
    assert draft(held).state == drafts.APPROVED


def test_what_was_edited_meanwhile_is_not_approved_unseen(held: Stage) -> None:
    read = draft(held)
    decide(held, drafts.edit(read, "Another subject", ("Hello,", "Yes?"), (), "bob", held.clock.now()))
    with pytest.raises(Refusal):
        decide(held, drafts.approve(read, "ann", held.clock.now()))
    decide(held, drafts.approve(draft(held), "ann", held.clock.now()))
    assert [decision["what"] for decision in draft(held).decisions] == ["edited", "approved"]
    assert draft(held).subject == "Another subject"


def test_a_withdrawn_mail_whose_step_is_wanted_after_all_waits_once_more(held: Stage) -> None:
    decide(held, drafts.withdraw(draft(held), "stopped_replied", held.clock.now()))
    assert list(drafts.waiting(held.table)) == []
    assert [told["type"] for told in run(held)] == ["email.held"]
    assert [waiting.state for waiting in drafts.waiting(held.table)] == [drafts.WAITING]


def test_without_approval_a_mail_is_ready_at_once(stage: Stage) -> None:
    stage.given_campaign()
    stage.given_lead()
    stage.given_enrolment()
    stage.bedrock.answers = [answer(GOOD)]
    assert [told["type"] for told in run(stage)] == ["email.drafted"]
    assert draft(stage).state == drafts.READY
