"""What a lead is in Salesforce: one item a lead, written once it is known there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from store import keys
from store.table import Item, Table
from store.writes import ABSENT, Put, Update, at_revision

LEAD, CONTACT, CONFLICT = "Lead", "Contact", "Conflict"

LINKED = "crm_linked"
"""The gate of a link: another event has made it, or changed it, in the meantime."""

REVIEW = "CRM_CONFLICT"
"""The kind of open work that a conflict is: a person has to look."""


@dataclass(frozen=True, slots=True)
class Link:
    """Who a lead is in Salesforce.

    ``kind``: ``Lead``, ``Contact`` (the person was a Contact before Beckon came), or ``Conflict``
    (Salesforce would not have it; ``reason`` says why, and there is no ``who_id``). ``adopted``: the Lead
    was there before, made by somebody else; its fields are theirs.
    """

    lead_id: str
    kind: str
    who_id: str = ""
    adopted: bool = False
    warm: bool = False
    reason: str = ""
    revision: int = 0

    @property
    def ours(self) -> bool:
        """Whether Beckon made the record, and may say what stands in it."""
        return self.kind == LEAD and not self.adopted

    @classmethod
    def from_item(cls, item: Item) -> Link:
        return cls(
            lead_id=item["lead_id"],
            kind=item["kind"],
            who_id=item.get("who_id", ""),
            adopted=item.get("adopted", False),
            warm=item.get("warm", False),
            reason=item.get("reason", ""),
            revision=int(item["rev"]),
        )


def get(table: Table, lead_id: str) -> Link | None:
    """The lead's link, or None while Salesforce does not know it."""
    item = table.get(keys.crm(lead_id))
    return Link.from_item(item) if item else None


def save(link: Link, now: datetime) -> Put:
    """Write the link as it is now; refused when somebody else wrote it since it was read."""
    return Put(
        keys.crm(link.lead_id),
        "crm",
        {
            "lead_id": link.lead_id,
            "kind": link.kind,
            "who_id": link.who_id or None,
            "adopted": link.adopted,
            "warm": link.warm,
            "reason": link.reason or None,
            "linked_at": keys.stamp(now),
        },
        when=at_revision(link.revision) if link.revision else ABSENT,
        gate=LINKED,
        gsi2=keys.open_work_index(REVIEW, now, link.lead_id) if link.kind == CONFLICT else None,
        revision=link.revision + 1,
    )


def mark_warm(link: Link) -> Update:
    """The Lead's status has been moved to the warm one: not again, a salesperson may have moved it on."""
    return Update(keys.crm(link.lead_id), set={"warm": True}, when=at_revision(link.revision), gate=LINKED)


def in_conflict(link: Link, reason: str) -> Link:
    """The link after Salesforce refused the record."""
    return replace(link, kind=CONFLICT, who_id="", reason=reason)
