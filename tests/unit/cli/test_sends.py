"""Settling a mail in doubt by hand: once, on the record, and never against SES's own word."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cli import sends as command
from cli.connection import Connection
from cli.reading import whole
from handlers import advance_sequence, track_email
from outreach.campaign import Caps
from outreach.campaign_file import load
from outreach.enrolment import Enrolment, State
from outreach.ids import contact_id, digest, lead_id, send_id
from runtime.clock import FixedClock
from runtime.consume import Raw, process
from store import doubts, enrolments, keys, sends
from store.sends import Send
from store.writes import Put
from tests.unit.cli.conftest import STAGE, Beckon

NOW = datetime.now(UTC).replace(microsecond=0)
CLAIMED = NOW - timedelta(hours=2)
LEAD, SEND = lead_id("shop.example"), send_id(lead_id("shop.example"), "demo", 0)
DEMO = load(Path(__file__).resolve().parents[3] / "campaigns" / "demo.yml")
MAIL = Send(
    send_id=SEND,
    lead_id=LEAD,
    campaign_id="demo",
    step=0,
    contact_id=contact_id("ada@shop.example", "pepper"),
    person="p" * 32,
    domain="d" * 32,
    sender="ada@mail.example",
    day="2026-03-04",
    correlation_id="the-run",
)


@pytest.fixture
def doubtful(stage: Connection) -> Connection:
    """A mail that was claimed two hours ago and is in doubt, and a sequence that knows it."""
    return in_doubt(stage, CLAIMED)


def in_doubt(stage: Connection, claimed: datetime, *, known: bool = True) -> Connection:
    form = DEMO.to_item()
    waiting = Enrolment(LEAD, "demo", 1, country="GB", state=State.ACTIVE, due_at=claimed)
    stage.table.commit(
        [
            Put(keys.campaign("demo"), "campaign", form),
            Put(keys.campaign_version("demo", 1), "campaign_version", form),
            enrolments.save(waiting, 0, "due", claimed),
        ]
    )
    stage.table.commit(sends.claim(MAIL, (), Caps(10, 10), claimed))
    stage.table.commit([sends.doubt(row(stage), "no_answer", claimed + timedelta(minutes=15))])
    if known:
        stage.table.commit([enrolments.save(replace(waiting, in_doubt=True), 1, "in doubt", claimed)])
    return stage


def row(stage: Connection) -> Send:
    found = sends.get(stage.table, LEAD, SEND)
    assert found is not None
    return found


def settle(beckon: Beckon, *arguments: str) -> Any:
    return beckon("sends", "settle", SEND[:8], *arguments, "--stage", STAGE)


def said(stage: Connection) -> list[dict[str, Any]]:
    items = stage.table.items(keys.lead_pk(LEAD), keys.EVENT, consistent=True)
    return [json.loads(item["detail"]) for item in items]


def deps(stage: Connection) -> Any:
    return SimpleNamespace(
        table=stage.table, clock=FixedClock(NOW), keys=SimpleNamespace(pepper="pepper"), settings=None
    )


def ses_tells(stage: Connection, message_id: str, kind: str = "Send") -> None:
    """SES's own event, through its handler."""
    event = track_email.SesEvent(kind, message_id, SEND, LEAD)
    process("track_email", Raw(digest(message_id, kind), event), track_email.handle, deps(stage))


def test_the_mails_in_doubt_are_listed(doubtful: Connection, beckon: Beckon) -> None:
    (found,) = beckon("sends", "list", "--json", "--stage", STAGE).json()["sends"]
    assert (found["send_id"], found["state"], found["reason"]) == (SEND, "IN_DOUBT", "no_answer")
    assert beckon("sends", "list", "--state", "sent", "--json", "--stage", STAGE).json() == {"sends": []}
    assert beckon("sends", "list", "--state", "lost", "--stage", STAGE).code == 2


def test_a_mail_that_was_sent_is_told_and_recorded_with_who_and_why(
    doubtful: Connection, beckon: Beckon
) -> None:
    done = settle(
        beckon, "--sent", "--why", "it is in their mailbox", "--by", "Ada", "--message-id", "0100-a"
    )
    assert done.code == 0, done.err
    assert (row(doubtful).state, row(doubtful).message_id) == (sends.SENT, "0100-a")
    (event,) = said(doubtful)
    assert (event["meta"]["type"], event["data"]["message_id"]) == ("email.sent", "0100-a")
    assert event["meta"]["correlation_id"] == "the-run"
    (record,) = doubts.settlements(doubtful.table, LEAD, SEND)
    assert (record["by"], record["why"], record["sent"]) == ("Ada", "it is in their mailbox", True)
    assert sends.by_message_id(doubtful.table, "0100-a") == row(doubtful)
    assert list(doubts.every(doubtful.table)) == []


def test_without_its_id_the_first_event_of_ses_names_the_mail_and_tells_it_once(
    doubtful: Connection, beckon: Beckon
) -> None:
    assert settle(beckon, "--sent", "--why", "seen").code == 0
    ses_tells(doubtful, "0100-b")
    ses_tells(doubtful, "0100-b", "Delivery")
    assert row(doubtful).message_id == "0100-b"
    assert sends.by_message_id(doubtful.table, "0100-b") == row(doubtful)
    told = sorted(event["meta"]["type"] for event in said(doubtful))
    assert told == ["email.delivered", "email.sent"]


def test_a_mail_that_was_not_sent_is_due_again_and_claimed_once(doubtful: Connection, beckon: Beckon) -> None:
    assert settle(beckon, "--not-sent", "--why", "SES has no such mail").code == 0
    released = row(doubtful)
    assert (released.state, released.attempt) == (sends.RELEASED, 1)
    cap = doubtful.table.get(keys.cap("sender", MAIL.sender, MAIL.day))
    assert cap is None or cap["n"] == 0
    assert [event["meta"]["type"] for event in said(doubtful)] == ["email.released"]
    again = replace_attempt(released)
    waiting = enrolments.get(doubtful.table, LEAD, "demo")
    assert waiting is not None
    doubtful.table.commit(
        [enrolments.save(replace(waiting.enrolment, in_doubt=False), waiting.revision, "again", NOW)]
    )
    doubtful.table.commit(sends.claim(again, (), Caps(10, 10), NOW, again=released))
    with pytest.raises(sends_refused()):
        doubtful.table.commit(sends.claim(again, (), Caps(10, 10), NOW, again=released))
    assert (row(doubtful).state, row(doubtful).attempt) == (sends.SENDING, 2)
    assert len(doubts.settlements(doubtful.table, LEAD, SEND)) == 1


def replace_attempt(send: Send) -> Send:
    return MAIL._replace(attempt=send.attempt + 1)


def sends_refused() -> type[Exception]:
    from store.table import Refusal

    return Refusal


def test_the_sequence_asks_for_the_step_once_more(doubtful: Connection, beckon: Beckon) -> None:
    from events.base import Event, Meta
    from events.email_released import EmailReleased

    assert settle(beckon, "--not-sent", "--why", "no such mail").code == 0
    (event,) = said(doubtful)
    told = Event(Meta.model_validate(event["meta"]), EmailReleased.model_validate(event["data"]))
    scheduled: list[Any] = []
    wired = deps(doubtful)
    wired.scheduler = SimpleNamespace(once=lambda **later: scheduled.append(later["name"]))
    process("advance_sequence", told, advance_sequence.handle, wired)
    process("advance_sequence", told, advance_sequence.handle, wired)
    after = enrolments.get(doubtful.table, LEAD, "demo")
    assert after is not None
    assert not after.enrolment.in_doubt
    due = [one for one in said(doubtful) if one["meta"]["type"] == "step.due"]
    assert len(due) + len(set(scheduled)) == 1


def test_ses_word_after_a_release_stands_and_the_step_is_not_sent_again(
    doubtful: Connection, beckon: Beckon
) -> None:
    assert settle(beckon, "--not-sent", "--why", "no such mail").code == 0
    released = row(doubtful)
    ses_tells(doubtful, "0100-c")
    assert (row(doubtful).state, row(doubtful).message_id) == (sends.SENT, "0100-c")
    with pytest.raises(sends_refused()):
        doubtful.table.commit(sends.claim(replace_attempt(released), (), Caps(10, 10), NOW, again=released))


def test_a_second_mail_of_one_send_is_kept_as_the_breach_that_it_is(
    doubtful: Connection, beckon: Beckon
) -> None:
    settle(beckon, "--sent", "--why", "seen", "--message-id", "0100-d")
    ses_tells(doubtful, "0100-e")
    ses_tells(doubtful, "0100-e", "Delivery")
    assert row(doubtful).message_id == "0100-d"
    pointers = {
        item["pk"]: item.get("stray", False) for item in whole(doubtful) if item["_type"] == "message_pointer"
    }
    assert pointers == {"MSG#0100-d": False, "MSG#0100-e": True}


def test_of_two_people_and_of_a_person_and_ses_the_first_settles(
    doubtful: Connection, beckon: Beckon
) -> None:
    assert settle(beckon, "--sent", "--why", "seen").code == 0
    assert settle(beckon, "--not-sent", "--why", "no such mail").code == 1
    assert row(doubtful).state == sends.SENT


def test_overtaken_between_the_look_and_the_settlement_nothing_is_changed(
    doubtful: Connection, beckon: Beckon, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = command._find

    def late(connection: Connection, name: str) -> Send:
        found = find(connection, name)
        ses_tells(doubtful, "0100-f")
        return found

    monkeypatch.setattr(command, "_find", late)
    done = settle(beckon, "--not-sent", "--why", "no such mail")
    assert done.code == 1
    assert "came first" in done.err
    assert (row(doubtful).state, row(doubtful).message_id) == (sends.SENT, "0100-f")


def test_a_mail_is_not_called_unsent_while_ses_may_still_speak(stage: Connection, beckon: Beckon) -> None:
    in_doubt(stage, NOW - timedelta(minutes=30))
    done = settle(beckon, "--not-sent", "--why", "no such mail")
    assert done.code == 1
    assert "ask again after" in done.err
    assert row(stage).state == sends.IN_DOUBT


def test_a_release_waits_until_the_sequence_has_heard_of_the_doubt(stage: Connection, beckon: Beckon) -> None:
    in_doubt(stage, CLAIMED, known=False)
    done = settle(beckon, "--not-sent", "--why", "no such mail")
    assert done.code == 1
    assert "try again in a minute" in done.err
    assert row(stage).state == sends.IN_DOUBT


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--sent", "--why", " "), 2),
        (("--sent", "--why", "x", "--message-id", "<a@b>"), 2),
        (("--not-sent", "--why", "x", "--message-id", "0100-a"), 2),
        (("--sent",), 2),
    ],
)
def test_what_settles_nothing_is_refused(
    doubtful: Connection, beckon: Beckon, arguments: tuple[str, ...], code: int
) -> None:
    assert settle(beckon, *arguments).code == code
    assert row(doubtful).state == sends.IN_DOUBT
    assert said(doubtful) == []
