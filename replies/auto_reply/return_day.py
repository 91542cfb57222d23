"""The day on which somebody is back, read from an absence note and the day on which it was sent."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from replies import calendar_days, calendar_words, postponement
from replies.auto_reply import day_words
from replies.auto_reply.days_named import Named, days_named
from replies.auto_reply.note import says
from replies.patterns import Lazy

MAX_CHARS = 3000
MOST_AHEAD = timedelta(days=550)  # a parental leave
_BEFORE = 48  # characters in which a cue stands before its day
_BEHIND = 28
_SENTENCE = Lazy(r"(?<=[!?。！？])|(?<!\d)\.\s+(?!\d)|(?<=20\d\d)\.\s+|\n\s*\n")
_DOT_BEHIND_DIGIT = Lazy(r"(?<=\d)\.")
_GAP = Lazy(
    r"^[\s,.:(]*(?:(?:the|le|el|il|o|den|dem|der|am|on|dia|dnia|de|al|a|d\.)\b[\s.]*)?(?:[^\W\d_]{3,14}[,.]?\s+)?(?:(?:the|den|dem|le|el|il|dia)\s)?$"
)


class Role(IntEnum):
    """What a day is to the absence; a later one is the better witness of the return."""

    FIRST = 0
    DAY_OF = 1
    UNTIL = 2
    BACK = 3


class Found(NamedTuple):
    role: Role
    day: date


@lru_cache(maxsize=16)
def _words(name: str) -> re.Pattern[str]:
    return re.compile(getattr(day_words, name))


@lru_cache(maxsize=1)
def _range_start() -> re.Pattern[str]:
    """The first day of a range that shares its month: "du 5 au" 16 octobre."""
    return re.compile(
        rf"(?<![\d.,:])\d{{1,2}}(?:st|nd|rd|th|\.|º|er)?\s*{day_words.TO}\s*(?:[^\W\d_]{{3,14}}\.?,?\s+)?$"
    )


def return_date(text: str, today: date, month_first: bool = False) -> date | None:
    """The first day on which somebody is there again; None where the note names none, or one that is over.

    "Back on the 21st" wins over "until the 20th"; of several days the latest counts, as notes state ranges.
    "Until Friday" is that Friday, "through Friday" the day after it. A year that is not named is the one that
    brings the day nearest to ``today``. ``month_first``: how 6/7 is read where nothing else tells.
    """
    lowered = unicodedata.normalize("NFKC", text[:MAX_CHARS]).lower()
    lowered = re.sub(r"(?<!\n)\n(?!\s*\n)", " ", lowered)
    found = [
        one for sentence in _SENTENCE.split(lowered) for one in _in_sentence(sentence, today, month_first)
    ]
    for role in (Role.BACK, Role.UNTIL, Role.DAY_OF):
        days = [one.day for one in found if one.role is role and one.day >= today]
        if days:
            last = max(days)
            return last if last <= today + MOST_AHEAD else None
    return None


def _in_sentence(sentence: str, today: date, month_first: bool) -> list[Found]:
    named = days_named(sentence, today, month_first)
    if not named:
        return _vaguely(sentence, today)
    found = []
    plain = _DOT_BEHIND_DIGIT.sub(" ", sentence)
    for number, one in enumerate(named):
        before = sentence[named[number - 1].end if number else 0 : one.start]
        behind = sentence[one.end : named[number + 1].start if number + 1 < len(named) else len(sentence)]
        role, inclusive = _role(before, behind, one, first=number == 0, last=number == len(named) - 1)
        if role is Role.DAY_OF:
            if not (says("AWAY", plain) or says("TRIP", plain)):
                continue
            inclusive = True
        found.append(Found(role, one.day + timedelta(days=int(inclusive and role is not Role.BACK))))
    return found


def _role(before: str, behind: str, one: Named, *, first: bool, last: bool) -> tuple[Role, bool]:
    """What a day is, by the words around it, and whether the absence includes it."""
    near, after = before[-_BEFORE:], behind[:_BEHIND]
    inclusive = bool(_words("INCLUSIVE").search(near) or _words("INCLUSIVE").search(after[:20]))
    until = _last(_words("UNTIL"), near)
    back = _last(_words("BACK"), near)
    if until > back or _words("UNTIL_BEHIND").match(after):
        return Role.UNTIL, inclusive
    if one.ranged or (not first and _directly(_words("TO"), before)) or _range_start().search(near):
        return Role.UNTIL, inclusive
    begins = _last(_words("FROM"), near)
    if begins >= 0 or _words("FROM_BEHIND").match(after):
        returns = _words("BACK").search(behind) or back >= 0
        away = _words("AWAY_FROM").search(behind) or _words("AWAY_FROM").search(near)
        return (Role.BACK if last and returns and not away else Role.FIRST), False
    if back >= 0 or _words("BACK").search(after) or (last and _words("BACK").search(behind)):
        return Role.BACK, False
    return Role.DAY_OF, False


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def _directly(pattern: re.Pattern[str], between: str) -> bool:
    """Whether between two days stands hardly more than such a word."""
    match = pattern.search(between)
    return (
        match is not None
        and len(between[: match.start()].strip(" .,)")) <= 12
        and bool(_GAP.match(between[match.end() :]))
    )


def _vaguely(sentence: str, today: date) -> list[Found]:
    """A week, month or season instead of a day."""
    cue = max(_last(_words("UNTIL"), sentence), _last(_words("BACK"), sentence))
    if cue < 0:
        only_today = _words("TODAY_ONLY").search(sentence) and (
            says("AWAY", sentence) or says("TRIP", sentence)
        )
        return [Found(Role.DAY_OF, today + timedelta(days=1))] if only_today else []
    tail = sentence[cue : cue + 60]
    if _words("END_OF_WEEK").search(tail):
        return [Found(Role.UNTIL, today + timedelta(days=7 - today.weekday()))]
    if _words("END_OF_MONTH").search(tail):
        return [Found(Role.UNTIL, (today.replace(day=1) + timedelta(days=32)).replace(day=1))]
    month = calendar_days.named_month(tail)
    if month is not None and _words("END_OF").search(tail[: month[1]]):
        number = month[0] % 12 + 1
        return [Found(Role.UNTIL, date(today.year + (number <= today.month), number, 1))]
    role = Role.BACK if _last(_words("BACK"), tail) >= 0 else Role.UNTIL
    if re.search(calendar_words.TOMORROW, tail) or re.search(calendar_words.AFTER_TOMORROW, tail):
        day = calendar_days.day_in(tail, today)
    else:
        day = postponement.find_not_before(tail, today)
    return [Found(role, day)] if day is not None else []
