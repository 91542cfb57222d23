"""How much may go today, and when a mail comes back that may not go now.

What holds whoever runs at the same time: the caps (of which the warm-up ramp lowers the sender's) and the
sender's pause, which the claim checks in its transaction with the numbers read here. What is only asked
beforehand: SES's quota, read at most once a minute by each running function; what slips through is refused by
SES, was certainly not sent, and comes back too.

A mail that is sent back is never dropped, and never comes back in the crowd that it left with: the next one
that a cap turns away learns how many wait before it and comes as many days later as they need, at a time of
its own in the window.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from outreach import quota, window
from outreach.campaign import Campaign
from outreach.ids import digest
from outreach.pace import Caps, Ramp, Window, days_behind
from runtime.telemetry import measure
from runtime.wiring import Deps
from store import senders, sends
from store.senders import Sender
from store.sends import Send
from store.writes import Update, Write

ASK_AGAIN = timedelta(hours=1)
"""After how long a mail asks again that a person, or SES, must let go."""
_LONGEST_BACK_OFF = 3600
_FIRST_BACK_OFF = 10


class Limits(NamedTuple):
    """What one claim may count up to. ``ramp`` is the warm-up where it, and no cap, limits the sender."""

    caps: Caps
    ramp: Ramp | None
    sender: Sender

    def stands(self, now: datetime) -> Write:
        """The condition of the claim that the sender is not paused."""
        return senders.may_send(self.sender, now)

    def reason(self, gate: str) -> str:
        """The word for a closed gate: a warm-up is no cap that somebody chose for this day."""
        return "warm_up" if gate == sends.SENDER_CAP and self.ramp else gate


class Hold(NamedTuple):
    """Why a mail is held back before any claim, and from when on it may ask again."""

    reason: str
    until: datetime


class Return(NamedTuple):
    """When a mail comes back, and what is to be noted of it."""

    at: datetime
    writes: tuple[Update, ...] = ()


def read(campaign: Campaign, now: datetime, deps: Deps) -> Limits:
    """What holds for the campaign's sender today."""
    address = campaign.sender.address.lower()
    sender = senders.get(deps.table, address)
    if not sender.revision:
        sender = _newcomer(sender, now, deps)
    if campaign.ramp is None:
        return Limits(campaign.caps, None, sender)
    # Here, because most senders are known to the world already.
    from outreach import ramp

    today = now.astimezone(UTC).date()
    days = senders.history(deps.table, address, today, ramp.REMEMBERED_DAYS)
    most = ramp.allowance(campaign.ramp, {day: one.sent for day, one in days.items()}, today)
    if most >= campaign.caps.sender_per_day:
        return Limits(campaign.caps, None, sender)
    return Limits(campaign.caps._replace(sender_per_day=most), campaign.ramp, sender)


def hold(limits: Limits, now: datetime, deps: Deps) -> Hold | None:
    """What keeps every mail of the sender back just now, or None."""
    if limits.sender.paused(now):
        assert limits.sender.paused_until is not None
        # At the latest in a day: a person may end the pause before its time.
        return Hold(senders.PAUSED, min(limits.sender.paused_until, now + timedelta(days=1)))
    account, sent_since = deps.ses.account(now)
    if account is None:
        measure("send_email", "QuotaUnknown")
        return None
    reason = quota.reason_to_wait(account, sent_since)
    return Hold(reason, now + ASK_AGAIN) if reason else None


def turned_away(
    gate: str, send: Send, limits: Limits, at: tuple[Window, window.Clocks], now: datetime, deps: Deps
) -> Return:
    """When a mail that a cap sent back comes again: behind those that wait already, in its window ``at``."""
    name, most = {
        sends.SENDER_CAP: (send.sender, limits.caps.sender_per_day),
        sends.DOMAIN_CAP: (send.domain, limits.caps.domain_per_day),
        sends.CAMPAIGN_CAP: (send.campaign_id, limits.caps.campaign_per_day or 1),
    }[gate]
    before = sends.waiting(deps.table, gate, name, send.day)
    ramp = limits.ramp if gate == sends.SENDER_CAP else None
    day = window.open_day(*at, now, days_behind(before, most, ramp))
    back = window.spread_moment(*at, day, send.send_id)
    return Return(back, (sends.turned_away(gate, name, send.day, now),))


def back_off(send: Send, at_least: float) -> timedelta:
    """How long a mail waits that SES had no time for: longer and wider with each attempt, each for itself."""
    width = min(_FIRST_BACK_OFF * 2 ** (send.attempt - 1), _LONGEST_BACK_OFF)
    return timedelta(seconds=at_least + int(digest("back_off", send.send_id, send.attempt)[:8], 16) % width)


def _newcomer(sender: Sender, now: datetime, deps: Deps) -> Sender:
    """An address that never sent is paused with its domain: the claim that follows makes its own row."""
    for other in senders.of_domain(deps.table, sender.domain):
        if other.scope == "domain" and other.paused(now):
            return sender._replace(paused_until=other.paused_until)
    return sender
