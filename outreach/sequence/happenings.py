"""What can happen to an enrolment, in the machine's words."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from outreach.enrolment import StopReason


class Kind(StrEnum):
    """What can happen to an enrolment."""

    ENRICHED = "enriched"
    REJECTED = "rejected"
    SCORED_LOW = "scored_low"
    SELECTED = "selected"
    SENT = "sent"
    DEFERRED = "deferred"
    REFUSED = "refused"
    BLOCKED = "blocked"
    IN_DOUBT = "in_doubt"
    RELEASED = "released"
    AWAY = "away"
    LATER = "later"
    PAUSED = "paused"
    STOP = "stop"


class Happening(NamedTuple):
    """One event, in the machine's words; built by the functions below."""

    kind: Kind
    step: int = 0
    at: datetime | None = None
    back_on: date | None = None
    stop: StopReason | None = None
    detail: str = ""


def enriched() -> Happening:
    return Happening(Kind.ENRICHED)


def rejected(reason: str) -> Happening:
    return Happening(Kind.REJECTED, detail=reason)


def scored(selected: bool) -> Happening:
    return Happening(Kind.SELECTED if selected else Kind.SCORED_LOW)


def sent(step: int, at: datetime) -> Happening:
    """SES accepted the step's mail at that moment."""
    return Happening(Kind.SENT, step=step, at=at)


def deferred(step: int, until: datetime, reason: str) -> Happening:
    """The step may not go before ``until``; the reason names the gate."""
    return Happening(Kind.DEFERRED, step=step, at=until, detail=reason)


def refused(step: int, reason: str) -> Happening:
    return Happening(Kind.REFUSED, step=step, stop=StopReason.REFUSED, detail=reason)


def blocked(step: int, reason: str) -> Happening:
    return Happening(Kind.BLOCKED, step=step, stop=StopReason.BLOCKED, detail=reason)


def in_doubt(step: int) -> Happening:
    return Happening(Kind.IN_DOUBT, step=step)


def released(step: int) -> Happening:
    """A person looked the step in doubt up: SES had not got it."""
    return Happening(Kind.RELEASED, step=step)


def away(back_on: date) -> Happening:
    """The recipient is out of office and names the day of return."""
    return Happening(Kind.AWAY, back_on=back_on)


def later(not_before: date) -> Happening:
    """The recipient wants no mail before a day, and none of what was said forbids one after it."""
    return Happening(Kind.LATER, back_on=not_before, stop=StopReason.REPLIED, detail="not_now")


def paused(until: datetime, why: str) -> Happening:
    """The company answered another campaign: this one waits until ``until``."""
    return Happening(Kind.PAUSED, at=until, detail=why)


def stopped(reason: StopReason, detail: str = "") -> Happening:
    """Reply, hard bounce, complaint, unsubscribe, suppression, conversion, or a click that is to stop."""
    return Happening(Kind.STOP, stop=reason, detail=detail)
