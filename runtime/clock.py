"""Time comes in through here, so that tests and the local stage can set it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What tells the time."""

    def now(self) -> datetime:
        """The moment, in UTC, aware."""
        ...


class SystemClock:
    """The machine's clock, moved by ``offset`` seconds.

    The offset is 0 on AWS. The local stage moves itself to the afternoon of a working day, so that send
    windows and calling hours are open whenever somebody tries it.
    """

    def __init__(self, offset: float = 0) -> None:
        self._offset = timedelta(seconds=offset)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset


class FixedClock:
    """A clock that stands still until it is moved."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    def advance(self, by: timedelta) -> None:
        self._now += by

    def set(self, to: datetime) -> None:
        self._now = to
