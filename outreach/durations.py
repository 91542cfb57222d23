"""Lengths of time as people write them: ``3 days``, ``20s``, ``1 hour 30 minutes``."""

from __future__ import annotations

import re

_SECONDS = {
    "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1,
    "m": 60, "min": 60, "mins": 60, "minute": 60, "minutes": 60,
    "h": 3600, "hour": 3600, "hours": 3600,
    "d": 86400, "day": 86400, "days": 86400,
    "w": 604800, "week": 604800, "weeks": 604800,
}  # fmt: skip
_PART = re.compile(r"(\d{1,6})\s*([a-z]+)")


def seconds(text: str) -> int:
    """Read a length of time into whole seconds. Raises ``ValueError`` for anything else.

    >>> seconds("3 days"), seconds("20s"), seconds("1 hour 30 minutes")
    (259200, 20, 5400)
    """
    rest = text.strip().lower()
    if not rest:
        raise ValueError("empty")
    total = 0
    while rest:
        match = _PART.match(rest)
        if match is None or match[2] not in _SECONDS:
            raise ValueError(f"{text!r} is not a length of time")
        total += int(match[1]) * _SECONDS[match[2]]
        rest = rest[match.end() :].lstrip(" ,")
    return total
