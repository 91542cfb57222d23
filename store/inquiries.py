"""Inquiries: what somebody asked for, by the web form or in a call, under their lead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from store import keys
from store.table import Item, Table
from store.writes import ABSENT, Put

SUBMITTED = "inquiry_submitted"
"""The gate of a submission: this very inquiry has been submitted before."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One inquiry. ``channel`` is ``web`` or ``voice``; ``callback_time`` is in the person's words.

    ``phone`` is E.164, and no consent to be called: that is kept of its own (``store.consents``).
    """

    inquiry_id: str
    lead_id: str
    campaign_id: str
    channel: str
    wants_call: bool
    contact_id: str | None = None
    name: str = ""
    phone: str = ""
    message: str = ""
    callback_time: str = ""
    call_id: str | None = None
    submitted_at: str = ""

    @classmethod
    def from_item(cls, item: Item) -> Inquiry:
        return cls(**{name: item[name] for name in cls.__dataclass_fields__ if name in item})


def get(table: Table, lead_id: str, inquiry_id: str) -> Inquiry | None:
    item = table.get(keys.inquiry(lead_id, inquiry_id))
    return Inquiry.from_item(item) if item else None


def of_lead(table: Table, lead_id: str) -> Iterator[Inquiry]:
    """All inquiries of a lead."""
    return map(Inquiry.from_item, table.items(keys.lead_pk(lead_id), keys.INQUIRY, consistent=True))


def submit(inquiry: Inquiry, now: datetime) -> Put:
    """Keep an inquiry, once."""
    attributes = {
        name: getattr(inquiry, name)
        for name in Inquiry.__dataclass_fields__
        if getattr(inquiry, name) not in (None, "")
    }
    return Put(
        keys.inquiry(inquiry.lead_id, inquiry.inquiry_id),
        "inquiry",
        attributes | {"submitted_at": keys.stamp(now)},
        when=ABSENT,
        gate=SUBMITTED,
    )
