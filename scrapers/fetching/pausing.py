"""How long to leave a busy host alone: what it asks for (Retry-After), else longer with each attempt."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

BUSY = frozenset({429, 503})
_MOST_S = 10**9


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds from a Retry-After header: a number, or a date (RFC 9110 10.2.3). None where unreadable."""
    if value is None:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(min(int(value[:10]), _MOST_S))
    try:
        moment = parsedate_to_datetime(value)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return min(max(0.0, (moment - now).total_seconds()), _MOST_S)
    except (ValueError, IndexError, OverflowError):
        return None


def back_off(attempt: int) -> float:
    """Seconds before the next attempt where the host names none: 1, 2, 4 …"""
    return 2.0**attempt
