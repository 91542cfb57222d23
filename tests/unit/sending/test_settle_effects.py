"""What nobody answered: sends become IN_DOUBT, calls are looked up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from adapters import ses
from adapters.connect import ConnectBusy, Contact
from handlers import send_email, settle_effects
from outreach import ids
from runtime.consume import Raw
from runtime.outcome import Unreadable
from store import calls, sends
from tests.unit.sending.stage import LEAD, NOW, Stage
from tests.unit.sending.test_send_email import drafted, given_draft

TICK = {"source": "beckon.schedule", "detail-type": "settle", "detail": {}}


@pytest.fixture
def unanswered(stage: Stage) -> Stage:
    """A lead whose mail got no answer from SES."""
    stage.given_campaign()
    stage.given_lead()
    stage.given_enrolment()
    given_draft(stage)
    stage.ses.answers = [ses.Unknown("lost")]
    stage.run(send_email, drafted())
    return stage


def tick(stage: Stage) -> list[dict[str, Any]]:
    said: list[dict[str, Any]] = []
    for raw in settle_effects.parse(TICK):
        said += stage.process("settle_effects", raw, settle_effects.handle)
    return said


def test_within_the_grace_period_a_send_is_left_alone(unanswered: Stage) -> None:
    unanswered.wait(timedelta(minutes=14))
    assert tick(unanswered) == []
    assert unanswered.send().state == sends.SENDING


def test_after_it_the_send_is_in_doubt_and_said_once(unanswered: Stage) -> None:
    unanswered.wait(timedelta(minutes=16))
    (told,) = tick(unanswered)
    assert (told["type"], told["step"], told["correlation"]) == ("email.in_doubt", 0, "the-run")
    assert unanswered.send().state == sends.IN_DOUBT
    assert tick(unanswered) == []
    assert list(sends.unanswered(unanswered.table, unanswered.clock.now())) == []


def test_one_tick_after_another_each_does_its_work(unanswered: Stage) -> None:
    tick(unanswered)
    unanswered.wait(timedelta(minutes=16))
    assert len(tick(unanswered)) == 1


def test_a_send_that_was_settled_while_the_index_was_behind_is_left_alone(unanswered: Stage) -> None:
    stale = unanswered.send()
    unanswered.table.commit(sends.record(stale, "0100-x", NOW))
    said = unanswered.process("settle_effects", Raw("doubt-x", stale), settle_effects._settle)
    assert said == []
    assert unanswered.send().state == sends.SENT


def test_an_empty_table_has_nothing_to_settle(stage: Stage) -> None:
    assert tick(stage) == []


@pytest.mark.parametrize(
    "document", [{}, {"source": "beckon", "detail-type": "settle"}, {"source": "aws.ses"}]
)
def test_what_is_no_tick_is_unreadable(document: dict[str, Any]) -> None:
    with pytest.raises(Unreadable):
        settle_effects.parse(document)


class FakeConnect:
    def __init__(self, answer: Contact | Exception | None) -> None:
        self.answer = answer

    def describe(self, contact_id: str) -> Contact | None:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


CALL = ids.call_id(LEAD, "demo", "reply")
OVER = NOW + timedelta(minutes=2)


def given_call(stage: Stage) -> None:
    """A call that Connect has, and of which nothing was heard since."""
    call = calls.Call(CALL, LEAD, "demo", "reply", "reply", 1, calls.DIALLING, "the-run")
    stage.table.commit([calls.claim(call, NOW)])
    stage.table.commit(list(calls.place(call, "connect-1", NOW)))


@pytest.mark.parametrize(
    ("contact", "outcome"),
    [
        (Contact("connect-1", connected_at=NOW, disconnected_at=OVER), "hung_up"),
        (Contact("connect-1", disconnected_at=OVER), "no_answer"),
    ],
)
def test_a_call_whose_ending_was_never_heard_is_looked_up(
    stage: Stage, contact: Contact, outcome: str
) -> None:
    given_call(stage)
    stage.connect = FakeConnect(contact)
    assert tick(stage) == []
    stage.wait(timedelta(minutes=11))
    (told,) = tick(stage)
    assert (told["type"], told["outcome"]) == ("call.completed", outcome)
    found = calls.get(stage.table, LEAD, CALL)
    assert found is not None
    assert found.state == calls.COMPLETED
    assert tick(stage) == []


@pytest.mark.parametrize("answer", [None, Contact("connect-1", connected_at=NOW), ConnectBusy("Throttling")])
def test_a_call_that_is_still_on_or_cannot_be_looked_up_waits(stage: Stage, answer: Any) -> None:
    given_call(stage)
    stage.connect = FakeConnect(answer)
    stage.wait(timedelta(minutes=11))
    assert tick(stage) == []
    found = calls.get(stage.table, LEAD, CALL)
    assert found is not None
    assert found.state == calls.PLACED
