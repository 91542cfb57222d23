"""The days that a sentence names, each with its place: "12 May", "May 3-10", "12.06.", 5月10日, "Monday 3rd"."""

# ruff: noqa: E501 - patterns read best whole, one idea a line
from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from replies import calendar_days, calendar_words
from replies.auto_reply.day_words import MONTHS
from replies.calendar_days import make
from replies.patterns import Lazy

_MOST = 40
_YEAR_FIRST = Lazy(r"(?<![\d.])(20\d\d)\s?[-/.年년]\s?(\d{1,2})\s?[-/.月월]\s?(\d{1,2})(?!\d)\s?[日일]?")
_EASTERN = Lazy(
    r"(?<!\d)(\d{1,2})\s?[月월]\s?(\d{1,2})(?:\s?[日號号일])?(?:\s?[-~〜至到]\s?(\d{1,2})\s?[日號号일])?(?!\d)"
)
_NUMERIC = Lazy(
    r"(?<![\d./:])(\d{1,2})([./])\s?(\d{1,2})(?:\2\s?(20\d\d|\d\d)?)?(?![\d:%/]|\s?(?:uhr|h\b|[ap]\.?m\b))|(?<![\d./:-])(\d{1,2})-(\d{1,2})-(20\d\d)(?!\d)"
)
_DAY_FIRST = Lazy(
    r"(?<![\d:.,/])(\d{1,2})(?:st|nd|rd|th|\.|º|°|er|ª|:?e|:an|η)?\s(?:of (?:the )?|de |di |den |d['’])?([^\W\d_]{3,})\.?(?:,?\s(?:de |del |do )?(20\d\d))?"
)
_MONTH_FIRST = Lazy(
    r"\b([^\W\d_]{3,})\.?\s(?:the )?(\d{1,2})(?:st|nd|rd|th|\.)?(?:(?:\s?[-–—]\s?|\sto\s|\sthrough\s)(\d{1,2})(?:st|nd|rd|th)?)?(?![\d:%/]|\.\d|\s?(?:uhr|h\b|[ap]\.?m\b))(?:,?\s(20\d\d))?"
)
_NTH = Lazy(
    r"\b(?:the|le|el|den|am|dem|o dia|dia)\s(\d{1,2})(?:st|nd|rd|th|\.|º|er)?(?=[\s,.!?;)]|$)(?!\s?(?::|uhr|h\b|am\b|pm\b|min|%|days|weeks|hours|tage|wochen|stunden|jours|días))|\b(\d{1,2})(?:st|nd|rd|th)\b(?!\s(?:floor|edition|annual|avenue|street))"
)
_NUMBER_BEHIND = Lazy(
    r"^,?\s?(?:the |den |dem |le |el )?(\d{1,2})(?:st|nd|rd|th|\.|º|er)?(?=[\s,.!?;)]|$)(?!\s?(?::|uhr|h\b|am\b|pm\b))"
)
_OVER = timedelta(days=45)  # a day that is over by no more is that one, not next year's


class Named(NamedTuple):
    """A day and where its name stands. ``ranged``: it ends a range that is written as one ("May 3-10")."""

    start: int
    end: int
    day: date
    ranged: bool = False


def days_named(lowered: str, today: date, month_first: bool = False) -> list[Named]:
    """The days in a text that is lower case, in its order, none within another."""
    found = [*_by_numbers(lowered, today, month_first), *_by_names(lowered, today)]
    taken: list[Named] = []
    for one in sorted(found, key=lambda n: (n.start, -n.end)):
        if not taken or one.start >= taken[-1].end:
            taken.append(one)
    weekdays = list(_by_weekdays(lowered, today, taken))
    for match in _NTH.finditer(lowered):
        if not any(one.start < match.end() and match.start() < one.end for one in (*taken, *weekdays)):
            day = _of_month(int(match[1] or match[2]), None, today)
            weekdays += [Named(match.start(), match.end(), day)] if day else []
    return sorted([*taken, *weekdays])[:_MOST]


def nearest(month: int, day: int, year: int | None, today: date) -> date | None:
    """The day in the year that is named, else in the one that brings it nearest."""
    if year is not None:
        return make(year + 2000 if year < 100 else year, month, day)
    for candidate in (today.year, today.year + 1, today.year - 1):
        found = make(candidate, month, day)
        if found is not None and today - _OVER <= found < today - _OVER + timedelta(days=365):
            return found
    return None


def _by_numbers(lowered: str, today: date, month_first: bool) -> list[Named]:
    found: list[Named] = []

    def note(start: int, end: int, day: date | None, ranged: bool = False) -> None:
        if day is not None:
            found.append(Named(start, end, day, ranged))

    for m in _YEAR_FIRST.finditer(lowered):
        note(m.start(), m.end(), make(int(m[1]), int(m[2]), int(m[3])))
    for m in _EASTERN.finditer(lowered):
        note(m.start(), m.end(), nearest(int(m[1]), int(m[3] or m[2]), None, today), ranged=bool(m[3]))
    numeric = list(_NUMERIC.finditer(lowered))
    # One date of the text may tell how the others are written.
    slashed = [(int(m[1]), int(m[3])) for m in numeric if m[2] == "/"]
    if any(first > 12 for first, _ in slashed):
        month_first = False
    elif any(second > 12 for _, second in slashed):
        month_first = True
    for m in numeric:
        first, second = int(m[1] or m[5]), int(m[3] or m[6])
        if m[2] == "/" and month_first:
            first, second = second, first
        written = m[4] or m[7]
        note(m.start(), m.end(), nearest(second, first, int(written) if written else None, today))
    return found


def _by_names(lowered: str, today: date) -> list[Named]:
    found: list[Named] = []
    for m in _DAY_FIRST.finditer(lowered):
        month = month_of(m[2])
        day = nearest(month, int(m[1]), int(m[3]) if m[3] else None, today) if month else None
        if day is not None:
            found.append(Named(m.start(), m.end(), day))
    for m in _MONTH_FIRST.finditer(lowered):
        month = month_of(m[1])
        last = m[3] or m[2]
        day = nearest(month, int(last), int(m[4]) if m[4] else None, today) if month else None
        if day is not None:
            found.append(Named(m.start(), m.end(), day, ranged=bool(m[3])))
    return found


def _by_weekdays(lowered: str, today: date, taken: list[Named]) -> list[Named]:
    """Weekdays that no day stands beside."""
    found: list[Named] = []
    for start, end, weekday in calendar_days.weekdays_in(lowered):
        if any(one.start - 8 <= end <= one.end + 1 or one.start <= start <= one.end + 4 for one in taken):
            continue
        beside = _NUMBER_BEHIND.match(lowered[end:])
        day = _of_month(int(beside[1]), weekday, today) if beside else None
        if day is not None and beside is not None:
            found.append(Named(start, end + beside.end(), day))
            continue
        day = today + timedelta(days=(weekday - today.weekday()) % 7 or 7)
        if re.search(calendar_words.NEXT_WEEK, lowered[max(0, start - 30) : end + 30]):
            day = today + timedelta(days=7 - today.weekday() + weekday)
        found.append(Named(start, end, day))
    return found


def _of_month(number: int, weekday: int | None, today: date) -> date | None:
    """The next day with such a number, on such a weekday if one is named: "Monday 3rd"."""
    first = today.replace(day=1)
    for _ in range(4):
        day = make(first.year, first.month, number)
        if day is not None and day > today and weekday in (None, day.weekday()):
            return day
        first = (first + timedelta(days=32)).replace(day=1)
    return None


def month_of(word: str) -> int | None:
    """The month that a word names, written out or abbreviated."""
    short = word[:3] if word in calendar_words.SHORT_MONTHS else word
    if short in calendar_words.SHORT_MONTHS:
        return calendar_words.SHORT_MONTHS.index(short) + 1
    return MONTHS.get(word) or calendar_days.month_in(word)
