"""The proof of sends: each contradiction is found, and an honest story has none."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cli.connection import Connection
from cli.sendproof import Claim, Contradiction, Evidence, Told, prove
from outreach.campaign import Caps
from store import keys, sends
from store.writes import Put
from tests.unit.cli.conftest import STAGE, Beckon
from tests.unit.cli.test_sends import LEAD, MAIL, SEND, in_doubt, settle

NOW = datetime(2026, 3, 4, 18, 0, tzinfo=UTC)
OLD = NOW - timedelta(hours=1)
SENT = Claim("a" * 32, "demo", 0, "ada", "SENT", "0100-a", OLD)
HONEST = Evidence(
    claims=(
        SENT,
        Claim("b" * 32, "demo", 0, "bo", "REFUSED", "", OLD),
        Claim("c" * 32, "demo", 0, "cy", "RELEASED", "", OLD),
        Claim("d" * 32, "demo", 0, "di", "IN_DOUBT", "", OLD),
        Claim("e" * 32, "demo", 0, "ed", "SENDING", "", NOW - timedelta(minutes=1)),
        Claim("f" * 32, "demo", 1, "ada", "SENT", "", OLD),
    ),
    told=(
        Told("email.sent", "a" * 32, "0100-a"),
        Told("email.delivered", "a" * 32),
        Told("email.sent", "f" * 32, "unknown"),
        Told("email.in_doubt", "d" * 32),
    ),
    pointers=(("0100-a", "a" * 32),),
    now=NOW,
    grace=timedelta(minutes=20),
    accepted=(("a" * 32, "0100-a"), ("f" * 32, "0100-f"), ("d" * 32, "0100-d")),
)


def test_an_honest_story_is_counted_and_has_no_contradiction() -> None:
    proof = prove(HONEST)
    assert proof.contradictions == ()
    assert proof.last_line() == (
        "sends=6 accepted_once=2 refused=1 released=1 in_doubt=1 sending=1 confirmed=1 contradictions=0"
    )


def claims(*changed: Claim) -> tuple[Claim, ...]:
    ids = {claim.send_id for claim in changed}
    return (*(claim for claim in HONEST.claims if claim.send_id not in ids), *changed)


LIES = {
    "accepted_twice": replace(HONEST, pointers=(*HONEST.pointers, ("0100-z", "a" * 32))),
    "event_without_claim": replace(HONEST, told=(*HONEST.told, Told("email.delivered", "9" * 32))),
    "message_id_twice": replace(HONEST, pointers=(*HONEST.pointers, ("0100-a", "f" * 32))),
    "claim_without_answer": replace(
        HONEST, claims=claims(Claim("e" * 32, "demo", 0, "ed", "SENDING", "", OLD))
    ),
    "accepted_and_not_sent": replace(HONEST, pointers=(*HONEST.pointers, ("0100-b", "b" * 32))),
    "sent_untold": replace(HONEST, told=HONEST.told[1:]),
    "sent_told_twice": replace(HONEST, told=(*HONEST.told, Told("email.sent", "a" * 32, "0100-a"))),
    "told_and_not_sent": replace(HONEST, told=(*HONEST.told, Told("email.sent", "d" * 32, "0100-d"))),
    "same_step_twice": replace(
        HONEST,
        claims=(*HONEST.claims, SENT._replace(send_id="1" * 32, message_id="0100-1")),
        told=(*HONEST.told, Told("email.sent", "1" * 32, "0100-1")),
        accepted=(*(HONEST.accepted or ()), ("1" * 32, "0100-1")),
    ),
    "sent_and_not_accepted": replace(HONEST, accepted=(("a" * 32, "0100-a"),)),
}


@pytest.mark.parametrize("rule", LIES)
def test_each_contradiction_is_found_by_its_name(rule: str) -> None:
    assert rule in {found.rule for found in prove(LIES[rule]).contradictions}


def test_a_second_mail_that_only_the_sandbox_knows_of_is_found() -> None:
    twice = replace(HONEST, accepted=(*(HONEST.accepted or ()), ("a" * 32, "0100-y")))
    (found,) = prove(twice).contradictions
    assert found == Contradiction("accepted_twice", "a" * 32, "SES has 2 mails of it: 0100-a, 0100-y")
    assert prove(twice).counts["accepted_once"] == 1


def test_on_aws_what_ses_took_is_not_asked_for() -> None:
    assert prove(replace(HONEST, accepted=None)).contradictions == ()


# The command ------------------------------------------------------------------------------------------------


def prove_sends(beckon: Beckon, *arguments: str):
    return beckon("prove-sends", *arguments, "--stage", STAGE)


def test_the_command_counts_and_contradicts_itself_nowhere(stage: Connection, beckon: Beckon) -> None:
    in_doubt(stage, datetime.now(UTC) - timedelta(hours=2))
    done = prove_sends(beckon)
    assert done.code == 0, done.err
    assert done.out.splitlines()[-1].startswith("sends=1 accepted_once=0 refused=0 released=0 in_doubt=1 ")
    assert settle(beckon, "--sent", "--why", "seen", "--message-id", "0100-a").code == 0
    assert prove_sends(beckon, "demo", "--json").json()["counts"]["accepted_once"] == 1


def test_the_command_finds_a_claim_that_nobody_answered_and_a_second_mail(
    stage: Connection, beckon: Beckon
) -> None:
    in_doubt(stage, datetime.now(UTC) - timedelta(hours=2))
    settle(beckon, "--sent", "--why", "seen", "--message-id", "0100-a")
    stray = {"lead_id": LEAD, "send_id": SEND, "campaign_id": "demo", "stray": True}
    stage.table.commit([Put(keys.message_pointer("0100-b"), "message_pointer", stray)])
    other = MAIL._replace(send_id="7" * 32, step=1, state=sends.SENDING)
    claim = sends.claim(other, (), Caps(10, 10), datetime.now(UTC) - timedelta(hours=2))
    stage.table.commit(claim[:1])
    done = prove_sends(beckon, "--json")
    assert done.code == 1
    found = {(c["rule"], c["id"]) for c in json.loads(done.out)["contradictions"]}
    assert found == {("accepted_twice", SEND), ("claim_without_answer", "7" * 32)}
    shown = prove_sends(beckon)
    assert shown.code == 1
    assert shown.out.splitlines()[-1].endswith("contradictions=2")


def test_a_campaign_that_does_not_exist_is_told(stage: Connection, beckon: Beckon) -> None:
    assert prove_sends(beckon, "nobody").code != 0
