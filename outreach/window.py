"""When a mail may go: the campaign's window on the recipient's clock, spread so that not all go at once.

A recipient with several possible clocks counts as open when the window is open on all of them. Where that
does not happen in a whole week, and where nothing tells the clock, a narrowed window on one clock stands in.
Public holidays and the country's weekend are closed, unless the campaign ignores them.

All is decided week by week (from Monday 00:00 UTC), each for itself, so that a moment is open or not whatever
moment one asks from: what ``next_moment`` names is open when it comes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from outreach import hours, zones
from outreach.campaign import WEEKDAYS, HolidayRule, Window
from outreach.hours import Span
from outreach.ids import digest
from outreach.places import Place

NARROW_MINUTES = 120
"""How much later a narrowed window opens, and how much earlier it closes."""
_SHORTEST_MINUTES = 60
_MOST_WEEKS = 60
"""How far to look. No calendar closes a weekday for a year: a test asks all of them."""
_WEEK = timedelta(days=7)


class Clocks(NamedTuple):
    """The zones a recipient may live by, and whose holidays they keep (ISO 3166-1 and the region's part of
    -2).

    ``certain`` is False when the zones are a guess; nobody's holidays are kept then.
    """

    zones: tuple[str, ...]
    certain: bool
    country: str = ""
    region: str = ""


def clocks(where: Place | str | None, sender_zone: str) -> Clocks:
    """The clocks of a recipient at a place, or in a country; the sender's own when nothing is known."""
    place = where if isinstance(where, Place) else Place((where or "").upper())
    known = place.zones or zones.of_country(place.country)
    return Clocks(known, True, place.country, place.region) if known else Clocks((sender_zone,), False)


def narrowed(window: Window) -> Window:
    """The window with its edges cut off, for when the recipient's clock is a guess. Never empty."""
    length = window.to_minute - window.from_minute
    cut = max(0, min(NARROW_MINUTES, (length - _SHORTEST_MINUTES) // 2))
    return window._replace(from_minute=window.from_minute + cut, to_minute=window.to_minute - cut)


def is_open(window: Window, at: Clocks, moment: datetime) -> bool:
    """Whether a mail may go at that moment."""
    return any(span.start <= moment < span.end for span in _week(window, at, _monday(moment)))


def next_moment(window: Window, at: Clocks, after: datetime, seed: str) -> datetime:
    """The moment, not before ``after``, at which this mail should go: whole seconds, aware UTC.

    The seed (the send id) chooses the place inside the window's spread, so that deciding again gives the
    same moment, whatever machine decides.
    """
    return _place_in(window, at, after, digest("jitter", seed), window.spread_seconds)


def spread_moment(window: Window, at: Clocks, after: datetime, seed: str) -> datetime:
    """As ``next_moment``, but anywhere in what is left of the window: for mails that a limit sent back.

    They come in a crowd, and would come in a crowd again if each asked for the window's beginning.
    """
    return _place_in(window, at, after, digest("spread", seed), None)


def open_day(window: Window, at: Clocks, after: datetime, number: int) -> datetime:
    """The beginning (UTC) of the day that is the ``number``-th open one after the day of ``after``.

    Limits count by UTC days; a day counts as open when any of it is.
    """
    day, left = after.astimezone(UTC).date(), number
    tomorrow = datetime.combine(day + timedelta(days=1), time(), tzinfo=UTC)
    for span in _spans(window, at, tomorrow):
        first = max(span.start.astimezone(UTC).date(), day + timedelta(days=1))
        last = (span.end - timedelta(seconds=1)).astimezone(UTC).date()
        while first <= last:
            day, left = first, left - 1
            if left <= 0:
                return datetime.combine(day, time(), tzinfo=UTC)
            first += timedelta(days=1)
    raise AssertionError("spans end in an error, not in silence")


def _place_in(window: Window, at: Clocks, after: datetime, dice: str, most_seconds: int | None) -> datetime:
    earliest = after.replace(microsecond=0)
    if earliest < after:
        earliest += timedelta(seconds=1)
    span = next(_spans(window, at, earliest))
    opening = max(span.start, earliest)
    room = min(int((span.end - opening).total_seconds()) - 1, 86_399)
    spread = max(0, room if most_seconds is None else min(most_seconds, room))
    return opening + timedelta(seconds=int(dice[:12], 16) % (spread + 1))


def _spans(window: Window, at: Clocks, after: datetime) -> Iterator[Span]:
    """Open spans that end after ``after``, in order; a span that goes on for weeks is cut after one."""
    monday = _monday(after)
    for week in (monday + n * _WEEK for n in range(_MOST_WEEKS)):
        here = _week(window, at, week)
        if here and here[-1].end == week + _WEEK:
            # It may go on into the next week: the cut between them is ours, not the window's.
            here = tuple(hours.merged((*here, *_week(window, at, week + _WEEK)[:1])))
        yield from (span for span in here if span.end > after)
    raise ValueError(f"a window that is closed for {_MOST_WEEKS} weeks: {window}, {at}")


def _monday(moment: datetime) -> datetime:
    day = moment.astimezone(UTC).date()
    return datetime.combine(day - timedelta(days=day.weekday()), time(), tzinfo=UTC)


@lru_cache(maxsize=8192)
def _week(window: Window, at: Clocks, monday: datetime) -> tuple[Span, ...]:
    """What is open in a week. Kept: many recipients share a window, a clock and a week."""
    wide = window if at.certain else narrowed(window)
    names = at.zones
    if not hours.of_week(_hours(wide), names, monday):
        # Eleven zones of one country share no office hour: take the most populous one, cut at both edges.
        wide, names = narrowed(window), names[:1]
    if window.holidays is HolidayRule.IGNORE or not at.country:
        return hours.of_week(_hours(wide), names, monday)
    return hours.of_week(_hours(wide), names, monday, lambda day: _closed(window, at, day))


def _closed(window: Window, at: Clocks, day: date) -> bool:
    # Asked for days of the window only, and the calendar only then: it costs an import.
    from outreach import business_days

    if day in business_days.public_holidays(at.country, at.region, day.year):
        return True
    if "sat" in window.days or "sun" in window.days:
        return False  # the campaign has chosen to write at weekends
    free = business_days.weekend(at.country, day.year)
    return day.weekday() in free and not _weekdays(window) <= free


def _weekdays(window: Window) -> frozenset[int]:
    return frozenset(WEEKDAYS.index(day) for day in window.days)


def _hours(window: Window) -> hours.Hours:
    return hours.Hours(_weekdays(window), window.from_minute, window.to_minute)
