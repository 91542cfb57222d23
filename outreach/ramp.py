"""How many mails a sender may send today, from what it really sent on the days before.

Mailbox providers distrust an address that sends five hundred mails on its first day. So a new sender begins
with a few and grows by so many percent of its best day, which counts only if it was really sent: a campaign
that was paused for a week does not wake up at the speed it would have reached, and one that had few leads
does not get the speed that it never used.

A day counts whole for a week; after that it loses half its worth with each further week, as the providers'
memory fades.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from outreach.pace import Ramp

REMEMBERED_DAYS = 42
"""How far back a day still counts for anything."""
_WHOLE_DAYS = 7
_HALVED_EVERY = 7


def allowance(ramp: Ramp, sent: Mapping[date, int], today: date) -> int:
    """The most mails of today: at least ``start``, at most ``ceiling``.

    ``sent`` is how many mails the sender sent on each day (UTC), in any order; today's and later days do not
    count, missing days are 0.
    """
    best = max((_worth(count, (today - day).days) for day, count in sent.items()), default=0)
    grown = best + max(1, best * ramp.growth // 100) if best else 0
    return min(ramp.ceiling, max(ramp.start, grown))


def _worth(count: int, age: int) -> int:
    """What so many mails so many days ago are worth today."""
    if not 0 < age <= REMEMBERED_DAYS:
        return 0
    halvings = max(0, age - _WHOLE_DAYS) / _HALVED_EVERY
    return int(count / 2**halvings)
