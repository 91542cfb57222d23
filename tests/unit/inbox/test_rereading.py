"""Answers that a newer version reads otherwise: towards caution by itself, the rest by a person."""

from __future__ import annotations

import pytest
from boto3.dynamodb.conditions import Attr

from events.reply_reviewed import ReplyReviewed
from events.rereading_requested import RereadingRequested
from store import consents, keys, mail
from store.writes import Update
from tests.unit.inbox.stage import ADDRESS, CAMPAIGN, CONTACT, LEAD, TO_TOKEN, FakeBedrock, letter

YES = "Yes, we are interested. Please call me on 020 7946 0018."
NO = "No thanks, we are not interested."
STOP = "Please remove me from your list."


def asked(reply_id: str, *, ask: bool = False) -> RereadingRequested:
    return RereadingRequested(lead_id=LEAD, campaign_id=CAMPAIGN, reply_id=reply_id, ask=ask)


def given(stage, text: str, **before) -> str:
    """An answer as an older version had read it."""
    reply_id = stage.receive(letter(text, TO_TOKEN))
    change = Update(keys.reply(LEAD, reply_id), set=before, when=Attr("reply_id").exists(), gate="given")
    stage.table.commit([change])
    return reply_id


def was_cold(**more):
    return {"label": "COLD", "needs_review": False, "wants_call": False, "model": "offline-old"} | more


def test_an_answer_that_reads_the_same_is_left_alone(stage):
    reply_id = stage.receive(letter(NO, TO_TOKEN))
    before, said = stage.reply(reply_id), stage.events()
    stage.tell(asked(reply_id))
    assert stage.reply(reply_id) == before
    assert stage.events() == said


def test_who_reads_as_warm_now_waits_for_a_person_and_is_not_called(stage):
    reply_id = given(stage, YES, **was_cold(flagged=False))
    consent_before = consents.to_be_called(stage.table, LEAD, CONTACT)
    stage.tell(asked(reply_id))
    row = stage.reply(reply_id)
    assert (row["label"], row["needs_review"], row["read_as"], row["read_by"]) == (
        "WARM",
        True,
        "COLD",
        "offline-old",
    )
    assert [item["reply_id"] for item in mail.for_review(stage.table)] == [reply_id]
    assert [item["reply_id"] for item in mail.warm(stage.table, 5)] == [reply_id]
    last = stage.events()["reply.classified"][-1]
    assert (last["label"], last["needs_review"]) == ("WARM", True)
    assert consents.to_be_called(stage.table, LEAD, CONTACT) == consent_before


def test_who_reads_as_an_unsubscribe_now_is_suppressed_at_once(stage):
    reply_id = given(stage, NO, **was_cold())
    stage.deps.mail.objects["inbound/0001"] = letter(STOP, TO_TOKEN)
    stage.tell(asked(reply_id))
    assert stage.reply(reply_id)["label"] == "UNSUBSCRIBE"
    assert stage.suppressed(ADDRESS)
    assert stage.events()["recipient.suppressed"]["reason"] == "unsubscribe"


def test_a_suppression_stays_when_the_answer_no_longer_reads_as_one(stage):
    reply_id = stage.receive(letter(STOP, TO_TOKEN))
    stage.deps.mail.objects["inbound/0001"] = letter(NO, TO_TOKEN)
    stage.tell(asked(reply_id))
    assert stage.reply(reply_id)["label"] == "COLD"
    assert stage.suppressed(ADDRESS)


def test_an_answer_that_was_taken_for_a_machine_s_moves_to_the_answers(stage):
    reply_id = given(stage, NO, label="AUTO_REPLY", needs_review=False)
    state = Update(
        keys.mail(reply_id), set={"state": mail.AUTOMATIC}, when=Attr("state").exists(), gate="given",
        gsi1=keys.all_mail_index(mail.AUTOMATIC, reply_id),
    )  # fmt: skip
    stage.table.commit([state])
    stage.tell(asked(reply_id))
    assert stage.state(reply_id)["state"] == mail.CLASSIFIED
    assert [item["reply_id"] for item in mail.in_state(stage.table, mail.CLASSIFIED)] == [reply_id]
    assert list(mail.in_state(stage.table, mail.AUTOMATIC)) == []


def test_what_a_person_decided_stands(stage):
    reply_id = given(stage, YES, **was_cold(needs_review=True))
    decided = ReplyReviewed(
        lead_id=LEAD, campaign_id=CAMPAIGN, reply_id=reply_id, label="NEUTRAL", wants_call=False
    )
    stage.tell(decided)
    stage.tell(asked(reply_id))
    assert stage.reply(reply_id)["label"] == "NEUTRAL"


def test_an_answer_that_a_person_is_reading_is_left_to_that_person(stage):
    reply_id = given(stage, YES, **was_cold(needs_review=True, reviewed_by="eve"))
    stage.tell(asked(reply_id))
    assert stage.reply(reply_id)["label"] == "COLD"


def test_what_a_model_said_stands_unless_it_is_asked_again(stage):
    reply_id = given(stage, NO, **was_cold(label="NEUTRAL", model="some.model intent-0"))
    stage.tell(asked(reply_id))
    assert stage.reply(reply_id)["label"] == "NEUTRAL"
    stage.deps.bedrock = FakeBedrock({"label": "COLD", "facet": "not_interested"})
    stage.tell(asked(reply_id, ask=True), cause="again")
    row = stage.reply(reply_id)
    assert row["label"] == "COLD"
    assert row["model"].startswith("some.model intent-")
    assert len(stage.deps.bedrock.asked) == 1


def test_nothing_changes_where_the_model_gives_no_answer(stage):
    reply_id = given(stage, NO, **was_cold(label="NEUTRAL", model="some.model intent-0"))
    stage.tell(asked(reply_id, ask=True))
    assert stage.reply(reply_id)["label"] == "NEUTRAL"


def test_a_message_that_is_no_longer_there_changes_nothing(stage):
    reply_id = given(stage, YES, **was_cold())
    del stage.deps.mail.objects["inbound/0001"]
    stage.tell(asked(reply_id))
    assert stage.reply(reply_id)["label"] == "COLD"


def test_asked_twice_it_changes_once(stage):
    reply_id = given(stage, NO, **was_cold(label="NEUTRAL"))
    stage.tell(asked(reply_id))
    said, row = stage.events(), stage.reply(reply_id)
    stage.tell(asked(reply_id))
    stage.tell(asked(reply_id), cause="another command")
    assert stage.events() == said
    assert stage.reply(reply_id) == row


@pytest.mark.parametrize("text", [YES, NO, STOP])
def test_reading_again_by_the_same_version_changes_nothing(stage, text):
    reply_id = stage.receive(letter(text, TO_TOKEN))
    before = stage.reply(reply_id)
    stage.tell(asked(reply_id))
    assert stage.reply(reply_id) == before
