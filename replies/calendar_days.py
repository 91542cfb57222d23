"""Days and clock times that a text names, relative to the day on which it was written. Pure arithmetic."""

# ruff: noqa: E501 - patterns read best whole, one idea a line
from __future__ import annotations

import re
from datetime import date, time, timedelta
from functools import lru_cache

from replies import calendar_words as words
from replies.patterns import Lazy

MAX_CHARS = 2000

_ISO = Lazy(r"\b(20\d\d)-(\d\d)-(\d\d)\b")
_DOTTED = Lazy(r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.(?:\s?(20\d\d|\d\d))?(?!\d)")
_SLASHED = Lazy(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?:/(20\d\d|\d\d))?(?![\d/])(?!\s?(?:inch|of\b|\"))")
_EASTERN = Lazy(r"(?<!\d)(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号號일]")
# In English "next Tuesday", said on a Monday, is not tomorrow; "mardi prochain" is.
_NEXT_DAY = Lazy(r"\bnext (?:mon|tues|wednes|thurs|fri|satur|sun)day\b")
_NTH = Lazy(
    r"\b(?:the|le|el|il|den|am|dem|o dia|dia|d\.)\s(\d{1,2})(?:st|nd|rd|th|\.|\.?º|er)?(?=[\s,.!?;]|$)(?!\s?(?::|uhr|h\b|am\b|pm\b|min|%))"
)

# A number beside a word: "5 March", "5. marts", "March 5th".
_DAY_FIRST = Lazy(
    r"(?<![\d:.])(\d{1,2})(?:st|nd|rd|th|\.|º|er|ª)?\s(?:of |de |di |den )?([^\W\d_]{3,})(?:,?\s(?:de |del )?(20\d\d)\b)?"
)
_MONTH_FIRST = Lazy(r"\b([^\W\d_]{3,})\.?\s(\d{1,2})(?:st|nd|rd|th)?\b(?![:.]?\d)(?:,?\s(20\d\d)\b)?")
_HALF_PAST = Lazy(r"\bhalf (?:past )?(\w+)\b")
_HALF_TO = Lazy(r"\b(?:halb|half|halv|wpół do|puoli|pół do)\s(\w+)\b")
_CLOCK = Lazy(
    r"(?<![\d.:/€$£+-])(\d{1,2})(?:[:.h](\d\d))\s?(?:uhr|h\b|hrs?\b|val\b)?\s?(a\.?m\b|p\.?m\b)?(?![\d:/]|\s?(?:€|£|\$|%|eur|usd|gbp|chf|pln|sek|dkk|nok|kr\b|zł|dollar|pound|percent|prozent|k[gm]\b|[mg]b\b))|"
    r"(?<![\d.:/€$£+-])(\d{1,2})\s?(?:uhr\b|h\b|o'clock|val\b|óra|óráig|годин|час\w*|saat\b|hodin\w*)|(?<![\d.:/€$£])(\d{1,2})\s?(a\.?m\b|p\.?m\b)|"
    r"\b(?:at|um|gegen|à|a las|alle|às|om|kl\.?|klo|klockan|klokken|kello|klokka|o|o godz\.?|godz\.?|в|saat|ve)\s(\d{1,2})(?![\d/:%]|\.\d)\b"
)
_EASTERN_CLOCK = Lazy(
    r"(\d{1,2}|[一二三四五六七八九十两]{1,3})\s?[時点时點시](半)?(?:\s?(\d{1,2})\s?[分분])?"
)
_ZONE = Lazy(
    r"\b(utc|gmt|cest|cet|bst|wet|eet|est|edt|cst|cdt|mst|mdt|pst|pdt|jst)\b(?:\s?([+-]\d{1,2})(?::?(\d\d))?)?"
)

ZONES = {
    "utc": 0, "gmt": 0, "wet": 0, "bst": 60, "cet": 60, "cest": 120, "eet": 120, "est": -300, "edt": -240,
    "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "jst": 540,
}  # fmt: skip
"""Minutes east of UTC of the abbreviations that are read."""
MOST_OFFSET = 14 * 60
"""No zone is further from UTC (Line Islands); minutes."""


def make(year: int, month: int, day: int) -> date | None:
    """A date, or None where there is none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def coming(month: int, day: int, today: date) -> date | None:
    """The next such day, today included."""
    this = make(today.year, month, day)
    return this if this is not None and this >= today else make(today.year + 1, month, day)


@lru_cache(maxsize=1)
def _weekdays() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(_beginnings(names)) for names in words.WEEKDAYS)


@lru_cache(maxsize=1)
def _months() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(_beginnings(names)) for names in words.MONTHS)


def _beginnings(names: str) -> str:
    """Beginnings of words where a script has words."""
    return "|".join(
        name if ord(name[0]) > 0x2E7F or name[0].isdigit() else rf"\b{name}" for name in names.split()
    )


def named_month(text: str) -> tuple[int, int, int] | None:
    """The first month named in a text that is lower case: its number, where its name begins and ends."""
    found = [(m.start(), -m.end(), n) for n, p in enumerate(_months(), 1) if (m := p.search(text))]
    if not found:
        return None
    start, end, month = min(found)
    return month, start, -end


def month_in(text: str) -> int | None:
    """The number of the first month named."""
    named = named_month(text)
    return named[0] if named else None


def weekday_in(text: str) -> int | None:
    """The first weekday named, Monday 0."""
    found = [(match.start(), n) for n, p in enumerate(_weekdays()) if (match := p.search(text))]
    return min(found)[1] if found else None


def weekdays_in(lowered: str) -> list[tuple[int, int, int]]:
    """Every weekday named in a text that is lower case: where its name begins and ends, Monday 0."""
    return [(m.start(), m.end(), n) for n, p in enumerate(_weekdays()) for m in p.finditer(lowered)]


def day_in(text: str, today: date) -> date | None:
    """The first day that a text names, from ``today`` on."""
    lowered = text[:MAX_CHARS].lower()
    exact = _exact(lowered, today)
    if exact is not None:
        return exact if today <= exact <= today + timedelta(days=550) else None
    for pattern, days in ((words.AFTER_TOMORROW, 2), (words.TOMORROW, 1)):
        if re.search(pattern, lowered):
            return today + timedelta(days=days)
    weekday = weekday_in(lowered)
    if weekday is not None:
        ahead = (weekday - today.weekday()) % 7 or 7
        day = today + timedelta(days=ahead)
        if re.search(words.NEXT_WEEK, lowered) or _NEXT_DAY.search(lowered):
            monday = today + timedelta(days=7 - today.weekday())
            day = monday + timedelta(days=weekday)
        return day
    return today if re.search(words.TODAY, lowered) else None


def _exact(lowered: str, today: date) -> date | None:
    iso = _ISO.search(lowered)
    if iso:
        return make(int(iso[1]), int(iso[2]), int(iso[3]))
    eastern = _EASTERN.search(lowered)
    if eastern:
        return coming(int(eastern[1]), int(eastern[2]), today)
    dotted = _DOTTED.search(lowered) or _SLASHED.search(lowered)
    if dotted:
        first, second, year = int(dotted[1]), int(dotted[2]), int(dotted[3] or 0)
        if second > 12:  # 11/25: month first
            first, second = second, first
        year += 2000 if 0 < year < 100 else 0
        return make(year, second, first) if year else coming(second, first, today)
    beside = [(m[1], m[2], m[3]) for m in _DAY_FIRST.finditer(lowered)]
    beside += [(m[2], m[1], m[3]) for m in _MONTH_FIRST.finditer(lowered)]
    for digits, word, stated in beside:
        number, month = int(digits), month_in(word) or _short(word)
        if month and 1 <= number <= 31:
            return make(int(stated), month, number) if stated else coming(month, number, today)
    nth = _NTH.search(lowered)
    if nth and 1 <= int(nth[1]) <= 31:
        this = make(today.year, today.month, int(nth[1]))
        if this is not None and this > today:
            return this
        after = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
        return make(after.year, after.month, int(nth[1]))
    return None


def _short(word: str) -> int | None:
    short = "sep" if word == "sept" else word
    return words.SHORT_MONTHS.index(short) + 1 if short in words.SHORT_MONTHS else None


def clock_in(text: str) -> time | None:
    """The first clock time named, on 24 hours: "2pm", "14 Uhr", "halb zehn", "14h30", "下午两点"."""
    lowered = _SLASHED.sub(" ", _DOTTED.sub(" ", text[:MAX_CHARS].lower()))
    later = bool(re.search(words.AFTERNOON, lowered))
    half = _HALF_PAST.search(lowered)
    hour = _number(half[1]) if half and half[0].startswith("half past") else None
    if hour is not None:
        return _clock(hour, 30, later or hour < 7)
    half = _HALF_TO.search(lowered)
    hour = _number(half[1]) if half else None
    if hour is not None and 1 <= hour <= 12:
        return _clock((hour - 1) % 12 or 12, 30, later or hour - 1 < 7)
    eastern = _EASTERN_CLOCK.search(lowered)
    if eastern:
        hour = _number(eastern[1])
        if hour is not None:
            return _clock(hour, 30 if eastern[2] else int(eastern[3] or 0), later)
    for match in _CLOCK.finditer(lowered):
        hour = int(match[1] or match[4] or match[5] or match[7])
        half_of_day = match[3] or match[6] or ""
        afternoon = half_of_day.startswith("p") or (not half_of_day and later and hour < 12)
        if half_of_day.startswith("a"):
            hour %= 12
        found = _clock(hour, int(match[2] or 0), afternoon or (match[7] is not None and hour < 7))
        if found is not None:
            return found
    return time(12) if re.search(words.NOON, lowered) else None


def zone_in(text: str) -> int | None:
    """The zone that a text names, in minutes east of UTC."""
    match = _ZONE.search(text[:MAX_CHARS].lower())
    if match is None:
        return None
    offset = int(match[2] or 0)
    more = int(match[3] or 0)
    found = ZONES[match[1]] + offset * 60 + (more if offset >= 0 else -more)
    return found if abs(found) <= MOST_OFFSET else None


def _number(word: str) -> int | None:
    return int(word) if word.isdigit() else words.NUMBERS.get(word)


def _clock(hour: int, minute: int, afternoon: bool) -> time | None:
    if afternoon and hour < 12:
        hour += 12
    return time(hour, minute) if 0 <= hour < 24 and 0 <= minute < 60 else None
