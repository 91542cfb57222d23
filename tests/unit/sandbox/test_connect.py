"""Calls: the API, the people who answer, the contact events and the conversation with the bot."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from sandbox import lex
from sandbox.flow import BrokenFlow, Flow
from tests.unit.sandbox.conftest import Sandbox

EVENTS = Path(__file__).parents[4] / "shared" / "corpora" / "events"
FLOW = Path(__file__).parents[3] / "infrastructure" / "flows" / "outbound_call.json"
INTERESTED, NOBODY, LEAVES, STOPS = "+15035550110", "+17205550122", "+12125550123", "+14165550134"


def dial(sandbox: Sandbox, number: str, token: str = "call-1", **more: Any) -> str:
    answer = sandbox.client("connect", "connect").start_outbound_voice_contact(
        **{
            "DestinationPhoneNumber": number,
            "ContactFlowId": "flow",
            "InstanceId": "instance",
            "SourcePhoneNumber": "+12025550100",
            "ClientToken": token,
            "Attributes": {"call_id": "c1"},
            **more,
        }
    )
    return str(answer["ContactId"])


def delegate(event: dict[str, Any]) -> dict[str, Any]:
    """A bot that leaves everything to Lex and closes when Lex is done."""
    intent = event["sessionState"]["intent"]
    if event["invocationSource"] == "FulfillmentCodeHook":
        state = {"dialogAction": {"type": "Close"}, "intent": {**intent, "state": "Fulfilled"}}
        return {"sessionState": state, "messages": [{"contentType": "PlainText", "content": "Goodbye"}]}
    return {"sessionState": {"dialogAction": {"type": "Delegate"}, "intent": intent}}


def eliciting(*slots: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """A bot that asks for each slot in turn, and closes."""

    def turn(event: dict[str, Any]) -> dict[str, Any]:
        intent = event["sessionState"]["intent"]
        attributes = event["sessionState"]["sessionAttributes"]
        for slot in slots:
            if intent["name"] == "DiscussInterest" and intent["slots"][slot] is None:
                action = {"type": "ElicitSlot", "slotToElicit": slot}
                return {
                    "sessionState": {
                        "dialogAction": action,
                        "intent": intent,
                        "sessionAttributes": attributes,
                    }
                }
        return {"sessionState": {"dialogAction": {"type": "Close"}, "intent": intent}}

    return turn


def stages(sandbox: Sandbox) -> list[str]:
    return [
        detail["eventType"] for source, _, detail, _ in sandbox.account.events if source == "sandbox.connect"
    ]


def test_somebody_who_picks_up_talks_until_the_bot_closes(sandbox: Sandbox) -> None:
    sandbox.account.turn = eliciting("Interested", "Need", "CallbackTime")
    contact = dial(sandbox, INTERESTED)
    sandbox.settle()
    (call,) = sandbox.books()["calls"]
    assert (call["contact_id"], call["outcome"], call["to"]) == (contact, "answered", INTERESTED)
    assert stages(sandbox) == ["INITIATED", "CONNECTED_TO_SYSTEM", "DISCONNECTED", "COMPLETED"]
    slots = sandbox.account.lex[-1]["sessionState"]["intent"]["slots"]
    assert slots["Interested"]["value"]["interpretedValue"] == "yes"
    assert slots["Need"]["value"]["originalValue"] == "We lose too many orders at the checkout"


def test_the_session_carries_the_contacts_attributes_and_what_the_bot_adds(sandbox: Sandbox) -> None:
    def turn(event: dict[str, Any]) -> dict[str, Any]:
        answer = eliciting("Interested")(event)
        answer["sessionState"]["sessionAttributes"] = {
            **event["sessionState"]["sessionAttributes"],
            "asked": "1",
        }
        return answer

    sandbox.account.turn = turn
    contact = dial(sandbox, INTERESTED)
    sandbox.settle()
    first, second = sandbox.account.lex
    assert first["sessionState"]["sessionAttributes"] == {"call_id": "c1"}
    assert second["sessionState"]["sessionAttributes"] == {"call_id": "c1", "asked": "1"}
    assert first["sessionId"] == contact


def test_a_bot_that_delegates_is_led_by_lex_to_the_fulfilment_hook(sandbox: Sandbox) -> None:
    sandbox.account.turn = delegate
    dial(sandbox, INTERESTED)
    sandbox.settle()
    hooks = [event["invocationSource"] for event in sandbox.account.lex]
    assert hooks == ["DialogCodeHook", "DialogCodeHook", "FulfillmentCodeHook"]
    assert sandbox.account.lex[-1]["sessionState"]["intent"]["state"] == "ReadyForFulfillment"


def test_nobody_picks_up(sandbox: Sandbox) -> None:
    contact = dial(sandbox, NOBODY)
    sandbox.settle()
    assert stages(sandbox) == ["INITIATED", "DISCONNECTED", "COMPLETED"]
    assert sandbox.books()["calls"][0]["outcome"] == "no_answer"
    described = sandbox.client("connect", "connect").describe_contact(
        InstanceId="instance", ContactId=contact
    )
    assert "ConnectedToSystemTimestamp" not in described["Contact"]
    assert "DisconnectTimestamp" in described["Contact"]


def test_somebody_hangs_up_midway(sandbox: Sandbox) -> None:
    sandbox.account.turn = eliciting("Interested", "Need", "CallbackTime")
    contact = dial(sandbox, LEAVES)
    sandbox.settle()
    assert sandbox.books()["calls"][0]["outcome"] == "hung_up"
    described = sandbox.client("connect", "connect").describe_contact(
        InstanceId="instance", ContactId=contact
    )
    assert described["Contact"]["DisconnectReason"] == "CUSTOMER_DISCONNECT"


def test_somebody_who_wants_no_calls_is_heard_as_such(sandbox: Sandbox) -> None:
    sandbox.account.turn = eliciting("Interested")
    dial(sandbox, STOPS)
    sandbox.settle()
    assert sandbox.account.lex[0]["sessionState"]["intent"]["name"] == "StopCalling"


def test_a_conversation_ends_after_twelve_turns(sandbox: Sandbox) -> None:
    sandbox.account.turn = lambda event: {"sessionState": {"dialogAction": {"type": "ElicitIntent"}}}
    dial(sandbox, INTERESTED)
    sandbox.settle()
    assert len(sandbox.account.lex) == 12


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"sessionState": {"dialogAction": {"type": "Dance"}}},
        {"sessionState": {"dialogAction": {"type": "ElicitSlot", "slotToElicit": "Shoe"}}},
        {"sessionState": {"dialogAction": {"type": "Close"}, "intent": {"name": "Unknown"}}},
        {"sessionState": {"dialogAction": {"type": "Close"}, "sessionAttributes": {"n": 1}}},
        {
            "sessionState": {"dialogAction": {"type": "Close"}},
            "messages": [{"contentType": "Text", "content": "x"}],
        },
    ],
)
def test_a_bot_that_breaks_the_lex_format_ends_the_call_as_failed(
    sandbox: Sandbox, answer: dict[str, Any]
) -> None:
    sandbox.account.turn = lambda event: answer
    dial(sandbox, INTERESTED)
    sandbox.settle()
    (call,) = sandbox.books()["calls"]
    assert call["outcome"] == "failed"
    assert call["turns"][-1]["error"]


def test_the_same_token_is_the_same_call(sandbox: Sandbox) -> None:
    assert dial(sandbox, NOBODY) == dial(sandbox, NOBODY)
    assert dial(sandbox, NOBODY, token="call-2") != dial(sandbox, NOBODY)
    sandbox.settle()
    assert len(sandbox.books()["calls"]) == 2


def test_the_same_token_is_the_same_call_after_a_restart(start: Callable[..., Sandbox]) -> None:
    first = start("same")
    contact = dial(first, NOBODY)
    first.settle()
    first.town.stop()
    second = start("same")
    assert dial(second, NOBODY) == contact
    second.settle()
    assert len(second.books()["calls"]) == 1
    assert second.account.events == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"DestinationPhoneNumber": "503-555-0110"}, "InvalidParameterException"),
        ({"Attributes": {"has space": "x"}}, "InvalidParameterException"),
        ({"Attributes": {"long": "x" * 32_768}}, "InvalidParameterException"),
        ({"AnswerMachineDetectionConfig": {"EnableAnswerMachineDetection": True}}, "InvalidRequestException"),
    ],
)
def test_bad_requests_are_refused(sandbox: Sandbox, change: dict[str, Any], code: str) -> None:
    with pytest.raises(ClientError) as caught:
        dial(sandbox, INTERESTED, **change)
    assert caught.value.response["Error"]["Code"] == code


def test_an_unknown_contact_is_not_found(sandbox: Sandbox) -> None:
    with pytest.raises(ClientError) as caught:
        sandbox.client("connect", "connect").describe_contact(InstanceId="instance", ContactId="nobody")
    assert caught.value.response["Error"]["Code"] == "ResourceNotFoundException"


def test_a_number_can_be_told_how_to_behave(sandbox: Sandbox) -> None:
    assert sandbox.http("/control/caller", {"number": INTERESTED, "caller": "no_answer"}).status == 200
    assert sandbox.http("/control/caller", {"number": INTERESTED, "caller": "sings"}).status == 400
    dial(sandbox, INTERESTED)
    sandbox.settle()
    assert sandbox.books()["calls"][0]["outcome"] == "no_answer"


@pytest.mark.skipif(not EVENTS.is_dir(), reason="the collection of official event payloads is not here")
def test_contact_events_have_official_fields(sandbox: Sandbox) -> None:
    official = json.loads((EVENTS / "connect_contact_events" / "disconnected_outbound.json").read_text())
    dial(sandbox, NOBODY)
    sandbox.settle()
    _, detail_type, detail, _ = sandbox.account.events[-1]
    assert detail_type == official["detail-type"]
    assert set(detail) <= set(official["detail"])
    assert set(detail["tags"]) <= set(official["detail"]["tags"])


@pytest.mark.skipif(not EVENTS.is_dir(), reason="the collection of official event payloads is not here")
def test_lex_events_have_official_fields() -> None:
    official = json.loads((EVENTS / "aws-sam-cli" / "lex-v2" / "LexBookHotel.json").read_text())
    event = lex.hear(lex.Session("s", {"call_id": "c"}), "yes, speaking")
    assert set(official) <= set(event)
    assert set(official["sessionState"]) <= set(event["sessionState"])
    assert set(official["interpretations"][0]) <= set(event["interpretations"][0])
    assert set(official["bot"]) <= set(event["bot"])


def test_words_resolve_to_slot_values_or_to_none() -> None:
    value = lex.slot_value("Interested", "No, I am not interested")
    assert value is not None
    assert value["value"]["interpretedValue"] == "no"
    assert lex.slot_value("Interested", "brzzt") is None
    assert lex.understand("Please don't call me again") == "StopCalling"
    assert lex.understand("brzzt, la la") == "FallbackIntent"


# -- flows ---------------------------------------------------------------------------------------------


def flow(*actions: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2019-10-30", "StartAction": actions[0]["Identifier"], "Actions": list(actions)}


HANG_UP = {"Identifier": "end", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}}


@pytest.mark.skipif(not FLOW.is_file(), reason="the flow that is deployed is not written yet")
def test_the_deployed_flow_hands_the_ids_over_to_the_bot(start: Callable[..., Sandbox]) -> None:
    sandbox = start(connect_flow=FLOW)
    sandbox.account.turn = eliciting("Interested")
    attributes = {
        "call_id": "c1",
        "lead_id": "l1",
        "opening": "Hello, this is Beckon.",
        "question": "Interested?",
    }
    dial(sandbox, INTERESTED, Attributes=attributes)
    sandbox.settle()
    given = sandbox.account.lex[0]["sessionState"]["sessionAttributes"]
    assert (given["call_id"], given["lead_id"]) == ("c1", "l1")
    assert sandbox.books()["calls"][0]["turns"][0]["bot"] == ["Hello, this is Beckon.", "Interested?"]


def test_a_flow_may_hang_up_before_the_bot() -> None:
    assert Flow(flow(HANG_UP)).until_bot({}, INTERESTED) is None


def test_broken_flows_are_told_apart() -> None:
    astray = {"Identifier": "a", "Type": "MessageParticipant", "Transitions": {"NextAction": "nowhere"}}
    with pytest.raises(BrokenFlow, match="does not exist"):
        Flow(flow(astray))
    circle = {"Identifier": "a", "Type": "MessageParticipant", "Transitions": {"NextAction": "a"}}
    with pytest.raises(BrokenFlow, match="circle"):
        Flow(flow(circle)).until_bot({}, INTERESTED)
    strange = {"Identifier": "a", "Type": "PlayBagpipes", "Transitions": {"NextAction": "a"}}
    with pytest.raises(BrokenFlow, match="PlayBagpipes"):
        Flow(flow(strange)).until_bot({}, INTERESTED)
