"""A bounce or a complaint: counted once against the sender, who is paused when there are too many.

Counted in the transaction in which it is told, on the day on which its mail went. Judged with what was read
just before: of two bounces at the same moment neither sees the other, and the next one sees both. A pause is
a write of the sender's row, which every claim checks.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from events.sender_paused import SenderPaused
from outreach import reputation
from outreach.ids import digest
from outreach.reputation import COOLING, COUNTED_DAYS, Limits, Record
from runtime.telemetry import logger, measure
from runtime.wiring import Deps
from store import senders
from store.senders import Sender
from store.sends import Send
from store.writes import Write

SENDER, DOMAIN = "sender", "domain"

# SES's list of this account: the mail never left, and SES counts no bounce of it.
_NEVER_LEFT = frozenset({"onaccountsuppressionlist"})


def blame_of(kind: str, hard: bool, reason: str) -> str:
    """What an event of SES (``Bounce``, ``Complaint``, …) counts as: ``bounced``, ``complained`` or nothing.

    Of bounces those count that SES counts against us: hard ones, of mails that were really handed over.
    """
    if kind == "Complaint":
        return "complained"
    return "bounced" if kind == "Bounce" and hard and reason not in _NEVER_LEFT else ""


def blamed(send: Send, blame: str, deps: Deps) -> tuple[tuple[Write, ...], tuple[SenderPaused, ...]]:
    """What a mail's bounce or complaint writes and says; nothing where it was counted before.

    Whoever commits this notes the blame in the mail's own row too (``sends.note`` or ``sends.record``).
    """
    if not blame or getattr(send, blame):
        return (), ()
    now = deps.clock.now()
    news = Record(0, int(blame == "bounced"), int(blame == "complained"))
    counted = senders.count(send.sender, send.day, bounced=news.bounced, complained=news.complained)
    paused, said = _judged(send, news, now, deps)
    return (counted, *paused), said


def _judged(
    send: Send, news: Record, now: datetime, deps: Deps
) -> tuple[list[Write], tuple[SenderPaused, ...]]:
    limits = Limits(deps.settings.bounce_limit, deps.settings.complaint_limit)
    domain = send.sender.rpartition("@")[2]
    family = {one.address: one for one in senders.of_domain(deps.table, domain)}
    family.setdefault(send.sender, Sender(send.sender))
    records = {one.address: _record(one, send, news, now, deps) for one in family.values()}
    guilty = family[send.sender]
    scope, figures = SENDER, records[guilty.address]
    reason = reputation.trouble(figures, limits)
    stopped: Sequence[Sender] = [guilty]
    if not reason and len(family) > 1:
        figures = Record()
        for one in records.values():
            figures = figures.plus(one)
        scope, reason, stopped = DOMAIN, reputation.trouble(figures, limits), list(family.values())
    stopped = [one for one in stopped if not one.paused(now)]
    if not reason or not stopped:
        return [], ()
    until = now + COOLING
    measure("track_email", "SenderPaused")
    logger().warning(
        "sender paused", extra={"sender_id": sender_id(guilty.address), "reason": reason, "scope": scope}
    )
    told = SenderPaused(
        campaign_id=send.campaign_id,
        sender_id=sender_id(guilty.address),
        scope="sender" if scope == SENDER else "domain",
        reason="complaints" if reason == "complaints" else "bounces",
        sent=figures.sent,
        bounced=figures.bounced,
        complained=figures.complained,
        until=until,
    )
    return [senders.pause(one, until, reason, scope, figures, now) for one in stopped], (told,)


def _record(one: Sender, send: Send, news: Record, now: datetime, deps: Deps) -> Record:
    """What a sender is judged by, the news of this mail among it."""
    days = senders.history(deps.table, one.address, now.date())
    if one.address == send.sender:
        day = date.fromisoformat(send.day)
        if (now.date() - day).days <= COUNTED_DAYS:
            days[day] = days.get(day, Record()).plus(news)
    return senders.record(one, days)


def sender_id(address: str) -> str:
    """A sender as events name it: no address stands in them, not even our own."""
    return digest("sender", address)
