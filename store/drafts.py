"""Drafts: a written mail and the facts that it cites, one row a send.

Where a campaign wants approval, a draft is ``WAITING`` until a person decides: ``APPROVED`` or ``REJECTED``,
or ``WITHDRAWN`` when its step is no longer wanted. Each change is made on the revision that was read: of two
people who decide at once, one does. Without approval a draft is ``READY`` from the start.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from boto3.dynamodb.conditions import Attr

from store import keys
from store.table import Item, Table
from store.writes import ABSENT, Put, Update, at_revision

WRITTEN = "drafted_already"
"""The gate of a draft: this step has been drafted before."""
DECIDED = "draft_changed"
"""The gate of a decision: somebody else decided, or changed the text, since it was read."""

READY, WAITING, APPROVED = "READY", "WAITING", "APPROVED"
REJECTED, WITHDRAWN = "REJECTED", "WITHDRAWN"
SENDABLE = frozenset({READY, APPROVED})

OPEN = "APPROVAL"
"""The kind of open work that a waiting draft is."""


class Draft(NamedTuple):
    """One mail, ready to be sent or waiting for a person.

    ``sentences`` are what the model wrote, each with the ids of its facts; for copy, one entry with the facts
    behind its variables. ``fallback_reason`` says why the plain template was taken. ``variant`` is the way of
    writing that was drawn, ``arm`` its identity over versions of the campaign, ``allocation`` the number of
    the allocation that it was drawn by. ``decisions`` are what people did with it, oldest first: ``what``,
    ``by``, ``at`` and, where one was given, ``reason``.
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
    state: str = READY
    variant: str = ""
    arm: str = ""
    allocation: int = 0
    correlation_id: str = ""
    decisions: tuple[Mapping[str, Any], ...] = ()
    revision: int = 0

    @property
    def sendable(self) -> bool:
        """Whether it may be handed to SES, as far as people have a say."""
        return self.state in SENDABLE

    @property
    def cited(self) -> tuple[str, ...]:
        """The ids of the facts that it rests on."""
        return tuple(dict.fromkeys(fact for sentence in self.sentences for fact in sentence["facts"]))


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


def waiting(table: Table) -> Iterator[Draft]:
    """The drafts that wait for a person, the oldest first. The index may be a moment behind the rows."""
    yield from map(_draft, table.items(keys.open_work_pk(OPEN), index="gsi2"))


def keep(draft: Draft, now: datetime, before: Draft | None = None) -> Put:
    """Keep a draft, once: a step that is asked for again is sent as it was first written.

    ``before`` is the draft that it replaces, where that may not be sent any more.
    """
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
            "state": draft.state,
            "variant": draft.variant or None,
            "arm": draft.arm or None,
            "allocation": draft.allocation or None,
            "correlation_id": draft.correlation_id or None,
        },
        when=at_revision(before.revision) if before else ABSENT,
        gate=WRITTEN,
        gsi2=keys.open_work_index(OPEN, now, draft.send_id) if draft.state == WAITING else None,
        revision=before.revision + 1 if before else 1,
    )


def approve(draft: Draft, by: str, now: datetime, reason: str = "") -> Update:
    """Let it go as it was read."""
    return _decide(draft, APPROVED, _decision("approved", by, now, reason))


def reject(draft: Draft, by: str, now: datetime, reason: str = "") -> Update:
    """It is not to be sent."""
    return _decide(draft, REJECTED, _decision("rejected", by, now, reason))


def withdraw(draft: Draft, reason: str, now: datetime) -> Update:
    """Nobody needs to decide any more: its step is not wanted."""
    return _decide(draft, WITHDRAWN, _decision("withdrawn", "", now, reason))


def edit(
    draft: Draft,
    subject: str,
    paragraphs: tuple[str, ...],
    sentences: tuple[Mapping[str, Any], ...],
    by: str,
    now: datetime,
    reason: str = "",
) -> Update:
    """Another text in its place. It goes on waiting: what is approved is what was read last."""
    return Update(
        keys.draft(draft.lead_id, draft.send_id),
        set={
            "subject": subject,
            "paragraphs": list(paragraphs),
            "sentences": [dict(sentence) for sentence in sentences],
            "decisions": [*map(dict, draft.decisions), _decision("edited", by, now, reason)],
        },
        when=Attr("state").eq(WAITING) & at_revision(draft.revision),
        gate=DECIDED,
    )


def hold_again(draft: Draft, now: datetime) -> Update:
    """A withdrawn draft whose step is wanted once more waits once more."""
    return Update(
        keys.draft(draft.lead_id, draft.send_id),
        set={"state": WAITING},
        when=Attr("state").eq(WITHDRAWN) & at_revision(draft.revision),
        gate=DECIDED,
        gsi2=keys.open_work_index(OPEN, now, draft.send_id),
    )


def _decide(draft: Draft, state: str, decision: Mapping[str, Any]) -> Update:
    return Update(
        keys.draft(draft.lead_id, draft.send_id),
        set={"state": state, "decisions": [*map(dict, draft.decisions), decision]},
        remove=("gsi2pk", "gsi2sk"),
        when=Attr("state").eq(WAITING) & at_revision(draft.revision),
        gate=DECIDED,
    )


def _decision(what: str, by: str, now: datetime, reason: str) -> dict[str, Any]:
    told = {"what": what, "by": by, "at": keys.stamp(now), "reason": reason}
    return {name: value for name, value in told.items() if value}


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
        state=item.get("state", READY),
        variant=item.get("variant", ""),
        arm=item.get("arm", ""),
        allocation=item.get("allocation", 0),
        correlation_id=item.get("correlation_id", ""),
        decisions=tuple(item.get("decisions", ())),
        revision=item["rev"],
    )
