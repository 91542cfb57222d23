"""What a handler decides, and how it says that it can't."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from events.base import EventData
from store.writes import Write


@dataclass(frozen=True, slots=True)
class Later:
    """An event that one consumer is to be told at a later time, by a one-time schedule.

    ``name`` identifies the schedule: the same name again is the same schedule. ``at`` is in the domain's
    time. ``to`` is the handler whose queue gets the event.
    """

    name: str
    at: datetime
    to: str
    event: EventData


@dataclass(frozen=True, slots=True)
class Outcome:
    """A decision: what to write, what to say, and what to say later.

    ``writes`` and ``events`` are committed in one transaction with the duplicate marker; ``later`` is
    scheduled just before, idempotently by name. ``correlation_id`` continues another chain than that of
    the event that caused this one (an SES event continues the send's chain).
    """

    writes: tuple[Write, ...] = ()
    events: tuple[EventData, ...] = ()
    later: tuple[Later, ...] = ()
    correlation_id: str | None = None


NOTHING = Outcome()


class Retry(Exception):
    """Not now: the queue delivers the message again, after ``after`` seconds or a growing pause.

    ``otherwise`` decides without what is missing. It is asked on the last delivery but one: the queue can't
    wait longer, and one delivery is left for a crash. ``meanwhile`` is written and said once, however often
    it is tried again; writes in it must hold whatever comes later.
    """

    def __init__(
        self,
        reason: str,
        after: float | None = None,
        otherwise: Callable[[], Outcome] | None = None,
        meanwhile: Outcome = NOTHING,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.after = after
        self.otherwise = otherwise
        self.meanwhile = meanwhile


class Refused(Exception):
    """A decision against doing it. ``reason`` is a word of the event that will tell of it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Unreadable(ValueError):
    """A record that can't be understood: it goes to the dead-letter queue with this text, at once."""
