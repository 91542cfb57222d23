"""Enrolments: one row a lead and campaign, changed only on the revision that was read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from boto3.dynamodb.conditions import Attr

from outreach.enrolment import WAITING, Enrolment, State, StopReason
from store import keys
from store.table import Item, Table
from store.writes import ABSENT, Check, Put, Update, at_revision

CHANGED = "enrolment_changed"
"""The gate of a change: somebody else has changed the enrolment since it was read."""
NOT_DUE = "enrolment_not_due"
"""The gate of a send: the enrolment is not at this step, or not yet, or stopped."""

SKEW = timedelta(seconds=60)
"""How far the clocks of two machines may differ: a step that is asked for this much early is due."""


class Stored(NamedTuple):
    """An enrolment as it was read. ``revision`` is 0 when there is none in the table yet."""

    enrolment: Enrolment
    revision: int


def get(table: Table, lead_id: str, campaign_id: str) -> Stored | None:
    item = table.get(keys.enrolment(lead_id, campaign_id))
    return _stored(item) if item else None


def of_lead(table: Table, lead_id: str) -> Iterator[Stored]:
    """The lead's enrolments, in whatever campaigns."""
    return map(_stored, table.items(keys.lead_pk(lead_id), keys.ENROLMENT, consistent=True))


def save(enrolment: Enrolment, revision: int, why: str, now: datetime) -> Put:
    """Write what became of an enrolment that was read at ``revision`` (0: it was not there).

    ``why`` is the reason in words, for people: every state has one.
    """
    attributes = {
        "lead_id": enrolment.lead_id,
        "campaign_id": enrolment.campaign_id,
        "campaign_version": enrolment.campaign_version,
        "country": enrolment.country or None,
        "region": enrolment.region or None,
        "zones": list(enrolment.zones) or None,
        "state": enrolment.state.value,
        "step": enrolment.step,
        "due_at": _text(enrolment.due_at),
        "postponed_until": _text(enrolment.postponed_until),
        "not_before": _text(enrolment.not_before),
        "in_doubt": enrolment.in_doubt,
        "stop_reason": enrolment.stop_reason.value if enrolment.stop_reason else None,
        "detail": enrolment.detail or None,
        "last_sent_at": _text(enrolment.last_sent_at),
        "later": enrolment.later or None,
        "why": why,
        "changed_at": keys.stamp(now),
    }
    return Put(
        keys.enrolment(enrolment.lead_id, enrolment.campaign_id),
        "enrolment",
        attributes,
        when=at_revision(revision) if revision else ABSENT,
        gate=CHANGED,
        gsi1=keys.campaign_leads_index(enrolment.campaign_id, enrolment.lead_id),
        revision=revision + 1,
    )


def follow(stored: Stored, version: int) -> Update:
    """Let an enrolment that was read go on with a newer version of its campaign."""
    enrolment = stored.enrolment
    return Update(
        keys.enrolment(enrolment.lead_id, enrolment.campaign_id),
        set={"campaign_version": version},
        when=at_revision(stored.revision),
        gate=CHANGED,
    )


def still_due(lead_id: str, campaign_id: str, step: int, now: datetime) -> Check:
    """That the enrolment waits at this very step, and that its moment has come."""
    due = Attr("not_before").lte(keys.stamp(now + SKEW))
    waiting = Attr("state").is_in(sorted(state.value for state in WAITING))
    return Check(
        keys.enrolment(lead_id, campaign_id),
        when=waiting & Attr("step").eq(step) & due & Attr("in_doubt").eq(False),
        gate=NOT_DUE,
    )


def _stored(item: Item) -> Stored:
    reason = item.get("stop_reason")
    enrolment = Enrolment(
        lead_id=item["lead_id"],
        campaign_id=item["campaign_id"],
        campaign_version=item["campaign_version"],
        country=item.get("country", ""),
        region=item.get("region", ""),
        zones=tuple(item.get("zones", ())),
        state=State(item["state"]),
        step=item["step"],
        due_at=_moment(item.get("due_at")),
        postponed_until=_moment(item.get("postponed_until")),
        in_doubt=item["in_doubt"],
        stop_reason=StopReason(reason) if reason else None,
        detail=item.get("detail", ""),
        last_sent_at=_moment(item.get("last_sent_at")),
        later=item.get("later", False),
    )
    return Stored(enrolment, item["rev"])


def _text(moment: datetime | None) -> str | None:
    return keys.stamp(moment) if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
