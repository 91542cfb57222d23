"""An answer read again by the rules and models of today, and what would change by it.

Used twice: to show what a new version would say, and to let it say so. Pure but for the model that the caller
lends. What a person said of an answer stands; so does what a model said, unless it may be asked again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from adapters.bedrock import ModelUnavailable
from inbox.answer import Answer, written_on
from replies.message import Message, parse
from replies.verdict import Label, Verdict, decide, with_intent
from store.conversations import Match
from store.sends import Send
from store.table import Item

SUBSTANCE = ("label", "needs_review", "wants_call", "returns_on", "not_before")
"""What something follows from. A change of anything else is noted in the row, and never said."""


class Stands(StrEnum):
    """Why an answer is not read again."""

    PERSON = "a person decided"
    REVIEWING = "a person is deciding"
    MODEL = "a model decided, and is not asked"
    UNANSWERED = "the model gave no answer"
    GONE = "the message is no longer in the bucket"
    UNREADABLE = "the message can't be read now"


class Model(NamedTuple):
    """A model that may be asked: its id, and ``adapters.bedrock.Bedrock.converse``."""

    model_id: str
    converse: Callable[[Mapping[str, Any]], Mapping[str, Any]]


class Reading(NamedTuple):
    """What today's version makes of an answer, beside the row that is kept of it."""

    answer: Answer
    row: dict[str, Any]
    changes: dict[str, tuple[Any, Any]]
    """What something follows from: name → (what it was, what it would be)."""

    @property
    def label(self) -> Label:
        return self.answer.label


def read_again(
    row: Item, send: Send, content: bytes, *, country: str | None, model: Model | None = None
) -> Reading | Stands:
    """Read the bytes of an answer that is kept as ``row``, and answers ``send``.

    ``country`` reads telephone numbers without a country code; ``model`` is asked where rules don't decide.
    """
    if row.get("decided_by") == "person":
        return Stands.PERSON
    if row.get("reviewed_by"):
        return Stands.REVIEWING
    message = parse(content)
    verdict = decide(message)
    if not verdict.readable:
        return Stands.UNREADABLE
    name: str | None = None
    if verdict.undecided:
        judged = _judge(row, message, verdict, country, model)
        if isinstance(judged, Stands):
            return judged
        verdict, name = judged
    answer = Answer(row["reply_id"], row["key"], message, verdict, Match(send, row["matched_by"]), model=name)
    again = answer.row()
    if answer.label is Label.WARM and _warmer(row, again):
        # Whoever was not called then is not called now because a program changed its mind.
        again["needs_review"] = True
    was, will = _substance(row), _substance(again)
    changes = {name: (was[name], will[name]) for name in SUBSTANCE if was[name] != will[name]}
    return Reading(answer, again, changes)


def _judge(
    row: Item, message: Message, verdict: Verdict, country: str | None, model: Model | None
) -> tuple[Verdict, str] | Stands:
    from replies import intent, intent_prompt

    said = verdict.visible.text or message.subject
    on = written_on(message, datetime.fromisoformat(row["received_at"]))
    if model is not None:
        try:
            response = model.converse(intent_prompt.request(said, model.model_id))
            found = intent_prompt.read(dict(response), said, country, on)
        except (ModelUnavailable, intent_prompt.BadAnswer):
            return Stands.UNANSWERED
        return with_intent(verdict, found), f"{model.model_id} {intent_prompt.PROMPT_VERSION}"
    judge = str(row.get("model") or "offline")
    if not judge.startswith("offline"):
        return Stands.MODEL
    return with_intent(verdict, intent.classify(said, region=country, on=on)), intent.model_version()


def _warmer(row: Mapping[str, Any], again: Mapping[str, Any]) -> bool:
    was_called = row.get("label") == Label.WARM and bool(row.get("wants_call"))
    return row.get("label") != Label.WARM or (bool(again.get("wants_call")) and not was_called)


def _substance(row: Mapping[str, Any]) -> dict[str, Any]:
    automatic = row.get("auto_reply") or {}
    return {
        "label": row.get("label"),
        "needs_review": bool(row.get("needs_review")),
        "wants_call": bool(row.get("wants_call")),
        "returns_on": automatic.get("returns_on"),
        "not_before": row.get("not_before"),
    }
