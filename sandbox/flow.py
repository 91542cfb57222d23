"""Runs a contact flow's JSON (Amazon Connect Flow language, version 2019-10-30) as far as an outbound call
needs it.

Understood: MessageParticipant, ConnectParticipantWithLexBot, DisconnectParticipant and EndFlowExecution;
actions that only set something up (logging, recording, voice) are passed by. `$.Attributes.NAME` and
`$.CustomerEndpoint.Address` are resolved. Without a flow, the call goes straight to the bot with all
contact attributes.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MAX_STEPS = 50
PASSED_BY = frozenset(
    {
        "UpdateFlowLoggingBehavior",
        "UpdateContactRecordingBehavior",
        "UpdateContactRecordingAndAnalyticsBehavior",
        "UpdateContactTextToSpeechVoice",
        "UpdateContactEventHooks",
        "UpdateContactAttributes",
        "CheckOutboundCallStatus",
        "Wait",
    }
)
REFERENCE = re.compile(r"\$\.(Attributes\.([A-Za-z0-9_-]+)|CustomerEndpoint\.Address)")


class BrokenFlow(Exception):
    """The flow leads nowhere, or uses an action that is not understood here."""


@dataclass(frozen=True)
class BotStep:
    """The flow's hand-over to the bot: what is said before it listens, and the session attributes."""

    said: tuple[str, ...]
    attributes: dict[str, str]


class Flow:
    """One contact flow."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        if document.get("Version") != "2019-10-30":
            raise BrokenFlow("the flow's Version is not 2019-10-30")
        self._actions = {action["Identifier"]: action for action in document["Actions"]}
        self._start = document["StartAction"]
        for action in self._actions.values():
            for target in _targets(action):
                if target not in self._actions:
                    raise BrokenFlow(f"{action['Identifier']} leads to {target}, which does not exist")

    @classmethod
    def read(cls, file: Path | None) -> "Flow | None":
        """The flow of a file; None without one."""
        return cls(json.loads(file.read_text(encoding="utf-8"))) if file else None

    def until_bot(self, attributes: Mapping[str, str], number: str) -> BotStep | None:
        """Follow the flow until it hands over to the bot; None when it hangs up first."""
        said: list[str] = []
        current = self._start
        for _ in range(MAX_STEPS):
            action = self._actions[current]
            kind, parameters = action["Type"], action.get("Parameters", {})
            if kind in ("DisconnectParticipant", "EndFlowExecution"):
                return None
            if kind in ("MessageParticipant", "ConnectParticipantWithLexBot"):
                text = resolve(parameters.get("Text") or parameters.get("SSML") or "", attributes, number)
                if text:
                    said.append(text)
            if kind == "ConnectParticipantWithLexBot":
                given = parameters.get("LexSessionAttributes", {})
                resolved = {name: resolve(value, attributes, number) for name, value in given.items()}
                return BotStep(tuple(said), resolved)
            if kind != "MessageParticipant" and kind not in PASSED_BY:
                raise BrokenFlow(f"the action {kind} is not understood by the sandbox")
            current = action["Transitions"].get("NextAction", "")
            if not current:
                raise BrokenFlow(f"{action['Identifier']} has no NextAction")
        raise BrokenFlow("the flow runs in a circle")


def resolve(text: str, attributes: Mapping[str, str], number: str) -> str:
    """A parameter with its references replaced; an attribute that the contact lacks is empty, as in
    Connect."""

    def value(match: re.Match[str]) -> str:
        return str(attributes.get(match.group(2), "")) if match.group(2) else number

    return REFERENCE.sub(value, str(text))


def _targets(action: Mapping[str, Any]) -> list[str]:
    transitions = action.get("Transitions", {})
    branches = [*transitions.get("Errors", []), *transitions.get("Conditions", [])]
    return [
        target
        for target in (transitions.get("NextAction"), *(branch["NextAction"] for branch in branches))
        if target
    ]
