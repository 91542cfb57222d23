"""Incoming mail in the whole loop: every object ends in one state, and nobody is written to while away."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime

import pytest

from events.reply_attached import ReplyAttached
from events.reply_reviewed import ReplyReviewed
from outreach.ids import lead_id
from store import mail
from tests.pipeline.invariants import broken
from tests.pipeline.stage import DAY, START, Stage
from tests.pipeline.world import ANSWERS

ANSWERING = ("warm", "cold", "unsubscribes", "away")
BACK_ON = datetime(2026, 3, 6, tzinfo=UTC)
SOUND = (
    b"From: Ann <ann@firm.example>\r\nTo: x@y.example\r\nSubject: Re: hi\r\n"
    b"Message-ID: <a-b-c@firm.example>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    b"--b\r\n\r\nHello there.\r\n--b--\r\n"
)


def sent_to(stage: Stage, domain: str) -> list[datetime]:
    accepted = [sent for sent in stage.world.books.accepted if sent["to"].endswith(f"@{domain}")]
    return [datetime.fromisoformat(sent["at"]) for sent in accepted]


@pytest.mark.parametrize("seed", range(3))
def test_mail_that_s3_told_nobody_of_is_found_and_read(seed):
    stage = Stage(seed, companies=4, characters=ANSWERING, untold=0.6).run()
    assert [item for item in stage.stream if item["detail_type"] == "mail.overlooked.v1"]
    assert broken(stage) == []


@pytest.mark.parametrize("seed", range(3))
def test_a_model_that_is_mostly_away_costs_time_and_no_answer(seed):
    stage = Stage(seed, companies=4, characters=ANSWERING, model_away=0.8).run()
    assert broken(stage) == []
    labels = {item["label"] for item in stage.items("reply")}
    assert {"WARM", "COLD", "UNSUBSCRIBE", "AUTO_REPLY"} <= labels


def test_without_any_model_the_offline_one_decides_when_the_queue_can_wait_no_longer():
    stage = Stage(seed=1, companies=2, characters=("warm", "cold"), model_away=1.0).run()
    assert broken(stage) == []
    assert all(item["model"].startswith("offline-") for item in stage.items("reply"))


def test_who_is_away_gets_the_next_mail_when_they_are_back():
    assert "6 March" in ANSWERS["back"]
    stage = Stage(seed=4, companies=1, characters=("back",)).run()
    (domain,) = stage.world.domains
    first, second = sent_to(stage, domain)
    assert first < BACK_ON <= second
    (row,) = [item for item in stage.items("enrolment") if item["lead_id"] == lead_id(domain)]
    assert row["state"] == "finished"
    assert broken(stage) == []


def test_who_says_not_now_is_written_to_again_on_the_day_that_they_named():
    assert "6 March" in ANSWERS["later"]
    stage = Stage(seed=4, companies=1, characters=("later",)).run()
    (domain,) = stage.world.domains
    first, *after = sent_to(stage, domain)
    assert first < BACK_ON
    assert after, "they were never written to again"
    assert min(after) >= BACK_ON
    said = min(stage.items("reply"), key=lambda item: item["received_at"])
    assert (said["label"], said["facet"], said["not_before"]) == ("NEUTRAL", "not_now", "2026-03-06")
    assert not said["needs_review"]
    assert stage.world.books.calls == {}
    assert broken(stage) == []


def test_a_wish_for_a_call_that_anybody_may_have_sent_is_followed_once_a_person_confirms_it():
    stage = Stage(seed=6, companies=1, characters=("silent",)).run()
    (domain,) = stage.world.domains
    raw = (
        f"From: Ann <hello@{domain}>\r\nTo: sales@beckon.example\r\nSubject: your mail\r\n"
        f"Message-ID: <no-token-and-no-thread@{domain}>\r\n\r\n{ANSWERS['warm']}\r\n"
    )
    stage.world.store("inbound/anybody", raw.encode())
    horizon = stage.clock.now() + DAY
    stage.loop.run_until_quiet(horizon)
    (row,) = stage.items("reply")
    assert (row["label"], row["matched_by"], row["needs_review"]) == ("WARM", "sender", True)
    assert stage.world.books.calls == {}
    ids = {name: row[name] for name in ("lead_id", "campaign_id", "reply_id")}
    stage.say(ReplyReviewed(**ids, label="WARM", wants_call=True))
    stage.loop.run_until_quiet(horizon)
    assert len(stage.world.books.calls) == 1
    assert broken(stage) == []


def test_an_answer_that_a_person_attaches_is_read_and_acted_upon():
    stage = Stage(seed=6, companies=1, characters=("silent",)).run()
    raw = b"From: a@elsewhere.example\r\nSubject: hi\r\n\r\n" + ANSWERS["warm"].encode() + b"\r\n"
    stage.world.store("inbound/stray", raw)
    horizon = stage.clock.now() + DAY
    stage.loop.run_until_quiet(horizon)
    (filed,) = stage.items("mail")
    assert filed["state"] == mail.UNMATCHED
    send = stage.items("send")[0]
    ids = {name: send[name] for name in ("lead_id", "campaign_id", "send_id")}
    stage.say(ReplyAttached(**ids, reply_id=filed["reply_id"]))
    stage.loop.run_until_quiet(horizon)
    assert len(stage.world.books.calls) == 1
    assert broken(stage) == []


def _hostile(source: random.Random) -> list[bytes]:
    """Objects as nobody would send them, one that somebody would, and what is left of it on a bad way."""
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(400)
    )
    return [
        b"",
        b"\r\n\r\n",
        b"\x00" * 5_000,
        source.randbytes(20_000),
        b"From: " + source.randbytes(2_000),
        b"Subject: =?utf-8?b?" + b"A" * 100_000,
        b"X: y\r\n" * 60_000,
        SOUND,
        SOUND.replace(b"\r\n", b"\n"),
        *(SOUND[: source.randrange(len(SOUND))] for _ in range(20)),
        *(bytes(byte ^ (source.random() < 0.02) * 0x55 for byte in SOUND) for _ in range(20)),
        nested + SOUND,
        SOUND + b"x" * 6_000_000,
    ]


@pytest.mark.parametrize("seed", range(2))
def test_any_bytes_reach_exactly_one_state(seed):
    stage = Stage(seed, companies=0)
    stage.store_campaign()
    for number, raw in enumerate(_hostile(random.Random(seed))):
        stage.world.store(f"inbound/{number:04d}", raw)
    stage.loop.run_until_quiet(START.replace(day=5))
    assert broken(stage) == []
    states = Counter(item["state"] for item in stage.items("mail"))
    assert states.total() == len(stage.world.books.stored)
    assert states[mail.UNREADABLE] >= 3
    assert states[mail.DUPLICATE] >= 1
    assert states[mail.UNMATCHED] >= 10
