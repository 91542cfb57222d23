"""Answers on the command line: shown with their conversation, put where they belong, reviewed, counted."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from cli.connection import Connection
from cli.replies.audit import account
from outreach.ids import contact_id, lead_id, reply_id, send_id
from store import drafts, keys, mail, sends
from store.sends import Send
from store.writes import Put
from tests.unit.cli.conftest import BUCKET, STAGE, Beckon

NOW = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
LEAD = lead_id("shop.example")
CONTACT = contact_id("ada@shop.example", "pepper")
SEND = send_id(LEAD, "demo", 0)
WAITING, LOST, COLD = (reply_id(f"inbound/{n}") for n in range(3))
WARM = {
    "label": "WARM",
    "visible": "Yes, please call me.",
    "from_address": "ada@shop.example",
    "subject": "Re: Spoons",
    "message_id": "abc@shop.example",
    "matched_by": "sender",
    "campaign_id": "demo",
    "send_id": SEND,
    "needs_review": True,
}


def sent(campaign: str, step: int, at: datetime) -> list[Any]:
    number = send_id(LEAD, campaign, step)
    send = Send(
        number, LEAD, campaign, step, CONTACT, "p" * 32, "d" * 32, "sam@seller.example", "2026-03-04",
        state=sends.SENT, claimed_at=keys.stamp(at), message_id=f"0100-{campaign}-{step}",
    )  # fmt: skip
    draft = drafts.Draft(
        number, LEAD, campaign, 1, step, CONTACT, "Spoons", ("You make spoons.",), (), "model"
    )
    attributes = {name: getattr(send, name) for name in Send._fields}
    return [Put(keys.send(LEAD, number), "send", attributes), drafts.keep(draft, at)]


@pytest.fixture
def answers(stage: Connection) -> Connection:
    """A mail that went out; an answer that waits for a person; one that found no conversation; a cold one."""
    about = {"lead_id": LEAD, "campaign_id": "demo", "send_id": SEND}
    words = {"visible": "Who is this?", "from_address": "eve@else.example", "subject": "Hm"}
    candidate = {**about, "sent_at": keys.stamp(NOW), "subject": "spoons"}
    stage.table.commit(
        [
            *sent("demo", 0, NOW),
            mail.file(WAITING, mail.CLASSIFIED, {"key": "inbound/0", "label": "WARM", **about}, NOW),
            mail.answer(LEAD, WAITING, WARM, NOW + timedelta(minutes=5), review=True),
            mail.file(LOST, mail.UNMATCHED, {"key": "inbound/1", "candidates": [candidate], **words}, NOW),
            mail.file(COLD, mail.CLASSIFIED, {"key": "inbound/2", "label": "COLD", **about}, NOW),
            mail.answer(
                LEAD, COLD, WARM | {"label": "COLD", "needs_review": False, "visible": "No, thanks."},
                NOW + timedelta(minutes=9), review=False,
            ),
        ]
    )  # fmt: skip
    return stage


def said(stage: Connection, kind: str) -> list[dict[str, Any]]:
    items = stage.table.items(keys.lead_pk(LEAD), keys.EVENT, consistent=True)
    return [json.loads(i["detail"])["data"] for i in items if i["detail_type"] == f"{kind}.v1"]


# Showing -----------------------------------------------------------------------------------------------


def test_an_answer_is_shown_with_its_conversation_in_order(answers: Connection, beckon: Beckon) -> None:
    told = beckon("replies", "show", WAITING[:8], "--stage", STAGE).out
    in_this_order = (
        "ada@shop.example",
        "we wrote (step 0, SENT): Spoons  [0100-demo-0]",
        "You make spoons.",
        "answered (WARM): Re: Spoons  [abc@shop.example]  <- this one",
        "Yes, please call me.",
        "answered (COLD)",
        "No, thanks.",
    )
    place = 0
    for words in in_this_order:
        assert words in told[place:], words
        place = told.index(words, place)


def test_an_answer_without_a_conversation_is_shown_with_those_it_may_belong_to(
    answers: Connection, beckon: Beckon
) -> None:
    shown = beckon("replies", "show", LOST, "--stage", STAGE)
    assert "Who is this?" in shown.out
    assert LEAD in shown.out
    assert f"beckon replies attach {LOST[:8]} {LEAD}" in shown.err
    told = beckon("replies", "show", LOST, "--stage", STAGE, "--json").json()
    assert [candidate["send_id"] for candidate in told["candidates"]] == [SEND]


def test_what_an_answer_asks_for_is_shown_with_a_draft_to_answer_it(
    answers: Connection, beckon: Beckon
) -> None:
    later = reply_id("inbound/8")
    found = {
        "summary": "Wants to meet or see a demo, proposes 2026-03-10 14:00.",
        "proposal": {"day": "2026-03-10", "start": "14:00", "offset": None},
        "referral": {"name": "Eva Stone", "address": None, "phone": None},
        "suggestion": "Hello,\n\nTuesday 10 March at 14:00 suits me well.",
    }
    about = {"key": "inbound/8", "label": "WARM", "lead_id": LEAD, "campaign_id": "demo", "send_id": SEND}
    answers.table.commit(
        [
            mail.file(later, mail.CLASSIFIED, about, NOW),
            mail.answer(LEAD, later, WARM | found, NOW, review=False),
        ]
    )
    told = beckon("replies", "show", later, "--stage", STAGE).out
    for words in (
        found["summary"],
        "day 2026-03-10, start 14:00",
        "name Eva Stone",
        "for you to change and send",
    ):
        assert words in told, words
    assert "  Tuesday 10 March at 14:00 suits me well." in told.splitlines()
    as_json = beckon("replies", "show", later, "--stage", STAGE, "--json").json()
    assert {name: as_json[name] for name in found} == found


def test_warm_answers_are_a_list_of_their_own_newest_first(answers: Connection, beckon: Beckon) -> None:
    later = reply_id("inbound/9")
    answers.table.commit([mail.answer(LEAD, later, WARM, NOW + timedelta(hours=1), review=False)])
    told = beckon("replies", "--warm", "--stage", STAGE, "--json").json()
    assert [row["reply_id"] for row in told["replies"]] == [later, WAITING]


def test_watching_prints_each_warm_answer_once(answers: Connection, beckon: Beckon) -> None:
    told = beckon("replies", "watch", "--every", "0.2", "--seconds", "0.3", "--stage", STAGE).out
    assert told.count("Yes, please call me.") == 1
    assert "(waits for a person)" in told


# Deciding ----------------------------------------------------------------------------------------------


def test_an_unmatched_answer_is_put_where_a_person_says(answers: Connection, beckon: Beckon) -> None:
    done = beckon("replies", "attach", LOST[:8], "shop.example", "--wait", "0", "--stage", STAGE)
    assert done.code == 0
    assert said(answers, "reply.attached") == [
        {"lead_id": LEAD, "campaign_id": "demo", "reply_id": LOST, "send_id": SEND}
    ]


def test_where_several_campaigns_wrote_the_mail_has_to_be_named(answers: Connection, beckon: Beckon) -> None:
    answers.table.commit(sent("other", 0, NOW))
    arguments = ("replies", "attach", LOST, "shop.example", "--wait", "0", "--stage", STAGE)
    refused = beckon(*arguments)
    assert refused.code == 1
    assert "several campaigns" in refused.err
    assert beckon(*arguments, "--send", send_id(LEAD, "other", 0)[:10]).code == 0
    assert [event["campaign_id"] for event in said(answers, "reply.attached")] == ["other"]


def test_what_a_person_says_of_an_answer_is_signed_and_said_once(answers: Connection, beckon: Beckon) -> None:
    arguments = ("replies", "review", WAITING[:8], "--label", "warm", "--call", "--wait", "0")
    assert beckon(*arguments, "--by", "kim", "--stage", STAGE).code == 0
    again = beckon(*arguments, "--by", "lee", "--stage", STAGE)
    assert (again.code, "somebody else has just decided" in again.err) == (1, True)
    (told,) = said(answers, "reply.reviewed")
    assert (told["label"], told["wants_call"]) == ("WARM", True)
    row = mail.get(answers.table, LEAD, WAITING)
    assert row is not None
    assert row["reviewed_by"] == "kim"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("attach", COLD, "shop.example"), 1, "the answer is classified, not unmatched"),
        (("attach", LOST, "nobody.example"), 1, "no mail went to this company"),
        (("review", COLD, "--label", "WARM"), 1, "does not wait for a person"),
        (("review", WAITING, "--label", "COLD", "--call"), 2, "only who answers warmly is called"),
        (("review", WAITING, "--label", "BOUNCED"), 2, "Invalid value for '--label'"),
        (("show", "xyz"), 2, "is no id of an answer"),
        (("show", "f" * 32), 1, "there is no answer"),
        (("show", "fffffff"), 1, "there is no answer"),
    ],
)
def test_what_can_not_be_done_is_a_sentence(
    answers: Connection, beckon: Beckon, arguments: tuple[str, ...], code: int, words: str
) -> None:
    told = beckon("replies", *arguments, "--stage", STAGE)
    assert (told.code, told.out) == (code, "")
    assert words in told.err


# Accounting --------------------------------------------------------------------------------------------


def store(*names: str) -> None:
    for name in names:
        boto3.client("s3").put_object(Bucket=BUCKET, Key=f"inbound/{name}", Body=b"x")


def test_a_bucket_whose_objects_all_have_a_state_is_proved_complete(
    answers: Connection, beckon: Beckon
) -> None:
    store("0", "1", "2")
    told = beckon("replies", "audit", "--stage", STAGE)
    assert told.code == 0
    assert told.out.rstrip().endswith("mail=3/3 missing=0 on_their_way=0")


def test_an_object_without_a_state_is_on_its_way_at_first_and_missing_later(answers: Connection) -> None:
    store("0", "1", "2", "nobody-told-of")
    now = datetime.now(UTC)
    at_first = account(answers.mail, answers.table, now)
    assert (at_first.objects, at_first.accounted, at_first.on_their_way, at_first.missing) == (4, 3, 1, [])
    later = account(answers.mail, answers.table, now + timedelta(hours=1))
    assert later.missing == ["inbound/nobody-told-of"]


def test_a_missing_object_fails_the_audit(
    answers: Connection, beckon: Beckon, monkeypatch: pytest.MonkeyPatch
) -> None:
    store("nobody-told-of")
    monkeypatch.setattr("outreach.completeness.SETTLES_WITHIN", timedelta(seconds=-60))
    told = beckon("replies", "audit", "--stage", STAGE, "--json")
    assert told.code == 1
    assert told.json()["missing"] == ["inbound/nobody-told-of"]


def test_a_bucket_of_many_pages_is_listed_to_its_end(
    answers: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    store("0", "1", "2", "a", "b")
    page = type(answers.mail).page
    few = boto3.client("s3")
    monkeypatch.setattr(
        answers.mail,
        "_client",
        type("Few", (), {"list_objects_v2": staticmethod(lambda **k: few.list_objects_v2(MaxKeys=2, **k))}),
    )
    assert page(answers.mail, "inbound/")[1], "there is more"
    assert account(answers.mail, answers.table, datetime.now(UTC)).objects == 5
