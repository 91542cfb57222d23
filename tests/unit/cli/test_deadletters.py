"""Dead letters are shown with their reasons, and sent back without loss."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cli.connection import Connection
from tests.unit.cli.conftest import STAGE, Beckon

LEAD = "a" * 32
EVENT = {
    "source": "beckon",
    "detail-type": "lead.discovered.v1",
    "detail": {"meta": {"id": "e1"}, "data": {"lead_id": LEAD, "campaign_id": "demo"}},
}


def bury(stage: Connection, body: str, queue: str = "enrich_lead", **attributes: str) -> str:
    """Put a dead letter; returns its id."""
    answer = stage.sqs.send_message(
        QueueUrl=stage.queue_url(f"{queue}-dlq"),
        MessageBody=body,
        MessageAttributes={
            name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()
        },
    )
    return str(answer["MessageId"])


def bodies(stage: Connection, queue: str) -> list[str]:
    """What a queue holds, without taking it."""
    found: dict[str, str] = {}
    while True:
        answer: dict[str, Any] = stage.sqs.receive_message(
            QueueUrl=stage.queue_url(queue), MaxNumberOfMessages=10, VisibilityTimeout=30
        )
        if not answer.get("Messages"):
            return sorted(found.values())
        found |= {message["MessageId"]: message["Body"] for message in answer["Messages"]}


def test_an_empty_stage_has_no_dead_letters(stage: Connection, beckon: Beckon) -> None:
    told = beckon("dlq", "list", "--stage", STAGE)

    assert (told.code, told.out) == (0, "No dead letters in 3 queues.\n")


def test_the_list_counts_letters_by_handler(stage: Connection, beckon: Beckon) -> None:
    for _ in range(12):
        bury(stage, "{}")

    told = beckon("dlq", "list", "--stage", STAGE, "--json").json()

    assert told == {"queues": {"discover_leads": 0, "draft_email": 0, "enrich_lead": 12}, "total": 12}


def test_a_letter_is_shown_with_its_reason_and_stays_where_it_is(stage: Connection, beckon: Beckon) -> None:
    bury(
        stage,
        json.dumps(EVENT),
        reason="failed: KeyError (after 6 attempts)",
        failed_at="2026-03-02T16:30:00+00:00",
    )

    told = beckon("dlq", "show", "enrich_lead", "--stage", STAGE)

    assert told.code == 0
    assert "failed: KeyError (after 6 attempts)" in told.out
    assert "2026-03-02 16:30:00" in told.out
    assert "lead.discovered.v1" in told.out
    assert LEAD[:8] in told.out
    assert bodies(stage, "enrich_lead-dlq") == [json.dumps(EVENT)]


def test_all_letters_are_shown_however_many_there_are(stage: Connection, beckon: Beckon) -> None:
    for number in range(37):
        bury(stage, json.dumps({"n": number}))

    told = beckon("dlq", "show", "enrich_lead", "--stage", STAGE, "--json").json()

    assert sorted(letter["body"]["n"] for letter in told) == list(range(37))


@pytest.mark.parametrize(
    ("attributes", "reason"),
    [
        ({}, "SQS moved it here"),
        ({"ERROR_MESSAGE": "queue policy"}, "EventBridge could not deliver it: queue policy"),
        ({"ERROR_CODE": "NO_PERMISSIONS"}, "EventBridge could not deliver it: NO_PERMISSIONS"),
    ],
)
def test_a_letter_that_no_handler_wrote_says_who_moved_it(
    stage: Connection, beckon: Beckon, attributes: dict[str, str], reason: str
) -> None:
    bury(stage, "{}", **attributes)

    (letter,) = beckon("dlq", "show", "enrich_lead", "--stage", STAGE, "--json").json()

    assert letter["reason"].startswith(reason)
    assert letter["failed_at"]


def test_one_letter_is_shown_in_full_by_the_beginning_of_its_id(stage: Connection, beckon: Beckon) -> None:
    name = bury(stage, json.dumps(EVENT), reason="no", message_id="original-1")

    for asked in (name[:8], "original-1"):
        told = beckon("dlq", "show", "enrich_lead", asked, "--stage", STAGE)
        assert f'"lead_id": "{LEAD}"' in told.out


def test_what_a_letter_says_cannot_act_on_the_terminal(stage: Connection, beckon: Beckon) -> None:
    bury(stage, "\x1b]0;owned\x07[bold red]not json", reason="unreadable: \x1b[31m[bold]x")

    shown = beckon("dlq", "show", "enrich_lead", "--stage", STAGE).out

    assert "\x1b" not in shown
    assert "[bold]x" in shown


def test_redriving_all_moves_every_letter_once(stage: Connection, beckon: Beckon) -> None:
    for number in range(25):
        bury(stage, str(number))

    told = beckon("dlq", "redrive", "enrich_lead", "--all", "--stage", STAGE)

    assert told.out == "25 sent back to enrich_lead.\n"
    assert bodies(stage, "enrich_lead-dlq") == []
    assert bodies(stage, "enrich_lead") == sorted(map(str, range(25)))


def test_redriving_one_letter_leaves_the_others_in_sight(stage: Connection, beckon: Beckon) -> None:
    wanted = bury(stage, "wanted")
    bury(stage, "other")

    told = beckon("dlq", "redrive", "enrich_lead", "--id", wanted, "--stage", STAGE, "--json").json()

    assert told == {"queue": "enrich_lead", "redriven": [wanted]}
    assert bodies(stage, "enrich_lead") == ["wanted"]
    assert bodies(stage, "enrich_lead-dlq") == ["other"]


def test_an_unknown_letter_redrives_nothing_at_all(stage: Connection, beckon: Beckon) -> None:
    wanted = bury(stage, "wanted")

    told = beckon("dlq", "redrive", "enrich_lead", "--id", wanted, "--id", "zzz", "--stage", STAGE)

    assert told.code == 1
    assert told.err == (
        "beckon: enrich_lead has no dead letter zzz: see them with `beckon dlq show enrich_lead`\n"
    )
    assert bodies(stage, "enrich_lead") == []
    assert bodies(stage, "enrich_lead-dlq") == ["wanted"]


@pytest.mark.parametrize("given", [(), ("--all", "--id", "x")])
def test_redriving_wants_to_know_which(stage: Connection, beckon: Beckon, given: tuple[str, ...]) -> None:
    told = beckon("dlq", "redrive", "enrich_lead", *given, "--stage", STAGE)

    assert told.code == 2
    assert "say which letters" in told.err


@pytest.mark.parametrize("queue", ["enrich_lead", "enrich_lead-dlq", f"beckon-{STAGE}-enrich_lead-dlq"])
def test_a_queue_is_known_by_any_of_its_names(stage: Connection, beckon: Beckon, queue: str) -> None:
    assert beckon("dlq", "show", queue, "--stage", STAGE).out == "No dead letters of enrich_lead.\n"


def test_an_unknown_queue_is_answered_with_the_ones_there_are(stage: Connection, beckon: Beckon) -> None:
    told = beckon("dlq", "show", "nobody", "--stage", STAGE)

    assert told.code == 2
    assert "discover_leads, draft_email, enrich_lead" in told.err
