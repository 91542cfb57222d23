"""Drafts: a written mail and the facts that it cites, one row a send."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from store import keys
from store.table import Item, Table
from store.writes import ABSENT, Put

WRITTEN = "drafted_already"
"""The gate of a draft: this step has been drafted before."""


class Draft(NamedTuple):
    """One mail, ready to be sent.

    ``sentences`` are what the model wrote, each with the ids of its facts; for copy, one entry with the facts
    behind its variables. ``fallback_reason`` says why the plain template was taken.
    """

    send_id: str
    lead_id: str
    campaign_id: str
    campaign_version: int
    step: int
    contact_id: str
    subject: str
    paragraphs: tuple[str, ...]
    sentences: tuple[Mapping[str, Any], ...]
    written_by: str
    fallback_reason: str = ""
    complaints: tuple[str, ...] = ()
    written_at: str = ""


def get(table: Table, lead_id: str, send_id: str) -> Draft | None:
    item = table.get(keys.draft(lead_id, send_id))
    return _draft(item) if item else None


def of_campaign(table: Table, lead_id: str, campaign_id: str) -> Iterator[Draft]:
    """The drafts of a lead in a campaign, in the order of their steps."""
    items = table.items(keys.lead_pk(lead_id), keys.DRAFT, consistent=True)
    yield from sorted(
        (draft for draft in map(_draft, items) if draft.campaign_id == campaign_id),
        key=lambda draft: draft.step,
    )


def keep(draft: Draft, now: datetime) -> Put:
    """Keep a draft, once: a step that is asked for again is sent as it was first written."""
    return Put(
        keys.draft(draft.lead_id, draft.send_id),
        "draft",
        {
            "send_id": draft.send_id,
            "lead_id": draft.lead_id,
            "campaign_id": draft.campaign_id,
            "campaign_version": draft.campaign_version,
            "step": draft.step,
            "contact_id": draft.contact_id,
            "subject": draft.subject,
            "paragraphs": list(draft.paragraphs),
            "sentences": [dict(sentence) for sentence in draft.sentences],
            "written_by": draft.written_by,
            "fallback_reason": draft.fallback_reason or None,
            "complaints": list(draft.complaints),
            "written_at": keys.stamp(now),
        },
        when=ABSENT,
        gate=WRITTEN,
    )


def _draft(item: Item) -> Draft:
    return Draft(
        send_id=item["send_id"],
        lead_id=item["lead_id"],
        campaign_id=item["campaign_id"],
        campaign_version=item["campaign_version"],
        step=item["step"],
        contact_id=item["contact_id"],
        subject=item["subject"],
        paragraphs=tuple(item["paragraphs"]),
        sentences=tuple(item["sentences"]),
        written_by=item["written_by"],
        fallback_reason=item.get("fallback_reason", ""),
        complaints=tuple(item.get("complaints", ())),
        written_at=item.get("written_at", ""),
    )
