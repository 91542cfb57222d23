"""When a mail may go: the campaign's window on the recipient's clock, spread so that not all go at once.

A country with several zones counts as open when its window is open in all of them; where that never
happens, and where the country is not known, a narrowed window on one clock stands in for it.
Thin today: no public holidays, and the country is the only witness of the zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach import hours, zones
from outreach.campaign import WEEKDAYS, Window
from outreach.ids import digest

NARROW_MINUTES = 120
"""How much later a narrowed window opens, and how much earlier it closes."""
_SHORTEST_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Clocks:
    """The zones a recipient may live by. ``certain`` is False when they are a guess."""

    zones: tuple[str, ...]
    certain: bool


def clocks(country: str | None, sender_zone: str) -> Clocks:
    """The clocks of a recipient: the country's, or the sender's own when the country is not known."""
    known = zones.of_country(country)
    return Clocks(known, True) if known else Clocks((sender_zone,), False)


def narrowed(window: Window) -> Window:
    """The window with its edges cut off, for when the recipient's clock is a guess. Never empty."""
    length = window.to_minute - window.from_minute
    cut = max(0, min(NARROW_MINUTES, (length - _SHORTEST_MINUTES) // 2))
    return Window(
        days=window.days,
        from_minute=window.from_minute + cut,
        to_minute=window.to_minute - cut,
        spread_seconds=window.spread_seconds,
    )


def is_open(window: Window, at: Clocks, moment: datetime) -> bool:
    """Whether a mail may go at that moment."""
    return any(span.start <= moment < span.end for span in _spans(window, at, moment))


def next_moment(window: Window, at: Clocks, after: datetime, seed: str) -> datetime:
    """The moment, not before ``after``, at which this mail should go: whole seconds, aware UTC.

    The seed (the send id) chooses the place inside the window's spread, so that deciding again gives the
    same moment, whatever machine decides.
    """
    earliest = after.replace(microsecond=0)
    if earliest < after:
        earliest += timedelta(seconds=1)
    span = next(span for span in _spans(window, at, earliest) if span.end > earliest)
    opening = max(span.start, earliest)
    room = int((span.end - opening).total_seconds()) - 1
    spread = max(0, min(window.spread_seconds, room))
    return opening + timedelta(seconds=int(digest("jitter", seed)[:12], 16) % (spread + 1))


def _spans(window: Window, at: Clocks, after: datetime) -> list[hours.Span]:
    wide = window if at.certain else narrowed(window)
    found = list(hours.spans(_hours(wide), at.zones, after))
    # Eleven zones of one country share no office hour: take the most populous one, cut at both edges.
    return found or list(hours.spans(_hours(narrowed(window)), at.zones[:1], after))


def _hours(window: Window) -> hours.Hours:
    weekdays = frozenset(WEEKDAYS.index(day) for day in window.days)
    return hours.Hours(weekdays, window.from_minute, window.to_minute)
