"""When somebody wants to talk or to meet, as they say it: a day, an hour, a zone, or a part of these."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import NamedTuple

from replies import calendar_days
from replies.patterns import Lazy

# Not after "5.", "kl.", "godz.", "ca." and "p.m.", which go on.
_SENTENCE = Lazy(r"(?<=[.!?。！？])(?<!\d\.)(?<!kl\.)(?<!godz\.)(?<!ca\.)(?<!m\.)\s+|(?<=[。！？])|\n+")


class Proposal(NamedTuple):
    """A time that somebody proposes. What they did not say is None.

    ``start`` is their local time; ``offset`` minutes east of UTC only where they name a zone.
    """

    day: date | None
    start: time | None
    offset: int | None = None

    @property
    def moment(self) -> datetime | None:
        """The moment in UTC, where day, hour and zone are all known."""
        if self.day is None or self.start is None or self.offset is None:
            return None
        zone = timezone(timedelta(minutes=self.offset))
        return datetime.combine(self.day, self.start, zone).astimezone(UTC)


def find_proposal(text: str, today: date) -> Proposal | None:
    """The first proposal in a text that was written on ``today``; the sentence that says most counts."""
    best: Proposal | None = None
    for sentence in _SENTENCE.split(text[: calendar_days.MAX_CHARS]):
        day = calendar_days.day_in(sentence, today)
        start = calendar_days.clock_in(sentence)
        if day is None and start is None:
            continue
        found = Proposal(day, start, calendar_days.zone_in(sentence) if start else None)
        if best is None or _said(found) > _said(best):
            best = found
    return best


def _said(proposal: Proposal) -> int:
    return sum(part is not None for part in proposal)
