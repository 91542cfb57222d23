"""The hook of the Lex bot: what is said next in a call, and what was agreed.

Lex calls this for each turn, with somebody waiting on the phone, so it has no queue: it commits its own
transaction, idempotently by call and turn, and answers. Imports are few, and what only a turn that ends in
something needs is imported in that turn: together they must stay within 1.2 times the import of boto3.
Formats: https://docs.aws.amazon.com/lexv2/latest/dg/lambda-input-format.html and lambda-response-format.html
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from outreach.conversation import (
    DISCUSS,
    FALLBACK,
    LONGEST_ANSWER,
    SLOTS,
    Answers,
    Heard,
    Memory,
    Move,
    respond,
)
from outreach.ids import digest
from runtime.wiring import Deps
from store import calls
from store.table import Busy, Refusal
from templates.calls import speak

if TYPE_CHECKING:
    from events.base import EventData
    from store.calls import Call
    from store.writes import Put, Write

NAME = "answer_lex"
_ATTEMPTS = 3  # at the transaction, while the table is busy

_log = logging.getLogger("beckon.answer_lex")


def lambda_handler(event: dict[str, Any], context: object, deps: Deps | None = None) -> dict[str, Any]:
    """Answer one turn. Whatever goes wrong, the callee hears an apology and no exception reaches Lex."""
    try:
        return answer(event, deps or _deps())
    except Exception as error:
        # The text of an error may hold what somebody said; the type and the place are enough to find it.
        place = error.__traceback__
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        line = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place is not None else ""
        _log.error(json.dumps({"message": "turn failed", "error": type(error).__name__, "at": line}))
        return _failure(event)


@cache
def _deps() -> Deps:
    return Deps.from_environment()


def answer(event: Mapping[str, Any], deps: Deps) -> dict[str, Any]:
    """Understand the turn, decide, record, and build Lex's answer."""
    attributes = _attributes(event)
    call = calls.get(deps.table, attributes.get("lead_id", ""), attributes.get("call_id", ""))
    if call is None:
        raise LookupError("the session names no call of ours")
    memory = _recall(attributes)
    move = respond(_heard(event), memory)
    _record(event, call, move, deps)
    return _response(event, call, move)


# What Lex sends -----------------------------------------------------------------------------------------


def _heard(event: Mapping[str, Any]) -> Heard:
    intent = event["sessionState"]["intent"]
    slots = intent.get("slots") or {}
    return Heard(
        intent=str(intent["name"]),
        slots={name: _value(slots[name]) for name in SLOTS if slots.get(name)},
        transcript=str(event.get("inputTranscript") or "")[: 4 * LONGEST_ANSWER],
    )


def _value(slot: Mapping[str, Any]) -> str:
    """What a slot holds: the resolved value, else the words (a list slot counts by its first value)."""
    if slot.get("values"):
        slot = slot["values"][0]
    value = slot.get("value") or {}
    return str(value.get("interpretedValue") or value.get("originalValue") or "")


def _attributes(event: Mapping[str, Any]) -> dict[str, str]:
    found = event["sessionState"].get("sessionAttributes") or {}
    return {str(name): str(value) for name, value in found.items() if value is not None}


def _recall(attributes: Mapping[str, str]) -> Memory:
    """The memory of the last turn, from the session attributes that it left.

    The flow on AWS speaks the introduction and the first question itself, and says so by ``introduced``.
    """
    spoken_by_flow = attributes.get("introduced") == "flow"
    interested = attributes.get("interested", "")
    return Memory(
        turn=int(attributes.get("turn") or 0),
        introduced=bool(attributes.get("introduced")),
        asked=attributes.get("asked", "Interested" if spoken_by_flow else ""),
        misunderstood=int(attributes.get("misunderstood") or 0),
        answers=Answers(
            interested=interested == "yes" if interested else None,
            need=attributes.get("need", ""),
            callback_time=attributes.get("callback_time", ""),
            email=attributes.get("email", ""),
        ),
    )


# What Lex is answered -----------------------------------------------------------------------------------


def _response(event: Mapping[str, Any], call: Call, move: Move) -> dict[str, Any]:
    text = speak(move.lines, company=call.company, caller=call.caller, topic=call.topic)
    attributes = _attributes(event) | _remember(move.memory)
    heard = event["sessionState"]["intent"]
    if move.close:
        state = {"fulfilled": "Fulfilled", "failed": "Failed"}[move.close]
        return _answer(event, attributes, {"type": "Close"}, heard, state, text)
    # A question is always one of DiscussInterest, also after a turn that Lex took for something else.
    slots = heard.get("slots") if heard["name"] == DISCUSS else None
    intent = {"name": DISCUSS, "slots": slots or _slots(move.memory.answers)}
    action = {"type": "ElicitSlot", "slotToElicit": move.ask}
    return _answer(event, attributes, action, intent, "InProgress", text)


def _answer(
    event: Mapping[str, Any],
    attributes: Mapping[str, str],
    action: Mapping[str, str],
    intent: Mapping[str, Any],
    state: str,
    text: str,
) -> dict[str, Any]:
    return {
        "sessionState": {
            "sessionAttributes": dict(attributes),
            "dialogAction": dict(action),
            "intent": {
                "name": intent["name"],
                "slots": intent.get("slots") or {},
                "state": state,
                "confirmationState": intent.get("confirmationState") or "None",
            },
        },
        "messages": [{"contentType": "PlainText", "content": text}],
        "requestAttributes": event.get("requestAttributes") or {},
    }


def _failure(event: Mapping[str, Any]) -> dict[str, Any]:
    """Apologise and end. Built from nothing that can fail again."""
    state = event.get("sessionState") if isinstance(event, Mapping) else None
    intent = state.get("intent") if isinstance(state, Mapping) else None
    name = intent.get("name") if isinstance(intent, Mapping) else None
    attributes = state.get("sessionAttributes") if isinstance(state, Mapping) else None
    shown: dict[str, Any] = {"name": name or FALLBACK, "slots": {}}
    return _answer({}, dict(attributes or {}), {"type": "Close"}, shown, "Failed", _APOLOGY)


# Not in the script: it is said when nothing, not even a file, can be relied on.
_APOLOGY = "Sorry, something went wrong on our side, and I have to end this call. Goodbye."


def _remember(memory: Memory) -> dict[str, str]:
    """The memory as session attributes: strings only."""
    known = memory.answers
    kept = {
        "turn": str(memory.turn),
        "introduced": "yes" if memory.introduced else "",
        "asked": memory.asked,
        "misunderstood": str(memory.misunderstood),
        "interested": "" if known.interested is None else ("yes" if known.interested else "no"),
        "need": known.need,
        "callback_time": known.callback_time,
        "email": known.email,
    }
    return kept


def _slots(answers: Answers) -> dict[str, Any]:
    """What is known, in the shape of slots."""
    interested = None if answers.interested is None else ("yes" if answers.interested else "no")
    said = (interested, answers.need, answers.callback_time, answers.email)
    return {
        name: {
            "shape": "Scalar",
            "value": {"originalValue": value, "interpretedValue": value, "resolvedValues": [value]},
        }
        if value
        else None
        for name, value in zip(SLOTS, said, strict=True)
    }


# What is recorded ---------------------------------------------------------------------------------------


def _record(event: Mapping[str, Any], call: Call, move: Move, deps: Deps) -> None:
    """Write the turn, and what it ended in, in one transaction. A turn that was recorded before is done."""
    session = str(event["sessionId"])
    known = move.memory.answers
    answers = {name: value for name, value in known._asdict().items() if value not in (None, "")}
    turn = calls.record_turn(call, session, move.memory.turn, answers, _closed(move))
    for attempt in range(_ATTEMPTS):
        try:
            deps.table.commit([turn, *_ending(session, call, move, deps)])
            return
        except Busy:
            if attempt + 1 == _ATTEMPTS:
                raise
        except Refusal as refusal:
            if calls.TURN in refusal.gates:
                return
            # Somebody else has just listed the same person, or the inquiry stands: decide on what is now.
            if attempt + 1 == _ATTEMPTS:
                raise


def _closed(move: Move) -> str | None:
    if not move.close:
        return None
    if move.stop:
        return "stopped"
    if move.close == "failed":
        return "misunderstood"
    return "interested" if move.submit else "not_interested"


def _ending(session: str, call: Call, move: Move, deps: Deps) -> list[Write]:
    """What a conversation leads to beside its record: the do-not-call list, or an inquiry."""
    if not move.stop and not move.submit:
        return []
    return _do_not_call(session, call, move, deps) if move.stop else _inquiry(session, call, move, deps)


def _do_not_call(session: str, call: Call, move: Move, deps: Deps) -> list[Write]:
    from events.recipient_suppressed import RecipientSuppressed
    from outreach.suppression import Gate, Scope
    from store.suppression import Entry, suppress

    if call.contact_id is None or not call.do_not_call:
        raise LookupError("the call does not say whom to list")
    gates = [Gate(Scope(scope), hashed) for scope, hashed in call.do_not_call]
    entry = Entry("do_not_call", "call", call.lead_id, call.campaign_id, call.contact_id)
    listed = suppress(deps.table, gates, entry, deps.clock.now())
    if not listed:
        return []
    told = RecipientSuppressed(
        lead_id=call.lead_id,
        campaign_id=call.campaign_id,
        contact_id=call.contact_id,
        scope="person",
        reason="do_not_call",
        origin="call",
    )
    return [*listed, *_say(session, call, move, told, deps)]


def _inquiry(session: str, call: Call, move: Move, deps: Deps) -> list[Write]:
    from events.inquiry_submitted import InquirySubmitted
    from store import inquiries

    said = move.memory.answers
    inquiry = inquiries.Inquiry(
        inquiry_id=digest("inquiry", call.call_id),
        lead_id=call.lead_id,
        campaign_id=call.campaign_id,
        channel="voice",
        wants_call=bool(said.callback_time),
        contact_id=call.contact_id,
        message=said.need,
        callback_time=said.callback_time,
        call_id=call.call_id,
    )
    if inquiries.get(deps.table, call.lead_id, inquiry.inquiry_id) is not None:
        return []
    told = InquirySubmitted(
        lead_id=call.lead_id,
        campaign_id=call.campaign_id,
        inquiry_id=inquiry.inquiry_id,
        channel="voice",
        wants_call=inquiry.wants_call,
        contact_id=call.contact_id,
    )
    return [inquiries.submit(inquiry, deps.clock.now()), *_say(session, call, move, told, deps)]


def _say(session: str, call: Call, move: Move, data: EventData, deps: Deps) -> tuple[Put]:
    """The event of this turn. Its id follows from the turn, so that a repeated turn says the same."""
    from events.base import Event, EventData, Meta
    from store import outbox

    cause = digest("turn", call.call_id, session, move.memory.turn)
    meta = Meta(
        id=digest(cause, NAME, data.detail_type(), data.subject, 0),
        type=data.TYPE,
        version=data.VERSION,
        occurred_at=deps.clock.now(),
        correlation_id=call.correlation_id,
        causation_id=cause,
        producer=NAME,
    )
    return (outbox.say(Event[EventData](meta=meta, data=data)),)
