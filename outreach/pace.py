"""When and how often a campaign writes: its window, its caps and the warm-up of its sender."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple

LONGEST_WAIT_DAYS = 30
"""A mail that a cap turned away asks again after so many open days at the latest."""


def days_behind(waiting: int, most: int, ramp: Ramp | None = None) -> int:
    """In how many open days a mail comes back that a cap of ``most`` a day turned away behind ``waiting``.

    While a ``ramp`` grows, its next days hold more than today: who waits for them fills them.
    """
    days, room, cap = 1, 0, most
    while days < LONGEST_WAIT_DAYS:
        if ramp is not None:
            cap = max(cap, min(ramp.ceiling, cap + max(1, cap * ramp.growth // 100)))
        room += cap
        if waiting < room:
            break
        days += 1
    return days


class HolidayRule(StrEnum):
    """Whether public holidays and the weekend of the recipient's country are closed."""

    OBSERVE = "observe"
    IGNORE = "ignore"


class Window(NamedTuple):
    """When mail may go, on the recipient's clock. Times are minutes after midnight; ``to`` may be 1440.

    ``spread_seconds`` is how far a mail may be moved inside the window, so that they don't all go at the
    opening minute. ``holidays`` says whether public holidays of the recipient's country count as closed.
    """

    days: tuple[str, ...]
    from_minute: int
    to_minute: int
    spread_seconds: int = 0
    holidays: HolidayRule = HolidayRule.OBSERVE

    def to_item(self) -> dict[str, Any]:
        return {**self._asdict(), "days": list(self.days), "holidays": self.holidays.value}

    @classmethod
    def from_item(cls, item: Mapping[str, Any]) -> Window:
        return cls(
            days=tuple(item["days"]),
            from_minute=int(item["from_minute"]),
            to_minute=int(item["to_minute"]),
            spread_seconds=int(item["spread_seconds"]),
            holidays=HolidayRule(item.get("holidays", HolidayRule.OBSERVE)),
        )


class Caps(NamedTuple):
    """The most mails a day (UTC): from this sender's address, to one recipient domain, of this campaign.

    The sender's counts whatever campaign writes from it; the campaign's is None where it sets none.
    """

    sender_per_day: int
    domain_per_day: int
    campaign_per_day: int | None = None

    def to_item(self) -> dict[str, Any]:
        return {name: value for name, value in self._asdict().items() if value is not None}

    @classmethod
    def from_item(cls, item: Mapping[str, Any]) -> Caps:
        most = item.get("campaign_per_day")
        return cls(
            sender_per_day=int(item["sender_per_day"]),
            domain_per_day=int(item["domain_per_day"]),
            campaign_per_day=None if most is None else int(most),
        )


class Ramp(NamedTuple):
    """How a sender that mailboxes do not know yet is made known to them: see ``outreach.ramp``.

    ``start``: mails on the first day. ``growth``: percent more than the best of the days before.
    ``ceiling``: where it ends; the sender's cap holds beside it.
    """

    start: int
    growth: int
    ceiling: int

    def to_item(self) -> dict[str, Any]:
        return self._asdict()

    @classmethod
    def from_item(cls, item: Mapping[str, Any]) -> Ramp:
        return cls(start=int(item["start"]), growth=int(item["growth"]), ceiling=int(item["ceiling"]))
