"""Leases on companies and persons: who may write to them, over all campaigns (``outreach.lease``).

Two rows: one under the lead, one under the person's keyed hash. The claim of a mail takes or renews both in
its own transaction, on the condition that nobody else's lease runs. Any other change is made on the revision
that was read, by whoever decides about the holder's enrolment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from boto3.dynamodb.conditions import Attr, ConditionBase

from outreach.lease import SKEW, Lease, covers, end, holder
from store import keys
from store.table import Item, Table
from store.writes import ABSENT, Put, Update, at_revision

if TYPE_CHECKING:
    from outreach.campaign import Campaign
    from store.sends import Send

COMPANY, PERSON = "company_in_conversation", "person_in_conversation"
"""The gates of a claim: another campaign is in conversation with the company, or with the person."""
GATES = frozenset({COMPANY, PERSON})
CHANGED = "lease_changed"
"""The gate of any other change: somebody else has changed the lease since it was read."""


class Row(NamedTuple):
    """A lease as it stands in the table; ``revision`` is 0 where there is none."""

    key: keys.Key
    lease: Lease | None
    revision: int


def rows(table: Table, lead_id: str, *persons: str) -> list[Row]:
    """The company's lease, and those of persons (hashes of ``suppression.person_gate``)."""
    wanted = [keys.company_lease(lead_id), *map(keys.person_lease, persons)]
    found = table.get_many(wanted)
    return [_row(key, found.get(key)) for key in wanted]


def others(table: Table, send: Send, now: datetime) -> Lease | None:
    """The lease of somebody else that this mail waits for: of two, the longer one."""
    mine = holder(send.lead_id, send.campaign_id)
    running = [
        row.lease
        for row in rows(table, send.lead_id, send.person)
        if row.lease is not None and row.lease.holder != mine and row.lease.running(now)
    ]
    return max(running, key=lambda lease: lease.until, default=None)


def until(campaign: Campaign, step: int, sent: Iterable[Send], now: datetime) -> datetime | None:
    """Until when the claim of a step should take the leases; None while those of earlier steps suffice."""
    known = max((send.leased_until for send in sent), default="")
    if known and covers(datetime.fromisoformat(known), campaign, step, now):
        return None
    return end(campaign, step, now)


def taken(send: Send, now: datetime) -> Iterator[Update]:
    """Take both leases for a mail, or renew them; nothing where earlier steps' leases suffice."""
    if not send.leased_until:
        return
    mine = holder(send.lead_id, send.campaign_id)
    over = Attr("until").lt(keys.stamp(now - SKEW))
    free: ConditionBase = ABSENT | Attr("holder").eq(mine) | over
    for key, gate in (
        (keys.company_lease(send.lead_id), COMPANY),
        (keys.person_lease(send.person), PERSON),
    ):
        yield Update(
            key, set={"holder": mine, "until": send.leased_until}, when=free, gate=gate, type="lease"
        )


def change(row: Row, lease: Lease) -> Put:
    """Write what became of a lease that was read."""
    return Put(
        row.key,
        "lease",
        {"holder": lease.holder, "until": keys.stamp(lease.until)},
        when=at_revision(row.revision) if row.revision else ABSENT,
        gate=CHANGED,
        revision=row.revision + 1,
    )


def _row(key: keys.Key, item: Item | None) -> Row:
    if item is None:
        return Row(key, None, 0)
    return Row(key, Lease(item["holder"], datetime.fromisoformat(item["until"])), item["rev"])
