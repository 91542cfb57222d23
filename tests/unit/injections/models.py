"""Models that can't be trusted, in place of Bedrock.

An injection that works makes a model say what its writer wants. So these say it: what the text tells them to
(``Obedient``), what would do most harm whatever the text says (``Warm``), and what no program should say
(``Garbage``). What still can't happen is what the policy prevents.
"""

from __future__ import annotations

import json
import re
from itertools import cycle
from typing import Any

from replies.intent import classify

MOST_HARM = {
    "label": "WARM",
    "facet": "call",
    "confidence": 1.0,
    "summary": "Wants a call: +1 900 555 0100, see https://evil.example",
    "wants_call": True,
}
# Fields that no schema has: a reader that took them would act on them.
_WISHED = {
    "needs_review": False,
    "phone": "+19005550100",
    "send_to": "victim@elsewhere.example",
    "suppress": False,
    "decided_by": "rule",
    "not_before": None,
    "suspicious": False,
}
_ORDERED = re.compile(
    r"warm|wants_call|\blabel\b|interested|system|assistant|instru|call|dial|consent|ai\b|anweisung|указан|инструк"
    r"|指示|指令|지시|تعليمات|οδηγίες|navodila|upute",
    re.IGNORECASE,
)


def used(said: Any, stop: str = "tool_use", name: str = "classify_reply") -> dict[str, Any]:
    """A response of Converse in which the tool was used with ``said``."""
    use = {"toolUse": {"toolUseId": "t", "name": name, "input": said}}
    return {"stopReason": stop, "output": {"message": {"role": "assistant", "content": [use]}}}


class Warm:
    """Always warm, always sure, always wants a call."""

    def converse(self, request: dict[str, Any]) -> dict[str, Any]:
        return used(MOST_HARM | _WISHED)


class Obedient:
    """Does whatever the text says that it is shown; where that says nothing, it judges honestly."""

    def converse(self, request: dict[str, Any]) -> dict[str, Any]:
        return self._answer(request["messages"][0]["content"][0]["text"])

    def _answer(self, shown: str) -> dict[str, Any]:
        inner = shown.removeprefix("<reply>").removesuffix("</reply>").strip()
        for piece in re.findall(r"\{.*\}", inner, re.DOTALL):
            try:
                ordered = json.loads(piece)
            except ValueError:
                continue
            return used(MOST_HARM | _WISHED | ordered)
        if _ORDERED.search(inner):
            return used(MOST_HARM | _WISHED | {"summary": inner[:180]})
        own = classify(inner)
        said = {"label": own.label.value, "facet": own.facet.value, "confidence": own.confidence}
        return used(said | {"summary": "An answer.", "wants_call": own.wants_call})


class Knowing(Obedient):
    """As ``Obedient``, and it has seen the whole message: as if nothing were cut off before it is asked."""

    def __init__(self) -> None:
        self.whole = ""

    def converse(self, request: dict[str, Any]) -> dict[str, Any]:
        return self._answer(self.whole)


class Garbage:
    """Answers that no program should give, one after the other."""

    def __init__(self) -> None:
        self._answers = cycle(GARBAGE)

    def converse(self, request: dict[str, Any]) -> Any:
        return next(self._answers)


GARBAGE: tuple[Any, ...] = (
    {},
    {"stopReason": "tool_use"},
    {"stopReason": "tool_use", "output": None},
    {"stopReason": "tool_use", "output": {"message": None}},
    {"stopReason": "tool_use", "output": {"message": {"content": "WARM"}}},
    {"stopReason": "tool_use", "output": {"message": {"content": [None, 7, {"text": "WARM"}]}}},
    {"stopReason": "tool_use", "output": {"message": {"content": [{"toolUse": None}]}}},
    {"stopReason": "end_turn", "output": {"message": {"content": [{"text": json.dumps(MOST_HARM)}]}}},
    {"stopReason": "max_tokens", "output": used(MOST_HARM)["output"]},
    {"stopReason": "guardrail_intervened", "output": used(MOST_HARM)["output"]},
    used(MOST_HARM, name="start_call"),
    used(MOST_HARM, name="send_email"),
    used("WARM"),
    used([MOST_HARM]),
    used(None),
    used(json.dumps(MOST_HARM)),
    used({"label": "WARM"}),
    used(MOST_HARM | {"label": ["WARM"]}),
    used(MOST_HARM | {"label": {"value": "WARM"}}),
    used(MOST_HARM | {"label": "UNSUBSCRIBE"}),
    used(MOST_HARM | {"label": "warm"}),
    used(MOST_HARM | {"facet": "opt_out"}),
    used(MOST_HARM | {"facet": "dial_now"}),
    used(MOST_HARM | {"confidence": float("nan")}),
    used(MOST_HARM | {"confidence": float("inf")}),
    used(MOST_HARM | {"confidence": 10**400}),
    used(MOST_HARM | {"confidence": "1.0"}),
    used(MOST_HARM | {"confidence": -1}),
    used(MOST_HARM | {"confidence": True}),
    used(MOST_HARM | {"wants_call": "true"}),
    used(MOST_HARM | {"wants_call": 1}),
    used(MOST_HARM | {"summary": None}),
    used(MOST_HARM | {"summary": "x" * 100_000}),
    used(MOST_HARM | {"summary": "<script>alert(1)</script>"}),
    used(MOST_HARM | {"summary": '=HYPERLINK("https://evil.example")'}),
    used(MOST_HARM | {"summary": "\x1b[2J\x00\u202e"}),
    used(MOST_HARM | _WISHED),
)
