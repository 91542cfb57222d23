import json
import logging
from pathlib import Path

import pytest

from events.inquiry_submitted import InquirySubmitted
from events.recipient_suppressed import RecipientSuppressed
from handlers.answer_lex import lambda_handler
from outreach.suppression import Gate, Scope
from store import calls, inquiries, keys, suppression
from store.table import Busy
from tests.unit.calls.fakes import CONTACT, LEAD, NOW, call, deps, placed, said
from tests.unit.calls.lex import check, next_turn, turn, words

SAMPLES = Path(__file__).parents[4] / "shared" / "corpora" / "events" / "aws-sam-cli" / "lex-v2"
IDS = {"lead_id": LEAD, "call_id": call().call_id, "campaign_id": "demo"}
GATES = [Gate(Scope(scope), hashed) for scope, hashed in call().do_not_call]


@pytest.fixture
def wired(table):
    placed(table)
    return deps(table)


def hook(wired, event):
    return check(lambda_handler(event, None, deps=wired))


def stored(wired):
    return calls.get(wired.table, LEAD, call().call_id)


def talk(wired, *spoken):
    """A whole conversation: (words, value of the slot asked for) a turn; returns the last answer."""
    answer = hook(wired, turn("hello?", attributes=IDS))
    for transcript, value in spoken:
        answer = hook(wired, next_turn(answer, transcript, value))
    return answer


def test_the_first_thing_said_is_who_calls_for_whom_and_that_it_is_a_machine(wired):
    answer = hook(wired, turn("hello?", attributes=IDS))
    said_first = words(answer)
    assert said_first.startswith("Hello, this is an automated assistant calling Alder & Finch")
    assert "on behalf of Lumenpost Ltd" in said_first
    assert answer["sessionState"]["dialogAction"] == {"type": "ElicitSlot", "slotToElicit": "Interested"}


def test_a_flow_that_has_introduced_us_is_not_repeated(wired):
    event = turn("yes please", "DiscussInterest", attributes=IDS | {"introduced": "flow"})
    answer = hook(wired, event)
    assert "automated" not in words(answer)
    assert answer["sessionState"]["dialogAction"]["slotToElicit"] == "Need"


def test_a_conversation_ends_in_an_inquiry_with_what_was_said(wired):
    answer = talk(wired, ("yes", "yes"), ("a checkout", "a checkout"), ("at ten", "tomorrow at ten"))
    assert answer["sessionState"]["dialogAction"] == {"type": "Close"}
    assert answer["sessionState"]["intent"]["state"] == "Fulfilled"
    (inquiry,) = inquiries.of_lead(wired.table, LEAD)
    assert (inquiry.channel, inquiry.wants_call, inquiry.message, inquiry.callback_time) == (
        "voice",
        True,
        "a checkout",
        "tomorrow at ten",
    )
    ((kind, data),) = said(wired.table)
    assert kind == "inquiry.submitted"
    assert InquirySubmitted(**data).inquiry_id == inquiry.inquiry_id
    assert stored(wired).closed == "interested"
    assert stored(wired).answers == {
        "interested": True,
        "need": "a checkout",
        "callback_time": "tomorrow at ten",
    }


def test_the_event_holds_no_word_of_what_was_said(wired):
    talk(wired, ("yes", "yes"), ("a checkout", "a checkout"), ("at ten", "tomorrow at ten"))
    (item,) = wired.table.items(keys.lead_pk(LEAD), keys.EVENT)
    assert "checkout" not in item["detail"]
    assert json.loads(item["detail"])["meta"]["correlation_id"] == call().correlation_id


def test_a_no_is_recorded_and_starts_nothing(wired):
    answer = talk(wired, ("no thanks", "no"))
    assert answer["sessionState"]["intent"]["state"] == "Fulfilled"
    assert stored(wired).closed == "not_interested"
    assert said(wired.table) == []


def test_a_wish_to_be_left_alone_is_in_force_when_it_is_confirmed(wired):
    answer = hook(wired, turn("do not call me again", "StopCalling", attributes=IDS))
    assert "do not call list" in words(answer)
    assert answer["sessionState"]["dialogAction"] == {"type": "Close"}
    assert set(suppression.listed(wired.table, GATES)) == set(GATES)
    ((kind, data),) = said(wired.table)
    assert kind == "recipient.suppressed"
    event = RecipientSuppressed(**data)
    assert (event.scope, event.reason, event.origin, event.contact_id) == (
        "person",
        "do_not_call",
        "call",
        CONTACT,
    )


def test_who_is_listed_already_is_still_told_so_and_the_first_reason_stays(wired):
    first = suppression.Entry("unsubscribe", "one_click", LEAD, "demo", CONTACT)
    wired.table.commit(list(suppression.suppress(wired.table, GATES[2:], first, NOW)))
    answer = hook(wired, turn("stop calling", "StopCalling", attributes=IDS))
    assert "do not call list" in words(answer)
    assert suppression.listed(wired.table, GATES)[GATES[2]]["reason"] == "unsubscribe"


@pytest.mark.parametrize(
    "event",
    [
        turn("hello?", attributes=IDS),
        turn("stop calling", "StopCalling", attributes=IDS),
        turn("x", "DiscussInterest", {"Interested": "yes", "Need": "x", "CallbackTime": "y"}, IDS),
    ],
)
def test_a_turn_that_lex_sends_twice_is_answered_alike_and_done_once(wired, event):
    first = hook(wired, event)
    before = said(wired.table)
    assert hook(wired, event) == first
    assert said(wired.table) == before
    assert stored(wired).turn == 1


def test_a_bot_that_lost_its_session_still_honours_the_wish_to_be_left_alone(wired):
    talk(wired, ("yes", "yes"), ("a checkout", "a checkout"))
    hook(wired, turn("stop calling me", attributes=IDS, session="session-2"))
    assert suppression.listed(wired.table, GATES)


def test_two_misunderstandings_end_the_call_politely(wired):
    answer = talk(wired, ("mumble", None), ("mumble", None))
    assert answer["sessionState"]["intent"]["state"] == "Failed"
    assert "Goodbye" in words(answer)
    assert stored(wired).closed == "misunderstood"
    assert said(wired.table) == []


def test_the_next_question_after_a_fallback_belongs_to_the_intent_with_the_slots(wired):
    event = turn("our basket loses people", attributes=IDS | REMEMBERED)
    answer = hook(wired, event)
    intent = answer["sessionState"]["intent"]
    assert intent["name"] == "DiscussInterest"
    assert intent["slots"]["Need"]["value"]["interpretedValue"] == "our basket loses people"


REMEMBERED = {"turn": "2", "introduced": "yes", "asked": "Need", "interested": "yes"}


def test_what_the_session_carries_for_others_is_left_in_it(wired):
    answer = hook(wired, turn("hello?", attributes=IDS | {"theirs": "kept"}))
    assert answer["sessionState"]["sessionAttributes"]["theirs"] == "kept"
    assert answer["requestAttributes"] == {"x-amz-lex:channels:platform": "Connect"}


def test_names_from_outside_are_spoken_short_and_clean(table):
    placed(table, company="Alder\u202e\n{topic} <break time='9s'/> " + "x" * 500)
    answer = hook(deps(table), turn("hello?", attributes=IDS))
    assert "\u202e" not in words(answer)
    assert "\n" not in words(answer)
    assert len(words(answer)) < 500


def test_a_table_that_is_busy_is_tried_again(wired):
    wired.table = Stubborn(wired.table, refusals=2)
    answer = hook(wired, turn("hello?", attributes=IDS))
    assert answer["sessionState"]["dialogAction"]["type"] == "ElicitSlot"


def test_a_failure_is_an_apology_and_claims_nothing(wired, caplog):
    wired.table = Stubborn(wired.table, refusals=99)
    with caplog.at_level(logging.ERROR):
        answer = hook(wired, turn("do not call me, I am Jo Alder", "StopCalling", attributes=IDS))
    assert answer["sessionState"]["intent"]["state"] == "Failed"
    assert answer["sessionState"]["dialogAction"] == {"type": "Close"}
    assert "Sorry" in words(answer)
    assert "list" not in words(answer)
    assert "Busy" in caplog.text
    assert "Alder" not in caplog.text


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"sessionState": None},
        turn("hello?"),
        turn("hello?", attributes={"lead_id": LEAD, "call_id": "f" * 32}),
        turn("hello?", attributes=IDS | {"turn": "many"}),
    ],
)
def test_what_is_no_turn_of_a_call_of_ours_is_an_apology_too(wired, event):
    answer = hook(wired, event)
    assert answer["sessionState"]["intent"]["state"] == "Failed"
    assert said(wired.table) == []


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the collection of official payloads is not here")
@pytest.mark.parametrize("name", ["BankingBot.json", "LexBookCar.json", "LexBookHotel.json"])
def test_other_bots_events_are_answered_in_lexs_shape(wired, name):
    event = json.loads((SAMPLES / name).read_text(encoding="utf-8"))
    answer = lambda_handler(event, None, deps=wired)
    assert answer["sessionState"]["dialogAction"] == {"type": "Close"}
    assert answer["sessionState"]["intent"]["name"] == event["sessionState"]["intent"]["name"]


class Stubborn:
    """A table that is busy for the first commits."""

    def __init__(self, table, refusals):
        self._table = table
        self._refusals = refusals

    def __getattr__(self, name):
        return getattr(self._table, name)

    def commit(self, writes):
        if self._refusals:
            self._refusals -= 1
            raise Busy("ThrottlingError")
        self._table.commit(writes)
