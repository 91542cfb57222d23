"""What people decide about answers: where one belongs, what one is. Each decision counts once."""

from __future__ import annotations

import pytest

from events.mail_overlooked import MailOverlooked
from events.reply_attached import ReplyAttached
from events.reply_reviewed import ReplyReviewed
from outreach import ids
from runtime.outcome import Unreadable
from store import keys, mail
from store.table import Refusal
from tests.unit.inbox.stage import ADDRESS, CAMPAIGN, CONTACT, LEAD, NOW, SEND, TO_TOKEN, letter

STRANGER = "ann.private@elsewhere.example"
PLEASE_CALL = "Yes, we are interested. Please call me on 020 7946 0018."


def attached(reply_id: str, send_id: str = SEND) -> ReplyAttached:
    return ReplyAttached(lead_id=LEAD, campaign_id=CAMPAIGN, reply_id=reply_id, send_id=send_id)


def reviewed(reply_id: str, label: str, *, call: bool = False) -> ReplyReviewed:
    return ReplyReviewed(lead_id=LEAD, campaign_id=CAMPAIGN, reply_id=reply_id, label=label, wants_call=call)


def said(stage, kind: str) -> list[dict]:
    """Every event of a kind, in order."""
    found = stage.events().get(kind, [])
    return found if isinstance(found, list) else [found]


# Attaching ---------------------------------------------------------------------------------------------


def test_an_attached_answer_is_read_as_any_other_and_proves_itself(stage):
    reply_id = stage.receive(letter(PLEASE_CALL, sender=STRANGER))
    assert stage.state(reply_id)["state"] == mail.UNMATCHED
    stage.tell(attached(reply_id))
    filed, row = stage.state(reply_id), stage.reply(reply_id)
    assert (filed["state"], filed["send_id"]) == (mail.CLASSIFIED, SEND)
    assert "visible" not in filed, "the words stand under the lead now"
    assert (row["label"], row["matched_by"], row["needs_review"]) == ("WARM", "person", False)
    assert stage.table.get(keys.consent(LEAD, CONTACT, "call"))["phone"] == "+442079460018"
    assert [event["matched_by"] for event in said(stage, "reply.received")] == ["person"]
    assert list(mail.in_state(stage.table, mail.UNMATCHED)) == []
    assert [item["reply_id"] for item in mail.in_state(stage.table, mail.CLASSIFIED)] == [reply_id]


@pytest.mark.parametrize("again", ["somebody", "somebody else"])
def test_attaching_twice_attaches_once(stage, again):
    reply_id = stage.receive(letter("Thanks.", sender=STRANGER))
    stage.tell(attached(reply_id))
    stage.tell(attached(reply_id), cause=again)
    assert len(said(stage, "reply.classified")) == 1
    assert stage.reply(reply_id)["rev"] == 1


def test_an_answer_that_has_its_conversation_stays_there(stage):
    other = stage.given_send("bob@shop.example", "shop.example")
    reply_id = stage.receive(letter("Thanks.", TO_TOKEN))
    moved = ReplyAttached(
        lead_id=other.lead_id, campaign_id=CAMPAIGN, reply_id=reply_id, send_id=other.send_id
    )
    stage.tell(moved)
    assert stage.state(reply_id)["send_id"] == SEND


def test_attaching_to_a_mail_that_never_went_is_refused_with_a_reason(stage):
    reply_id = stage.receive(letter("Thanks.", sender=STRANGER))
    with pytest.raises(Unreadable, match="no such mail"):
        stage.tell(attached(reply_id, send_id="f" * 32))
    assert stage.state(reply_id)["state"] == mail.UNMATCHED


def test_a_copy_of_an_attached_answer_is_still_a_duplicate(stage):
    reply_id = stage.receive(letter("Thanks.", sender=STRANGER))
    stage.tell(attached(reply_id))
    copy = stage.receive(letter("Thanks.", "Received: again", sender=STRANGER))
    assert stage.state(copy)["duplicate_of"] == reply_id


# Reviewing ---------------------------------------------------------------------------------------------


@pytest.fixture
def waiting(stage) -> str:
    """An answer that waits for a person: warm, from the address that anybody could write into a From line."""
    reply_id = stage.receive(letter(PLEASE_CALL))
    assert stage.reply(reply_id)["needs_review"]
    return reply_id


def test_who_reads_an_answer_is_noted_and_the_first_one_counts(stage, waiting):
    stage.table.commit([mail.sign(LEAD, waiting, "kim", NOW)])
    with pytest.raises(Refusal):
        stage.table.commit([mail.sign(LEAD, waiting, "lee", NOW)])
    row = stage.reply(waiting)
    assert (row["reviewed_by"], row["reviewed_at"]) == ("kim", keys.stamp(NOW))


def test_a_review_is_said_once_as_decided_by_a_person(stage, waiting):
    stage.tell(reviewed(waiting, "COLD"))
    stage.tell(reviewed(waiting, "WARM"), cause="somebody else")
    first, second = said(stage, "reply.classified")
    assert (first["label"], first["needs_review"]) == ("WARM", True)
    assert (second["label"], second["decided_by"], second["needs_review"]) == ("COLD", "person", False)
    row = stage.reply(waiting)
    assert (row["label"], row["read_as"], row["needs_review"]) == ("COLD", "WARM", False)
    assert list(mail.for_review(stage.table)) == []
    assert mail.warm(stage.table, 10) == []


def test_warm_and_to_be_called_leaves_the_consent_that_a_call_needs(stage, waiting):
    stage.tell(reviewed(waiting, "WARM", call=True))
    consent = stage.table.get(keys.consent(LEAD, CONTACT, "call"))
    assert (consent["phone"], consent["cause"]) == ("+442079460018", waiting)
    assert said(stage, "reply.classified")[-1]["wants_call"]


def test_warm_alone_calls_nobody(stage, waiting):
    stage.tell(reviewed(waiting, "WARM"))
    assert stage.table.get(keys.consent(LEAD, CONTACT, "call")) is None
    assert not said(stage, "reply.classified")[-1]["wants_call"]


def test_an_opt_out_that_a_person_sees_suppresses_at_once(stage, waiting):
    stage.tell(reviewed(waiting, "UNSUBSCRIBE"))
    assert stage.suppressed(ADDRESS)
    assert [event["reason"] for event in said(stage, "recipient.suppressed")] == ["unsubscribe"]


def test_an_answer_that_waits_for_nobody_is_not_reviewed(stage):
    reply_id = stage.receive(letter("No thanks.", TO_TOKEN))
    stage.tell(reviewed(reply_id, "WARM"))
    assert stage.reply(reply_id)["label"] == "COLD"


# Telling people ----------------------------------------------------------------------------------------


def test_people_are_told_of_a_warm_answer_once(stage, waiting):
    stage.tell(reviewed(waiting, "WARM"))
    (flagged,) = said(stage, "reply.flagged")
    assert (flagged["reply_id"], flagged["needs_review"]) == (waiting, True)
    assert [row["reply_id"] for row in mail.warm(stage.table, 10)] == [waiting]


def test_an_answer_that_a_person_finds_warm_is_told_of_then(stage):
    stage.deps.bedrock.says = {"label": "NEUTRAL", "facet": "noted", "confidence": 0.3}
    reply_id = stage.receive(letter("Hm. Perhaps.", TO_TOKEN))
    assert said(stage, "reply.flagged") == []
    stage.tell(reviewed(reply_id, "WARM"))
    assert [event["needs_review"] for event in said(stage, "reply.flagged")] == [False]
    assert [row["reply_id"] for row in mail.warm(stage.table, 10)] == [reply_id]


def test_nobody_is_told_of_a_cold_answer(stage):
    stage.receive(letter("No thanks.", TO_TOKEN))
    assert said(stage, "reply.flagged") == []
    assert mail.warm(stage.table, 10) == []


# Mail that nobody told of ------------------------------------------------------------------------------


def test_an_overlooked_object_is_read_when_it_is_told_of(stage):
    key = "inbound/overlooked"
    stage.deps.mail.objects[key] = letter("No thanks.", TO_TOKEN)
    reply_id = ids.reply_id(key)
    stage.table.commit([mail.overlooked(reply_id, key, 10, NOW)])
    stage.tell(MailOverlooked(reply_id=reply_id))
    stage.tell(MailOverlooked(reply_id=reply_id), cause="again")
    assert stage.state(reply_id)["state"] == mail.CLASSIFIED
    assert len(said(stage, "reply.classified")) == 1
