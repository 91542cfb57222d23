"""Until when "not now" asks to be left in peace: the first day on which we may ask again.

A month means its first day, "after" something means when that is over, and what is vague ("later") gives no
day. Seasons are those of the northern hemisphere. A day lies between tomorrow and two years from now.
"""

# ruff: noqa: E501 - patterns read best whole, one idea a line
from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from replies import calendar_days, calendar_words
from replies.patterns import Lazy

MOST_DAYS = 730
# "After" stands before what is over, or behind it.
_BEFORE_IT = Lazy(
    r"(?:\bafter|\bonce|\bpast|\bnach|\baprès|\bdespués de|\bpasad[ao]|\btras|\bdopo|\bna|\bpo|\bdepois d\w+|\befter|\better|بعد|\bпосле)\s(?:\w+\s){0,2}$"
)
_BEHIND_IT = Lazy(r"^\S{0,6}\s?(?:jälkeen|が?終わ|明け|过后|之后|以后|后|이? ?지나|\w*\s?sonra|\s?után)")
_YEAR = Lazy(r"\w{0,4}\.?,?\s(?:de |del |of )?(20\d\d)\b")
_QUARTER = Lazy(
    r"\bq([1-4])\b|\b([1-4])(?:st|nd|rd|th|\.)? (?:quarter|quartal)|\b(first|second|third|fourth|ersten|zweiten|dritten|vierten) (?:quarter|quartal)"
)
_ORDINALS = {
    "first": 1,
    "ersten": 1,
    "second": 2,
    "zweiten": 2,
    "third": 3,
    "dritten": 3,
    "fourth": 4,
    "vierten": 4,
}
_NAMED_BY_WORD = Lazy(
    r"\b(?:in|until|till|after|before|by|from|around|early|mid|late|of|im|bis|ab|nach|en|jusqu'en|dès|à partir de|hasta|desde|a|in|fino a|da|vanaf|tot|w|do|od|em|até|i|til|till|fra|från)\s(jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|may)\b"
)


@lru_cache(maxsize=1)
def _counted() -> re.Pattern[str]:
    """A number of days, weeks or months."""
    numbers = "|".join(sorted(map(re.escape, calendar_words.NUMBERS), key=len, reverse=True))
    return re.compile(
        rf"(?<!\w)(\d{{1,2}}|{numbers})\s?(?:more |other )?"
        rf"(?:(?P<weeks>{calendar_words.WEEKS_OF})|(?P<months>{calendar_words.MONTHS_OF})|(?P<days>{calendar_words.DAYS_OF}))(?!\w*[a-zà-ž]{{3}})"
    )


def find_not_before(text: str, today: date) -> date | None:
    """The day in a text that was written on ``today``; None where it names none."""
    lowered = text[: calendar_days.MAX_CHARS].lower()
    found = _counted_from(lowered, today) or _named(lowered, today) or _season(lowered, today)
    if found is None or not today < found <= today + timedelta(days=MOST_DAYS):
        return None
    return found


def _counted_from(lowered: str, today: date) -> date | None:
    if re.search(r"\b(?:fortnight|quinze jours|quincena)\b", lowered):
        return today + timedelta(days=14)
    if re.search(r"\bhalf a year\b|\bhalben jahr\b|\bsix mois\b|\bmedio año\b|半年", lowered):
        return _months_on(today, 6)
    match = _counted().search(lowered)
    if match is None:
        return None
    word = match[1]
    number = int(word) if word.isdigit() else calendar_words.NUMBERS[word]
    if match["months"]:
        return _months_on(today, number)
    return today + timedelta(days=number * (7 if match["weeks"] else 1))


def _named(lowered: str, today: date) -> date | None:
    exact = calendar_days.day_in(lowered, today)
    if exact is not None and re.search(r"\d", lowered) and calendar_days.weekday_in(lowered) is None:
        return exact
    quarter = _QUARTER.search(lowered)
    if quarter:
        number = int(quarter[1] or quarter[2] or _ORDINALS[quarter[3]])
        return _first_of(3 * number - 2, today)
    named = calendar_days.named_month(lowered)
    if named is None:
        short = _NAMED_BY_WORD.search(lowered)
        named = (
            (calendar_words.SHORT_MONTHS.index(short[1][:3]) + 1, short.start(1), short.end(1))
            if short
            else None
        )
    if named is not None and not _only_modal(lowered, named[0]):
        month, start, end = named
        stated = _YEAR.match(lowered, end)
        if stated:
            return date(int(stated[1]), month, 1)
        return _first_of(month % 12 + 1 if _is_over(lowered, start, end) else month, today)
    if re.search(calendar_words.NEXT_QUARTER, lowered):
        return _first_of((today.month - 1) // 3 * 3 % 12 + 4 if today.month < 10 else 1, today)
    if re.search(calendar_words.NEXT_MONTH, lowered):
        return _first_of(today.month % 12 + 1, today)
    if re.search(calendar_words.NEXT_WEEK, lowered):
        return today + timedelta(days=7 - today.weekday())
    return None


def _season(lowered: str, today: date) -> date | None:
    if re.search(calendar_words.CHRISTMAS, lowered):
        this = date(today.year, 1, 7)
        return this if this > today else date(today.year + 1, 1, 7)
    if re.search(calendar_words.LUNAR_NEW_YEAR, lowered):
        return calendar_days.coming(
            3, 1, today
        )  # its holidays end in February, in the latest years on the 26th
    if re.search(calendar_words.EASTER, lowered):
        this = easter(today.year) + timedelta(days=2)  # the Tuesday after
        return this if this > today else easter(today.year + 1) + timedelta(days=2)
    for pattern, month in calendar_words.SEASONS:
        season = re.search(pattern, lowered)
        if season:
            over = _is_over(lowered, season.start(), season.end())
            return _first_of((month + 2) % 12 + 1 if over else month, today)
    if re.search(calendar_words.NEXT_YEAR, lowered):
        return date(today.year + 1, 1, 7)  # nobody wants business mail on New Year's Day
    return None


def _is_over(lowered: str, start: int, end: int) -> bool:
    """Whether what stands there must be over: "after June", "夏が終わって"."""
    return bool(
        _BEFORE_IT.search(lowered[max(0, start - 30) : start]) or _BEHIND_IT.search(lowered[end : end + 16])
    )


def _only_modal(lowered: str, month: int) -> bool:
    """English "may" and "march" are verbs too: as months they follow a preposition, or a number stands by."""
    if month not in (3, 5) or not re.search(r"\b(?:may|march)\b", lowered):
        return False
    return not re.search(
        r"\b(?:in|until|till|after|before|by|from|around|early|mid|late|of|next|this|since|end of) (?:may|march)\b|\d(?:st|nd|rd|th)? (?:may|march)\b|\b(?:may|march) \d",
        lowered,
    )


def _first_of(month: int, today: date) -> date:
    """The first day of the next such month; a month that has begun is next year's."""
    return date(today.year + (month <= today.month), month, 1)


def _months_on(today: date, months: int) -> date:
    at = today.month - 1 + months
    year, month = today.year + at // 12, at % 12 + 1
    return calendar_days.make(year, month, today.day) or date(year + month // 12, month % 12 + 1, 1)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm, Nature 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
