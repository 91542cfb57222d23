"""The stage's clock: a working afternoon, whatever the day, that never goes back."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from math import ceil

OPEN_FROM, OPEN_UNTIL = time(15, 30), time(18, 0)  # UTC: office hours in Western Europe and in North America
START = time(16, 30)


def choose_offset(now: datetime, previous: int | None) -> int:
    """Seconds to add to ``now`` (aware, UTC) so that it is the afternoon of a working day (16:30 UTC).

    ``previous`` is the offset that the stage had before, kept while it is still the afternoon there. The
    clock never goes back, because what the stage has written bears its dates.
    """
    there = now + timedelta(seconds=previous or 0)
    if previous is not None and there.weekday() < 5 and OPEN_FROM <= there.time() <= OPEN_UNTIL:
        return previous
    target = there.replace(hour=START.hour, minute=START.minute, second=0, microsecond=0)
    while target < there or target.weekday() >= 5:
        target += timedelta(days=1)
    return ceil((target - now).total_seconds())
