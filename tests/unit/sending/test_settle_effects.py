"""What nobody answered: sends become IN_DOUBT, calls are looked up."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from adapters import ses
from adapters.connect import ConnectBusy, Contact
from handlers import send_email, settle_effects
from outreach import completeness, ids
from runtime.consume import Raw
from runtime.outcome import Unreadable
from store import calls, keys, mail, sends, walks
from store.table import Refusal
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


# Mail without a state -------------------------------------------------------------------------------------


def filed(stage: Stage, key: str) -> None:
    stage.table.commit([mail.file(ids.reply_id(key), mail.CLASSIFIED, {"key": key}, NOW)])


def told_of(stage: Stage) -> list[str]:
    """The keys that ``mail.overlooked`` was said of, once for each time."""
    return [
        key
        for key in stage.mail.objects
        for _ in stage.table.items(keys.mail_pk(ids.reply_id(key)), keys.EVENT)
    ]


def figures(printed: str) -> dict[str, float]:
    """The metrics on standard output, by name."""
    lines = [json.loads(line) for line in printed.splitlines() if line.startswith('{"_aws"')]
    names = [line["_aws"]["CloudWatchMetrics"][0]["Metrics"][0]["Name"] for line in lines]
    return {name: line[name][0] for name, line in zip(names, lines, strict=True)}


LONG_AGO = NOW - timedelta(hours=2)


def test_an_object_that_nobody_was_told_of_is_told_of_and_counted(stage: Stage, capsys: Any) -> None:
    stage.mail.store("inbound/known", LONG_AGO)
    stage.mail.store("inbound/lost", LONG_AGO)
    filed(stage, "inbound/known")
    tick(stage)
    assert told_of(stage) == ["inbound/lost"]
    found = mail.found(stage.table, ids.reply_id("inbound/lost"))
    assert found is not None
    assert found["key"] == "inbound/lost"
    counted = figures(capsys.readouterr().out)
    assert (counted["MailObjects"], counted["MailUnaccounted"]) == (2, 1)


def test_an_object_that_has_just_come_is_left_to_its_own_notification(stage: Stage) -> None:
    stage.mail.store("inbound/new", NOW - timedelta(minutes=5))
    tick(stage)
    assert told_of(stage) == []


def test_the_bucket_is_listed_every_half_hour_only(stage: Stage) -> None:
    tick(stage)
    tick(stage)
    assert stage.mail.pages == 1
    stage.wait(completeness.EVERY)
    tick(stage)
    assert stage.mail.pages == 2


def test_a_large_bucket_is_walked_over_in_several_ticks_and_counted_once(stage: Stage, capsys: Any) -> None:
    stage.mail.a_page = 2
    names = [f"inbound/{n:03d}" for n in range(settle_effects.MOST_PAGES * 2 + 5)]
    for key in names:
        stage.mail.store(key, LONG_AGO)
        if key != names[-1]:
            filed(stage, key)
    tick(stage)
    assert told_of(stage) == []
    tick(stage)
    assert told_of(stage) == names[-1:]
    assert figures(capsys.readouterr().out)["MailObjects"] == len(names)


def test_what_is_still_missing_is_told_again_the_next_day_and_what_came_back_no_more(stage: Stage) -> None:
    stage.mail.store("inbound/lost", LONG_AGO)
    tick(stage)
    stage.wait(completeness.EVERY)
    tick(stage)
    assert len(told_of(stage)) == 1, "not by the hour"
    stage.wait(timedelta(days=1))
    tick(stage)
    assert len(told_of(stage)) == 2
    filed(stage, "inbound/lost")
    stage.wait(timedelta(days=1))
    tick(stage)
    assert len(told_of(stage)) == 2


def test_what_had_its_state_at_the_last_walk_is_not_looked_up_again(stage: Stage, monkeypatch: Any) -> None:
    stage.mail.store("inbound/known", LONG_AGO)
    filed(stage, "inbound/known")
    tick(stage)
    stage.wait(completeness.EVERY)
    asked: list[str] = []
    monkeypatch.setattr(walks, "without_state", lambda table, names: set(asked.extend(names) or ()))
    tick(stage)
    assert asked == []


def test_two_ticks_at_once_walk_once(stage: Stage) -> None:
    stage.mail.store("inbound/lost", LONG_AGO)
    tick(stage)
    walk, revision = walks.get(stage.table)
    assert walk is not None
    assert revision == 1
    with pytest.raises(Refusal):
        stage.table.commit([walks.save(walk, 0)])
