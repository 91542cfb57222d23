"""Our own addresses: what became of their mails, and whether they may send.

How many mails went out on a day stands in the row of the sender's cap, which the claim counts (and a release
gives back); bounces and complaints are added to the row of the day on which their mail went. So a rate is
of the very mails that were sent, however late their bounces come.

A pause is a moment in the sender's own row, which every claim checks. It ends by itself
(``reputation.COOLING``) or by a person; either way the sender is judged anew from then on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from boto3.dynamodb.conditions import Attr

from outreach.reputation import COUNTED_DAYS, Record
from store import keys
from store.sends import SENDER
from store.table import Item, Table
from store.writes import Check, Update

PAUSED = "sender_paused"
"""The gate of a claim: the sender may not send now."""
CHANGED = "sender_changed"
"""The gate of a pause: somebody else has changed the sender since it was read."""

BY_HAND = "by_hand"
FOR_EVER = datetime(9999, 12, 31, tzinfo=UTC)
"""Until a person says otherwise."""


class Sender(NamedTuple):
    """One address. ``paused_until`` is aware UTC and may have passed; None: it never was paused.

    ``reason`` is ``bounces``, ``complaints`` or ``by_hand``, ``scope`` whose rate it was (``sender`` or
    ``domain``). ``counted_from`` is the day (UTC) from which it is judged, without what is ``forgiven`` of
    that day. ``revision`` is 0 where there is no row yet.
    """

    address: str
    paused_until: datetime | None = None
    paused_at: datetime | None = None
    reason: str = ""
    scope: str = ""
    counted_from: date = date.min
    forgiven: Record = Record()
    at_pause: Record = Record()
    revision: int = 0

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]

    def paused(self, now: datetime) -> bool:
        return self.paused_until is not None and now < self.paused_until


def get(table: Table, address: str) -> Sender:
    unknown = Sender(address)
    item = table.get(keys.sender(unknown.domain, address))
    return _sender(item) if item else unknown


def of_domain(table: Table, domain: str) -> list[Sender]:
    """Every address of a domain that ever sent, or was ever paused."""
    return [_sender(item) for item in table.items(keys.sender_pk(domain), consistent=True)]


def history(table: Table, address: str, today: date, days: int = COUNTED_DAYS) -> dict[date, Record]:
    """What became of the mails of each of the last days, today's too; days without mail are left out."""
    first = today - timedelta(days=days)
    page = table.query(keys.cap_pk(SENDER, address), newest_first=True, limit=days + 1, consistent=True)
    found = {date.fromisoformat(item["sk"]): _record(item) for item in page.items}
    return {day: record for day, record in found.items() if first <= day <= today}


def record(sender: Sender, days: dict[date, Record]) -> Record:
    """What the sender is judged by: its days since it was last forgiven."""
    total = Record()
    for day, one in days.items():
        if day > sender.counted_from:
            total = total.plus(one)
        elif day == sender.counted_from:
            total = total.plus(one.minus(sender.forgiven))
    return total


def may_send(sender: Sender, now: datetime) -> Check | Update:
    """A condition of a claim: the sender is not paused. The first claim of all makes its row."""
    open_now = Attr("paused_until").not_exists() | Attr("paused_until").lte(keys.stamp(now))
    if sender.revision:
        return Check(keys.sender(sender.domain, sender.address), when=open_now, gate=PAUSED)
    named = {"address": sender.address}
    return Update(
        keys.sender(sender.domain, sender.address), set=named, when=open_now, gate=PAUSED, type="sender"
    )


def count(address: str, day: str, *, bounced: int = 0, complained: int = 0) -> Update:
    """A mail of that day came back, or was called spam."""
    added = {name: n for name, n in (("bounced", bounced), ("complained", complained)) if n}
    return Update(keys.cap(SENDER, address, day), add=added, type="cap")


def pause(sender: Sender, until: datetime, reason: str, scope: str, figures: Record, now: datetime) -> Update:
    """Let the sender send nothing before ``until``; from then on it is judged anew."""
    ends = min(until, FOR_EVER)
    return _change(
        sender,
        {
            "paused_until": keys.stamp(ends),
            "paused_at": keys.stamp(now),
            "reason": reason,
            "scope": scope,
            "counted_from": ends.date().isoformat(),
            "forgiven": list(Record()),
            "at_pause": list(figures),
        },
    )


def resume(sender: Sender, today: Record, now: datetime) -> Update:
    """Let it send again, by a person's word. ``today`` is what became of today's mails so far: forgiven."""
    return _change(
        sender,
        {
            "paused_until": keys.stamp(now),
            "counted_from": now.astimezone(UTC).date().isoformat(),
            "forgiven": list(today),
        },
    )


def every(table: Table, addresses: Sequence[str]) -> Iterator[Sender]:
    """These addresses, and all others of their domains that ever sent, by domain and address."""
    for domain in sorted({address.rpartition("@")[2] for address in addresses}):
        known = {sender.address: sender for sender in of_domain(table, domain)}
        named = {address for address in addresses if address.endswith(f"@{domain}")}
        for address in sorted(named | set(known)):
            yield known.get(address, Sender(address))


def _change(sender: Sender, values: dict[str, object]) -> Update:
    same = Attr("rev").eq(sender.revision) if sender.revision else Attr("pk").not_exists()
    return Update(
        keys.sender(sender.domain, sender.address),
        set={"address": sender.address, **values},
        when=same,
        gate=CHANGED,
        type="sender",
    )


def _record(item: Item) -> Record:
    return Record(*(max(0, int(item.get(name, 0))) for name in ("n", "bounced", "complained")))


def _sender(item: Item) -> Sender:
    return Sender(
        address=str(item["address"]),
        paused_until=_moment(item.get("paused_until")),
        paused_at=_moment(item.get("paused_at")),
        reason=str(item.get("reason", "")),
        scope=str(item.get("scope", "")),
        counted_from=date.fromisoformat(item.get("counted_from", date.min.isoformat())),
        forgiven=Record(*map(int, item.get("forgiven", ()))),
        at_pause=Record(*map(int, item.get("at_pause", ()))),
        revision=int(item["rev"]),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
