"""Opening hours on several clocks at once, as spans of UTC time.

Hours are open when they are open on *every* clock given. Spans are computed per local day, so that daylight
saving needs no special case: a local time that the clock skips, or shows twice, is read so that the span
comes out shorter, never longer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

HORIZON_DAYS = 15
"""How far ahead to look. Hours repeat weekly: what does not open within two weeks never does."""

_DAY_MINUTES = 1440


class Span(NamedTuple):
    """From ``start`` (included) to ``end`` (excluded), both aware UTC."""

    start: datetime
    end: datetime


class Hours(NamedTuple):
    """Weekdays (Monday is 0) and minutes after midnight; ``to_minute`` may be 1440, the day's end."""

    weekdays: frozenset[int]
    from_minute: int
    to_minute: int


EVERY_DAY = frozenset(range(7))


Closed = Callable[[date], bool]
"""Whether a day, by its date on the clock in question, has no hours at all."""


def spans(hours: Hours, zones: Sequence[str], after: datetime) -> Iterator[Span]:
    """The spans in which the hours are open on all clocks, ending after ``after``, in order.

    Raises ``ValueError`` without a zone: hours on no clock are open never, or always, and both are wrong.
    """
    common = _common(hours, zones, after, HORIZON_DAYS + 2, None)
    return (span for span in common if span.end > after)


def of_week(
    hours: Hours, zones: Sequence[str], week: datetime, closed: Closed | None = None
) -> tuple[Span, ...]:
    """The spans, or parts of them, that lie within seven days from ``week`` (aware UTC), in order."""
    end = week + timedelta(days=7)
    found = _common(hours, zones, week, 10, closed)
    return tuple(
        Span(max(span.start, week), min(span.end, end))
        for span in found
        if span.end > week and span.start < end
    )


def _common(
    hours: Hours, zones: Sequence[str], after: datetime, days: int, closed: Closed | None
) -> list[Span]:
    if not zones:
        raise ValueError("opening hours need at least one time zone")
    common = merged(_of_zone(hours, zones[0], after, days, closed))
    for zone in zones[1:]:
        common = _both(common, merged(_of_zone(hours, zone, after, days, closed)))
    return common


def open_at(hours: Hours, zones: Sequence[str], moment: datetime) -> bool:
    """Whether the hours are open on all clocks at that moment."""
    return any(span.start <= moment < span.end for span in spans(hours, zones, moment))


def _of_zone(
    hours: Hours, zone_name: str, after: datetime, days: int, closed: Closed | None
) -> Iterator[Span]:
    """The spans of so many days from the day before ``after`` on one clock."""
    zone = ZoneInfo(zone_name)
    first = after.astimezone(zone).date() - timedelta(days=1)
    for day in (first + timedelta(days=n) for n in range(days)):
        if day.weekday() in hours.weekdays and not (closed and closed(day)):
            start = max(_utc(day, hours.from_minute, zone))
            end = min(_utc(day, hours.to_minute, zone))
            if start < end:
                yield Span(start, end)


def _utc(day: date, minute: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The two readings of a local time (PEP 495): they differ when the clock skips or repeats it."""
    day += timedelta(days=minute // _DAY_MINUTES)
    minute %= _DAY_MINUTES
    local = datetime.combine(day, time(minute // 60, minute % 60), tzinfo=zone)
    return local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)


def merged(found: Iterable[Span]) -> list[Span]:
    """Join spans that touch: open around the clock is one span, not one a day."""
    joined: list[Span] = []
    for span in found:
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _both(left: list[Span], right: list[Span]) -> list[Span]:
    found = []
    i = j = 0
    while i < len(left) and j < len(right):
        start, end = max(left[i].start, right[j].start), min(left[i].end, right[j].end)
        if start < end:
            found.append(Span(start, end))
        if left[i].end <= right[j].end:
            i += 1
        else:
            j += 1
    return found
