"""The bot service between the telephone and the bot's Lambda (Amazon Lex V2): understands words, keeps the
session, builds the events and obeys the dialog actions of the answers (Lex V2 Developer Guide, "Lambda
input event format").
"""

import copy
import re
from dataclasses import dataclass, field
from typing import Any

from sandbox.world.load import read_yaml

CONFIDENCE = 0.92
FALLBACK = "FallbackIntent"

Slots = dict[str, Any]


class UnusableAnswer(Exception):
    """The Lambda's answer breaks the Lex response format."""


@dataclass
class Session:
    """What Lex remembers of a conversation."""

    session_id: str
    attributes: dict[str, str]
    intent: dict[str, Any] | None = None
    eliciting: str | None = None
    eliciting_intent: str | None = None
    confirming: bool = False
    closed: bool = False
    contexts: list[Any] = field(default_factory=list)


def bot() -> dict[str, Any]:
    """The bot's description (world/bot.yml)."""
    description: dict[str, Any] = read_yaml("bot.yml")
    return description


def understand(text: str) -> str:
    """The intent an utterance belongs to."""
    intents = bot()["intents"]
    for name in ("StopCalling", "DiscussInterest"):
        if re.search(intents[name]["samples"], text.lower()):
            return name
    return FALLBACK


def slot_value(slot: str, text: str) -> Slots | None:
    """A slot's value for what was said; None when its type has values and none of them was meant."""
    values = bot()["slotTypes"].get(slot)
    resolved = text.strip()
    if values:
        # The negative first: "no, I am not interested" holds a positive word too.
        for value in ("no", "yes"):
            if re.search(values[value], text.lower()):
                resolved = value
                break
        else:
            return None
    return {
        "shape": "Scalar",
        "value": {"originalValue": text.strip(), "interpretedValue": resolved, "resolvedValues": [resolved]},
    }


def new_intent(name: str) -> dict[str, Any]:
    """An intent with empty slots."""
    slots = bot()["intents"].get(name, {}).get("slots", [])
    return {"name": name, "slots": dict.fromkeys(slots), "state": "InProgress", "confirmationState": "None"}


def hear(session: Session, text: str) -> dict[str, Any]:
    """Take what the caller said into the session and build the event for the Lambda's dialog hook.

    The hook is asked on every turn; the fulfilment hook (`fulfil`) follows when it delegates and nothing is
    missing.
    """
    understood = understand(text)
    current = session.intent
    if session.eliciting and current is not None and understood != "StopCalling":
        value = slot_value(session.eliciting, text)
        current["slots"][session.eliciting] = value
        current["state"] = "InProgress"
    elif session.confirming and current is not None:
        answer = slot_value("Interested", text)
        agreed = answer is not None and answer["value"]["interpretedValue"] == "yes"
        current["confirmationState"] = "Confirmed" if agreed else "Denied"
    elif current is None or current["name"] != understood:
        current = session.intent = new_intent(understood)
        if understood == "DiscussInterest" and re.search(r"\binterested\b", text.lower()):
            # An opening like "I am interested" fills the slot it answers.
            current["slots"]["Interested"] = slot_value("Interested", text)
    return _event(session, text, understood, "DialogCodeHook", _next_step(session))


def _next_step(session: Session) -> dict[str, Any]:
    """What Lex itself would do next: ask for the first empty required slot, else fulfil."""
    intent = session.intent or new_intent(FALLBACK)
    required = bot()["intents"].get(intent["name"], {}).get("required", [])
    for slot in required:
        if intent["slots"].get(slot) is None:
            return {"type": "ElicitSlot", "slotToElicit": slot}
    return {"type": "Close"}


def _event(
    session: Session, text: str, understood: str, hook: str, proposed: dict[str, Any]
) -> dict[str, Any]:
    intent = copy.deepcopy(session.intent or new_intent(FALLBACK))
    if hook == "FulfillmentCodeHook":
        intent["state"] = "ReadyForFulfillment"
    others = [name for name in bot()["intents"] if name != intent["name"]]
    interpretations: list[dict[str, Any]] = [
        {"intent": intent, "interpretationSource": "Lex"}
        | ({} if intent["name"] == FALLBACK else {"nluConfidence": CONFIDENCE})
    ]
    interpretations += [{"intent": new_intent(name), "interpretationSource": "Lex"} for name in others]
    description = bot()["bot"]
    event: dict[str, Any] = {
        "messageVersion": "1.0",
        "invocationSource": hook,
        "inputMode": "Speech",
        "responseContentType": "audio/pcm",
        "sessionId": session.session_id,
        "inputTranscript": text,
        "bot": dict(description),
        "interpretations": interpretations,
        "requestAttributes": {
            "x-amz-lex:accept-content-types": "PlainText,SSML",
            "x-amz-lex:channels:platform": "Connect",
        },
        "sessionState": {
            "activeContexts": [],
            "sessionAttributes": dict(session.attributes),
            "intent": intent,
            "originatingRequestId": f"{session.session_id}-{len(text)}",
        },
        "transcriptions": [
            {
                "transcription": text,
                "transcriptionConfidence": 0.95,
                "resolvedContext": {"intent": understood},
                "resolvedSlots": {name: value for name, value in intent["slots"].items() if value},
            }
        ],
    }
    if hook == "DialogCodeHook":
        event["proposedNextState"] = {"intent": copy.deepcopy(intent), "dialogAction": proposed}
    return event


def obey(session: Session, answer: dict[str, Any]) -> tuple[list[str], str]:
    """Take the Lambda's answer into the session; returns the messages to speak and what comes next:
    `close`, `slot:NAME`, `intent`, `confirm` or `fulfil`. Raises `UnusableAnswer`.
    """
    state = answer.get("sessionState")
    if not isinstance(state, dict) or not isinstance(state.get("dialogAction"), dict):
        raise UnusableAnswer("sessionState.dialogAction is missing")
    messages = []
    for message in answer.get("messages") or []:
        if message.get("contentType") not in ("PlainText", "SSML", "CustomPayload", "ImageResponseCard"):
            raise UnusableAnswer(f"contentType {message.get('contentType')!r} is not known to Lex")
        messages.append(str(message.get("content", "")))
    attributes = state.get("sessionAttributes")
    if attributes is not None:
        if any(not isinstance(value, str) for value in attributes.values()):
            raise UnusableAnswer("session attributes must be strings")
        session.attributes = dict(attributes)
    if isinstance(state.get("intent"), dict):
        intent = state["intent"]
        known = bot()["intents"]
        if intent.get("name") not in known:
            raise UnusableAnswer(f"intent {intent.get('name')!r} is not part of the bot")
        unknown = set(intent.get("slots") or {}) - set(known[intent["name"]]["slots"])
        if unknown:
            raise UnusableAnswer(f"slots {sorted(unknown)} are not part of {intent['name']}")
        session.intent = {**new_intent(intent["name"]), **copy.deepcopy(intent)}
        session.intent["slots"] = {**new_intent(intent["name"])["slots"], **(intent.get("slots") or {})}
    return messages, _act(session, state["dialogAction"], messages)


def _act(session: Session, action: dict[str, Any], messages: list[str]) -> str:
    kind = action.get("type")
    session.eliciting, session.confirming = None, False
    if kind == "Delegate":
        action = _next_step(session)
        kind = "Fulfil" if action["type"] == "Close" else action["type"]
        if kind == "ElicitSlot":
            intent = (session.intent or {})["name"]
            messages.append(bot()["intents"][intent]["prompts"][action["slotToElicit"]])
    if kind == "Close":
        session.closed = True
        return "close"
    if kind == "ElicitSlot":
        slot = action.get("slotToElicit")
        name = (session.intent or {}).get("name", FALLBACK)
        if slot not in bot()["intents"][name]["slots"]:
            raise UnusableAnswer(f"slot {slot!r} is not part of {name}")
        session.eliciting = str(slot)
        return f"slot:{slot}"
    if kind == "ConfirmIntent":
        session.confirming = True
        return "confirm"
    if kind == "ElicitIntent":
        session.intent = None
        return "intent"
    if kind == "Fulfil":
        return "fulfil"
    raise UnusableAnswer(f"dialog action {kind!r} is not known to Lex")


def fulfil(session: Session, text: str) -> dict[str, Any]:
    """The event of the fulfilment hook once all required slots are filled."""
    name = (session.intent or {}).get("name", FALLBACK)
    return _event(session, text, name, "FulfillmentCodeHook", {"type": "Close"})
