"""Lex V2 events, and the shape that Lex wants its answers in.

A stand-in for the service between the phone and the bot: it keeps the session as Lex does, and refuses
answers that break the documented format.
"""

from __future__ import annotations

from typing import Any

INTENTS = {
    "DiscussInterest": ("Interested", "Need", "CallbackTime", "Email"),
    "StopCalling": (),
    "FallbackIntent": (),
}
STATES = {"Failed", "Fulfilled", "FulfillmentInProgress", "InProgress", "ReadyForFulfillment", "Waiting"}
ACTIONS = {"Close", "ConfirmIntent", "Delegate", "ElicitIntent", "ElicitSlot", "None"}
CONTENT = {"PlainText", "SSML", "CustomPayload", "ImageResponseCard"}


def slot(value: str | None) -> dict[str, Any] | None:
    if value is None:
        return None
    return {
        "shape": "Scalar",
        "value": {"originalValue": value, "interpretedValue": value, "resolvedValues": [value]},
    }


def turn(
    transcript: str,
    intent: str = "FallbackIntent",
    slots: dict[str, str] | None = None,
    attributes: dict[str, str] | None = None,
    session: str = "session-1",
) -> dict[str, Any]:
    """One event, as Lex sends it."""
    current = {
        "name": intent,
        "slots": {name: slot((slots or {}).get(name)) for name in INTENTS[intent]},
        "state": "InProgress",
        "confirmationState": "None",
    }
    return {
        "messageVersion": "1.0",
        "invocationSource": "DialogCodeHook",
        "inputMode": "Speech",
        "responseContentType": "audio/pcm",
        "sessionId": session,
        "inputTranscript": transcript,
        "bot": {"name": "beckon", "id": "B", "localeId": "en_US", "version": "1", "aliasId": "A"},
        "interpretations": [{"intent": current, "nluConfidence": 0.9, "interpretationSource": "Lex"}],
        "proposedNextState": {"intent": current, "dialogAction": {"type": "Delegate"}},
        "requestAttributes": {"x-amz-lex:channels:platform": "Connect"},
        "sessionState": {
            "activeContexts": [],
            "sessionAttributes": attributes or {},
            "intent": current,
            "originatingRequestId": "r",
        },
        "transcriptions": [],
    }


def check(answer: dict[str, Any]) -> dict[str, Any]:
    """Hold an answer to the documented response format; returns it."""
    assert set(answer) == {"sessionState", "messages", "requestAttributes"}
    state = answer["sessionState"]
    assert set(state) == {"sessionAttributes", "dialogAction", "intent"}
    assert all(isinstance(k, str) and isinstance(v, str) for k, v in state["sessionAttributes"].items())
    assert sum(len(k) + len(v) for k, v in state["sessionAttributes"].items()) < 12_000
    intent = state["intent"]
    assert set(intent) == {"name", "slots", "state", "confirmationState"}
    assert set(intent["slots"]) <= set(INTENTS[intent["name"]])
    assert intent["state"] in STATES
    assert intent["confirmationState"] in {"Confirmed", "Denied", "None"}
    for value in intent["slots"].values():
        assert value is None or isinstance(value["value"]["interpretedValue"], str)
    action = state["dialogAction"]
    assert action["type"] in ACTIONS
    if action["type"] == "ElicitSlot":
        assert action["slotToElicit"] in INTENTS[intent["name"]]
        assert intent["state"] == "InProgress"
    else:
        assert set(action) == {"type"}
    assert answer["messages"]
    for message in answer["messages"]:
        assert set(message) == {"contentType", "content"}
        assert message["contentType"] in CONTENT
        assert 0 < len(message["content"]) <= 1024
    return answer


def words(answer: dict[str, Any]) -> str:
    return " ".join(message["content"] for message in answer["messages"])


def next_turn(answer: dict[str, Any], transcript: str, value: str | None = None) -> dict[str, Any]:
    """What Lex sends after ``answer``: with ``value`` put into the slot that was asked for."""
    state = answer["sessionState"]
    event = turn(transcript, state["intent"]["name"], attributes=state["sessionAttributes"])
    slots = dict(state["intent"]["slots"])
    if value is not None:
        slots[state["dialogAction"]["slotToElicit"]] = slot(value)
    event["sessionState"]["intent"]["slots"] |= slots
    return event
