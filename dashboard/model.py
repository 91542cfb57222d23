"""What the API answers, as types. A field that must be there and is not, or is of another kind, is an error.

Fields that this version does not know are ignored: an API of a later version may say more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self


class Malformed(ValueError):
    """The answer has another shape. The text names the field, never its value."""


@dataclass(frozen=True)
class Campaign:
    """``state`` is the API's word for whether it runs: ``running`` or ``paused``."""

    id: str
    name: str
    state: str = ""

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> Self:
        identity = _text(document, "campaign_id")
        return cls(identity, _maybe(document, "name") or identity, _maybe(document, "state"))


def campaigns(document: Mapping[str, Any]) -> list[Campaign]:
    return [Campaign.read(row) for row in _objects(document, "campaigns")]


@dataclass(frozen=True)
class Funnel:
    """``counters``: metric → count; a metric is an event type, with ``:qualifier`` where it has one."""

    campaign_id: str
    counters: Mapping[str, int]

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> Self:
        counters = document.get("counters")
        if not isinstance(counters, dict) or not all(type(n) is int for n in counters.values()):
            raise Malformed("“counters” is no object of whole numbers")
        return cls(_text(document, "campaign_id"), counters)


@dataclass(frozen=True)
class LeadRow:
    """A lead in a campaign, as a table shows it. Scores are 0-100; empty text and ``None``: not known.

    ``reason`` is the word behind its state, ``why`` the sentence; ``step`` is how many mails were sent.
    """

    id: str
    domain: str
    company: str
    state: str
    reason: str
    why: str
    fit: int | None
    intent: int | None
    country: str
    platform: str
    step: int | None
    updated_at: str

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> Self:
        return cls(
            id=_text(document, "lead_id"),
            domain=_maybe(document, "domain"),
            company=_maybe(document, "company"),
            state=_maybe(document, "state"),
            reason=_maybe(document, "reason"),
            why=_maybe(document, "why"),
            fit=_number(document, "fit"),
            intent=_number(document, "intent"),
            country=_maybe(document, "country"),
            platform=_maybe(document, "platform"),
            step=_number(document, "step"),
            updated_at=_maybe(document, "updated_at"),
        )


@dataclass(frozen=True)
class LeadPage:
    """``cursor`` is what asks for the next page, ``None`` on the last."""

    leads: tuple[LeadRow, ...]
    cursor: str | None

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> Self:
        rows = tuple(LeadRow.read(row) for row in _objects(document, "leads"))
        return cls(rows, _maybe(document, "cursor") or None)


@dataclass(frozen=True)
class Happening:
    """An event of a timeline. ``reasons`` and ``pages`` are what the table adds to the event's own data."""

    id: str
    type: str
    at: str
    cause: str
    producer: str
    data: Mapping[str, Any]
    reasons: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> Self:
        meta, data = document.get("meta"), document.get("data")
        if not isinstance(meta, dict) or not isinstance(data, dict):
            raise Malformed("a timeline entry has no “meta” and “data”")
        return cls(
            id=_text(meta, "id"),
            type=_text(meta, "type"),
            at=_text(meta, "occurred_at"),
            cause=_maybe(meta, "causation_id"),
            producer=_maybe(meta, "producer"),
            data=data,
            reasons=_texts(document, "why"),
            pages=_texts(document, "pages"),
        )


@dataclass(frozen=True)
class FactRow:
    """Something a page of the company said. ``page`` is where."""

    kind: str
    value: str
    page: str
    rule: str
    confidence: float | None
    seen_at: str

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> Self:
        return cls(
            kind=_text(document, "kind"),
            value=_maybe(document, "value"),
            page=_maybe(document, "page"),
            rule=_maybe(document, "rule"),
            confidence=_share(document, "confidence"),
            seen_at=_maybe(document, "seen_at"),
        )


@dataclass(frozen=True)
class Letter:
    """What somebody wrote: a mail of ours, an answer, an inquiry. ``subject`` may be empty."""

    subject: str
    text: str


@dataclass(frozen=True)
class Lead:
    """A lead with all that happened to it.

    ``letters``: what was written, by send, reply or inquiry id. ``complete``: whether the timeline goes
    back to the beginning; the API gives the newest events only where there are very many.
    """

    row: LeadRow
    facts: tuple[FactRow, ...]
    timeline: tuple[Happening, ...]
    letters: Mapping[str, Letter]
    complete: bool

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> Self:
        lead = document.get("lead")
        if not isinstance(lead, dict):
            raise Malformed("“lead” is no object")
        return cls(
            LeadRow.read(lead),
            tuple(FactRow.read(row) for row in _objects(document, "facts")),
            tuple(Happening.read(row) for row in _objects(document, "timeline")),
            _letters(document),
            document.get("timeline_complete") is not False,
        )


def _letters(document: Mapping[str, Any]) -> dict[str, Letter]:
    """Mails, answers and inquiries by their ids, those that have words."""
    found = {
        _text(mail, "send_id"): Letter(_maybe(mail, "subject"), "\n\n".join(_texts(mail, "paragraphs")))
        for mail in _objects(document, "mails")
    }
    for reply in _objects(document, "replies"):
        found[_text(reply, "reply_id")] = Letter(_maybe(reply, "subject"), _maybe(reply, "text"))
    for inquiry in _objects(document, "inquiries"):
        found[_text(inquiry, "inquiry_id")] = Letter("", _maybe(inquiry, "message"))
    return {identity: letter for identity, letter in found.items() if letter.text}


def _text(document: Mapping[str, Any], name: str) -> str:
    value = document.get(name)
    if not isinstance(value, str) or not value:
        raise Malformed(f"“{name}” is missing or no text")
    return value


def _maybe(document: Mapping[str, Any], name: str) -> str:
    value = document.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Malformed(f"“{name}” is no text")
    return value


def _number(document: Mapping[str, Any], name: str) -> int | None:
    value = document.get(name)
    if value is None:
        return None
    if type(value) is not int:
        raise Malformed(f"“{name}” is no whole number")
    return value


def _share(document: Mapping[str, Any], name: str) -> float | None:
    value = document.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Malformed(f"“{name}” is no number")
    return float(value)


def _texts(document: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """A list of texts, empty where the field is absent."""
    value = document.get(name)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise Malformed(f"“{name}” is no list of texts")
    return tuple(value)


def _objects(document: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    value = document.get(name)
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise Malformed(f"“{name}” is no list of objects")
    return value
