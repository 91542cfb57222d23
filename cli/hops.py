"""How long the pipeline takes from one event to the next: measured from the log, not from a stopwatch."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cli.eventlog import Said


@dataclass(frozen=True, slots=True)
class Hop:
    """A way between two kinds of event, and the seconds that it took."""

    name: str
    seconds: tuple[float, ...]

    @property
    def count(self) -> int:
        return len(self.seconds)

    @property
    def median(self) -> float:
        return percentile(self.seconds, 50)

    @property
    def p95(self) -> float:
        return percentile(self.seconds, 95)

    def as_json(self) -> dict[str, object]:
        return {
            "hop": self.name,
            "count": self.count,
            "median_s": round(self.median, 3),
            "p95_s": round(self.p95, 3),
            "max_s": round(max(self.seconds), 3),
        }


def percentile(values: Sequence[float], share: float) -> float:
    """Nearest rank: the smallest value that at least ``share`` percent of the values do not exceed."""
    if not values:
        raise ValueError("no values")
    rank = max(1, math.ceil(len(values) * share / 100))
    return sorted(values)[rank - 1]


def hops(events: Iterable[Said]) -> list[Hop]:
    """Each event against the one that caused it, by kinds, in the order in which the kinds first appear.

    The time between two events is queueing, the handler's work (reading a shop's pages, say), and what the
    outbox took to publish the first. An event whose cause is not in the log (a schedule fired, SES spoke)
    begins a way and ends none.
    """
    told = sorted(events, key=lambda event: (event.at, event.id))
    by_id = {event.id: event for event in told}
    found: dict[str, list[float]] = defaultdict(list)
    for event in told:
        cause = by_id.get(event.cause)
        if cause is not None and cause.id != event.id:
            found[f"{cause.type} → {event.type}"].append((event.at - cause.at).total_seconds())
    return [Hop(name, tuple(seconds)) for name, seconds in found.items()]


def between(name: str, pairs: Iterable[tuple[float, float]]) -> Hop | None:
    """A hop from (start, end) pairs of epoch seconds; ``None`` without any."""
    seconds = tuple(end - start for start, end in pairs)
    return Hop(name, seconds) if seconds else None
