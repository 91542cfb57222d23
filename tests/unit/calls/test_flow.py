"""The contact flow against the Amazon Connect flow language (version 2019-10-30)."""

import json
import re
from pathlib import Path

import pytest

FLOW = json.loads(
    (Path(__file__).parents[3] / "infrastructure" / "flows" / "outbound_call.json").read_text(
        encoding="utf-8"
    )
)
ACTIONS = {action["Identifier"]: action for action in FLOW["Actions"]}

# Action → the errors that its page in the flow language's reference lists.
ERRORS = {
    "UpdateFlowLoggingBehavior": set(),
    "UpdateContactRecordingBehavior": set(),
    "UpdateContactTextToSpeechVoice": {"NoMatchingError"},
    "MessageParticipant": {"NoMatchingError"},
    "ConnectParticipantWithLexBot": {"InputTimeLimitExceeded", "NoMatchingCondition", "NoMatchingError"},
    "DisconnectParticipant": set(),
}


def nexts(action):
    transitions = action["Transitions"]
    branches = [*transitions.get("Errors", []), *transitions.get("Conditions", [])]
    return [n for n in (transitions.get("NextAction"), *(b["NextAction"] for b in branches)) if n]


def test_the_flow_has_the_languages_version_and_an_existing_start():
    assert FLOW["Version"] == "2019-10-30"
    assert FLOW["StartAction"] in ACTIONS
    assert len(ACTIONS) == len(FLOW["Actions"])


def test_every_action_is_known_and_handles_each_of_its_errors():
    for action in FLOW["Actions"]:
        handled = {error["ErrorType"] for error in action["Transitions"].get("Errors", [])}
        assert handled == ERRORS[action["Type"]], action["Identifier"]


def test_every_branch_leads_to_an_action_and_every_action_is_reached():
    reached, ahead = set(), [FLOW["StartAction"]]
    while ahead:
        name = ahead.pop()
        if name not in reached:
            reached.add(name)
            ahead += nexts(ACTIONS[name])
    assert reached == set(ACTIONS)


def test_every_way_through_the_flow_hangs_up():
    def ends(name, path=()):
        assert name not in path, f"a loop at {name}"
        following = nexts(ACTIONS[name])
        if not following:
            assert ACTIONS[name]["Type"] == "DisconnectParticipant"
        for n in following:
            ends(n, (*path, name))

    ends(FLOW["StartAction"])


def test_identifiers_are_short_and_plain():
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,50}", name) for name in ACTIONS)


def test_the_callee_hears_who_calls_before_the_bot_listens():
    order = ["log", "no-recording", "voice", "opening", "talk"]
    assert [ACTIONS[a]["Transitions"]["NextAction"] for a in order[:-1]] == order[1:]
    assert ACTIONS["opening"]["Parameters"]["Text"] == "$.Attributes.opening"


def test_nothing_is_recorded():
    assert ACTIONS["no-recording"]["Parameters"]["RecordingBehavior"]["RecordedParticipants"] == []


@pytest.mark.parametrize("name", ["lead_id", "call_id", "campaign_id", "company", "caller", "topic"])
def test_the_bot_is_told_which_call_it_is_in(name):
    assert ACTIONS["talk"]["Parameters"]["LexSessionAttributes"][name] == f"$.Attributes.{name}"


def test_the_bot_is_told_that_the_introduction_has_been_spoken():
    assert ACTIONS["talk"]["Parameters"]["LexSessionAttributes"]["introduced"] == "flow"


def test_the_alias_is_left_to_the_template():
    assert ACTIONS["talk"]["Parameters"]["LexV2Bot"] == {"AliasArn": "${LexAlias.Arn}"}
