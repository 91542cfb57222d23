"""``beckon reclassify``: what a new version would change, shown before it is changed."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import boto3
import pytest

from cli.connection import Connection
from cli.errors import Misuse
from cli.reclassify import moment
from outreach.ids import contact_id, lead_id, reply_id, send_id
from store import keys, mail, sends
from store.sends import Send
from store.writes import Put
from tests.unit.cli.conftest import BUCKET, STAGE, Beckon

NOW = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
LEAD = lead_id("shop.example")
SEND = send_id(LEAD, "demo", 0)
SAID = {
    "older": "No thanks, we are not interested.",
    "same": "No thanks, we are not interested.",
    "missed": "Please remove me from your list.",
    "asked": "Is it made for small shops as well?",
    "gone": "No thanks.",
}
KEPT = {
    "older": {"label": "NEUTRAL", "model": "offline-old", "decided_by": "model"},
    "same": {"label": "COLD", "model": "offline-old", "decided_by": "model"},
    "missed": {"label": "COLD", "model": "offline-old", "decided_by": "model"},
    "asked": {"label": "COLD", "model": "some.model intent-0", "decided_by": "model"},
    "gone": {"label": "WARM", "model": "offline-old", "decided_by": "model"},
}


def key(name: str) -> str:
    return f"inbound/{name}"


def identity(name: str) -> str:
    return reply_id(key(name))


@pytest.fixture
def answers(stage: Connection) -> Connection:
    """Answers as an older version had read them, an hour apart."""
    contact = contact_id("ada@shop.example", "pepper")
    send = Send(
        SEND, LEAD, "demo", 0, contact, "p" * 32, "d" * 32, "sam@seller.example", "2026-03-04",
        state=sends.SENT, claimed_at=keys.stamp(NOW), message_id="0100-demo-0",
    )  # fmt: skip
    attributes = {name: getattr(send, name) for name in Send._fields}
    writes = [Put(keys.send(LEAD, SEND), "send", attributes)]
    bucket = boto3.client("s3")
    for hours, (name, text) in enumerate(SAID.items()):
        at = NOW + timedelta(hours=hours)
        about = {"lead_id": LEAD, "campaign_id": "demo", "send_id": SEND, "key": key(name)}
        row = (
            about
            | KEPT[name]
            | {"needs_review": False, "wants_call": False, "matched_by": "token", "visible": text}
        )
        writes += [
            mail.file(identity(name), mail.CLASSIFIED, about | {"label": row["label"]}, at),
            mail.answer(LEAD, identity(name), row, at, review=False),
        ]
        if name != "gone":
            raw = f"From: ada@shop.example\r\nTo: sam@seller.example\r\nSubject: Re: Spoons\r\n\r\n{text}\r\n"
            bucket.put_object(Bucket=BUCKET, Key=key(name), Body=raw.encode())
    stage.table.commit(writes)
    return stage


def requested(stage: Connection) -> list[str]:
    items = stage.table.items(keys.lead_pk(LEAD), keys.EVENT, consistent=True)
    said = [json.loads(i["detail"])["data"] for i in items if i["detail_type"] == "rereading.requested.v1"]
    return sorted(data["reply_id"] for data in said)


def test_it_shows_what_would_change_and_changes_nothing(answers: Connection, beckon: Beckon) -> None:
    done = beckon("reclassify", "--since", "2026-03-01", "--dry-run", "--stage", STAGE)
    assert done.code == 0, done.err
    assert "NEUTRAL → COLD: 1" in done.out
    assert "COLD → UNSUBSCRIBE: 1" in done.out
    assert "a model decided, and is not asked: 1" in done.out
    assert "the message is no longer in the bucket: 1" in done.out
    assert "5 answers were read again; 2 would change." in done.out
    assert requested(answers) == []


def test_it_asks_for_the_changes_and_for_nothing_else(answers: Connection, beckon: Beckon) -> None:
    done = beckon("reclassify", "--since", "2026-03-01", "--yes", "--json", "--stage", STAGE)
    assert done.code == 0, done.err
    told = done.json()
    assert told["applied"] is True
    assert told["labels"] == {"COLD → UNSUBSCRIBE": 1, "NEUTRAL → COLD": 1}
    assert (told["read"], told["unchanged"]) == (5, 1)
    assert requested(answers) == sorted([identity("older"), identity("missed")])
    (missed,) = [one for one in told["changed"] if one["reply_id"] == identity("missed")]
    assert missed["changes"]["label"] == {"was": "COLD", "would_be": "UNSUBSCRIBE"}
    assert missed["decided_by"].startswith("unsubscribe_")


def test_only_answers_since_then_are_read(answers: Connection, beckon: Beckon) -> None:
    since = (NOW + timedelta(hours=2)).isoformat()
    told = beckon("reclassify", "--since", since, "--dry-run", "--json", "--stage", STAGE).json()
    assert told["read"] == 3


def test_only_answers_of_the_campaign_are_read(answers: Connection, beckon: Beckon) -> None:
    command = ("reclassify", "--since", "2026-03-01", "--campaign", "other", "--dry-run", "--json")
    assert beckon(*command, "--stage", STAGE).json()["read"] == 0


def test_machines_are_asked_no_questions(answers: Connection, beckon: Beckon) -> None:
    done = beckon("reclassify", "--since", "7d", "--json", "--stage", STAGE)
    assert (done.code, done.out) == (2, "")
    assert "--dry-run" in done.err


@pytest.mark.parametrize(
    ("since", "meant"),
    [
        ("2026-03-01", datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026-03-01T10:00:00+02:00", datetime(2026, 3, 1, 8, tzinfo=UTC)),
        ("12h", NOW - timedelta(hours=12)),
        ("4w", NOW - timedelta(days=28)),
    ],
)
def test_since_is_a_day_or_a_time_ago(since: str, meant: datetime) -> None:
    assert moment(since, NOW) == meant


def test_a_beginning_that_is_neither_is_said(stage: Connection, beckon: Beckon) -> None:
    with pytest.raises(Misuse):
        moment("yesterday", NOW)
    done = beckon("reclassify", "--since", "yesterday", "--dry-run", "--stage", STAGE)
    assert done.code == 2
    assert "2026-11-01" in done.err
