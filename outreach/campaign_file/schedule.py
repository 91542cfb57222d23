"""When a campaign looks for companies by itself: a rate or a cron expression of EventBridge Scheduler.

Everything is checked here that the service would refuse: a campaign whose schedule can't be made must not be
half saved. The rules: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
"""

from __future__ import annotations

import re
from typing import NamedTuple

from outreach.campaign import Schedule
from outreach.campaign_file.section import Section

_RATE = re.compile(r"(1 (minute|hour|day)|([2-9]|[1-9]\d{1,4}) (minutes|hours|days))")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_SIX = 'Six fields: minutes hours day-of-month month day-of-week year, as in "0 9 ? * MON-FRI *".'


class _Field(NamedTuple):
    """One field of an expression: its range, its names from ``low`` on, and its own wildcards (a pattern)."""

    name: str
    low: int
    high: int
    names: tuple[str, ...] = ()
    special: str = r"(?!)"


_FIELDS = (
    _Field("minutes", 0, 59),
    _Field("hours", 0, 23),
    _Field("day-of-month", 1, 31, special=r"\?|L|LW|([1-9]|[12]\d|3[01])W"),
    _Field("month", 1, 12, _MONTHS),
    _Field("day-of-week", 1, 7, _DAYS, special=r"\?|L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5])"),
    _Field("year", 1970, 2199),
)


def read_schedule(section: Section | None) -> Schedule | None:
    if section is None:
        return None
    zone = section.zone("time_zone")
    rate, cron = section.raw("rate"), section.raw("cron")
    expression = ""
    if (rate is None) == (cron is None):
        section.wrong(
            "rate", "and cron are both set, or neither is", 'Write one: rate: "1 day", or cron: "…".'
        )
    elif rate is not None:
        every = section.matching("rate", _RATE, 'Write for example "1 day" or "6 hours".')
        expression = f"rate({every})"
    else:
        text = section.text("cron", _SIX)
        complaint = wrong_cron(text) if text else None
        if complaint:
            section.wrong("cron", complaint, _SIX)
        expression = f"cron({text})"
    section.finish()
    return Schedule(expression, zone)


def wrong_cron(text: str) -> str | None:
    """What is wrong with a cron expression, or None."""
    fields = text.split(" ")
    if len(fields) != len(_FIELDS):
        return f"{text!r} has {len(fields)} fields, not six"
    for field, value in zip(_FIELDS, fields, strict=True):
        if not all(_allowed(field, part) for part in value.upper().split(",")):
            return f"{value!r} is no {field.name}"
    if (fields[2] == "?") == (fields[4] == "?"):
        return "needs a `?` as day-of-month or as day-of-week, and only one"
    return None


def _allowed(field: _Field, part: str) -> bool:
    """One entry of a list: a wildcard, a value, a range, or either in steps."""
    if part == "*" or re.fullmatch(field.special, part):
        return True
    span, slash, step = part.partition("/")
    if slash and not (step.isascii() and step.isdigit() and 1 <= int(step) <= field.high):
        return False
    if span == "*":
        return bool(slash)
    first, dash, last = span.partition("-")
    numbers = [_number(field, first), *([_number(field, last)] if dash else [])]
    return None not in numbers


def _number(field: _Field, text: str) -> int | None:
    if text in field.names:
        return field.names.index(text) + field.low
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        return None
    return int(text) if field.low <= int(text) <= field.high else None
