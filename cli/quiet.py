"""Whether the loop has come to rest: nothing waits, nothing is under way, nothing is due soon."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from cli.connection import Connection

_AT = re.compile(r"at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)")

STEADY_SECONDS = 3.0
"""How long nothing may move before the loop counts as quiet: a hop from the table's stream to a queue takes
a tenth of a second, and can be seen in no queue while it lasts."""


@dataclass(frozen=True, slots=True)
class Motion:
    """What still moves. ``events`` is how many the log holds: it must not grow either."""

    queues: Mapping[str, int] = field(default_factory=dict)
    outside: int = 0
    due: int = 0
    uncounted: int = 0
    events: int = 0

    @property
    def still(self) -> bool:
        return not (any(self.queues.values()) or self.outside or self.due or self.uncounted > 0)

    def places(self) -> dict[str, int]:
        """Where something moves, and how much."""
        elsewhere = {"outside": self.outside, "scheduled": self.due, "uncounted": max(0, self.uncounted)}
        return {name: n for name, n in {**self.queues, **elsewhere}.items() if n}

    def __str__(self) -> str:
        return ", ".join(f"{n} {name}" for name, n in self.places().items()) or "nothing"


class Watch:
    """Looks at a stage until it rests.

    ``horizon``: one-time schedules due within it are waited for; later ones are a later day's work.
    """

    def __init__(self, connection: Connection, horizon: timedelta) -> None:
        self._connection = connection
        self._horizon = horizon
        self._due_at: dict[str, datetime | None] = {}

    def look(self) -> Motion:
        """One look. What costs more is only asked for once the cheap part rests."""
        from cli.reading import queue_depths, tally

        depths = queue_depths(self._connection)
        queues = {name: n for name, n in depths.items() if n and not name.endswith("-dlq")}
        outside = 0 if queues or self._connection.sandbox is None else _outside(self._connection)
        if queues or outside:
            return Motion(queues, outside)
        due = self._due()
        if due:
            return Motion(due=due)
        if self._connection.sandbox is None:
            return Motion()
        counted = tally(self._connection)
        return Motion(uncounted=counted.uncounted, events=counted.events)

    def _due(self) -> int:
        """One-time schedules that go off within the horizon, by the wall clock: the service has no other."""
        limit = datetime.now(UTC) + self._horizon
        group = self._connection.schedule_group
        pages = self._connection.scheduler.get_paginator("list_schedules").paginate(GroupName=group)
        names = [schedule["Name"] for page in pages for schedule in page["Schedules"]]
        for name in names:
            if name not in self._due_at:
                self._due_at[name] = self._moment(group, name)
        moments = (self._due_at[name] for name in names)
        return sum(1 for moment in moments if moment is not None and moment <= limit)

    def _moment(self, group: str, name: str) -> datetime | None:
        """When a one-time schedule goes off; ``None`` for a recurring one, and one that just has."""
        client = self._connection.scheduler
        try:
            schedule: dict[str, Any] = client.get_schedule(GroupName=group, Name=name)
        except client.exceptions.ResourceNotFoundException:
            return None
        return moment_of(schedule["ScheduleExpression"])


def moment_of(expression: str) -> datetime | None:
    """The moment of an ``at(…)`` expression in UTC; ``None`` for ``rate`` and ``cron``."""
    found = _AT.fullmatch(expression)
    return datetime.fromisoformat(found[1]).replace(tzinfo=UTC) if found else None


class Steadiness:
    """Whether looks have shown no motion, and the same log, for long enough."""

    def __init__(self, seconds: float = STEADY_SECONDS) -> None:
        self._seconds = seconds
        self._since: float | None = None
        self._events = -1

    def saw(self, motion: Motion, at: float) -> bool:
        """Take a look into account (``at`` in seconds of a monotonic clock); true once it has lasted."""
        if not motion.still or motion.events != self._events:
            self._since = at if motion.still else None
            self._events = motion.events if motion.still else -1
            return False
        return self._since is not None and at - self._since >= self._seconds


@dataclass(frozen=True, slots=True)
class Rest:
    """How a wait ended: ``quiet``, or the deadline came and ``motion`` was left."""

    quiet: bool
    motion: Motion
    seconds: float


def wait(
    watch: Watch,
    deadline_seconds: float,
    *,
    each: Callable[[Motion], None] = lambda _: None,
    pause_seconds: float = 0.5,
    steady_seconds: float = STEADY_SECONDS,
) -> Rest:
    """Look until the loop rests or the deadline comes; ``each`` hears of every look."""
    started = time.monotonic()
    steady = Steadiness(steady_seconds)
    while True:
        motion = watch.look()
        now = time.monotonic()
        each(motion)
        if steady.saw(motion, now):
            return Rest(True, motion, now - started)
        if now - started > deadline_seconds:
            return Rest(False, motion, now - started)
        time.sleep(pause_seconds)


def _outside(connection: Connection) -> int:
    from cli.accounting.outside import pending

    assert connection.sandbox is not None
    return pending(connection.sandbox)
