"""Read what Connect says became of a call, and say it once.

Connect's contact events come from the default bus, at least once and in any order. Whichever event shows the
end decides; what it leaves open (did anybody pick up?) Connect is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from adapters.connect import ConnectBusy, Contact
from events.call_completed import CallCompleted
from outreach.call_ending import outcome
from outreach.ids import digest
from runtime.consume import Raw, consumer
from runtime.outcome import NOTHING, Outcome, Retry, Unreadable
from runtime.wiring import Deps
from store import calls

DETAIL_TYPE = "Amazon Connect Contact Event"
PICKED_UP = "CONNECTED_TO_SYSTEM"
ENDINGS = frozenset({"DISCONNECTED", "COMPLETED"})

# A call started by StartOutboundVoiceContact has the first; Connect's own samples show the second.
_OUTBOUND = frozenset({"API", "OUTBOUND"})


@dataclass(frozen=True, slots=True)
class ContactEvent:
    """One contact event. ``complete``: it carries the contact's times, so a missing time says something."""

    contact_id: str
    kind: str
    at: datetime
    complete: bool
    connected_at: datetime | None = None
    disconnected_at: datetime | None = None
    disconnect_reason: str | None = None


def parse(document: dict[str, Any]) -> Sequence[Raw]:
    """Understand a contact event; none for those that say nothing about the end of an outbound voice call."""
    detail = document.get("detail")
    if document.get("detail-type") != DETAIL_TYPE or not isinstance(detail, dict):
        raise Unreadable(f"no {DETAIL_TYPE}")
    # Connect writes the same fields as eventType and as EventType, in different events.
    fields = {name[:1].lower() + name[1:]: value for name, value in detail.items()}
    contact_id, kind = str(fields.get("contactId") or ""), str(fields.get("eventType") or "")
    if not contact_id or not kind:
        raise Unreadable("a contact event without contactId and eventType")
    if kind != PICKED_UP and kind not in ENDINGS:
        return []
    if str(fields.get("channel", "VOICE")).upper() != "VOICE":
        return []
    if str(fields.get("initiationMethod", "API")).upper() not in _OUTBOUND:
        return []
    told_at = _moment(document.get("time"))
    if told_at is None:
        raise Unreadable("a contact event without a time")
    connected_at = _moment(fields.get("connectedToSystemTimestamp"))
    event = ContactEvent(
        contact_id=contact_id,
        kind=kind,
        at=told_at,
        complete="initiationTimestamp" in fields,
        connected_at=connected_at or (told_at if kind == PICKED_UP else None),
        disconnected_at=_moment(fields.get("disconnectTimestamp")),
        disconnect_reason=_text(fields.get("disconnectReason")),
    )
    return [Raw(digest("contact", contact_id, kind), event)]


def handle(raw: Raw, deps: Deps) -> Outcome:
    """Record that somebody picked up, or how it ended."""
    event: ContactEvent = raw.body
    call = calls.by_contact(deps.table, event.contact_id)
    if call is None:
        return _unrecorded(event, deps)
    if call.state == calls.COMPLETED:
        return NOTHING
    correlation = call.correlation_id
    if event.kind == PICKED_UP:
        if call.connected_at or event.connected_at is None:
            return NOTHING
        return Outcome(writes=(calls.connected(call, event.connected_at),), correlation_id=correlation)
    return _ended(event, call, deps)


def _ended(event: ContactEvent, call: calls.Call, deps: Deps) -> Outcome:
    connected_at = _moment(call.connected_at) or event.connected_at
    reason = event.disconnect_reason
    if connected_at is None and (not event.complete or reason is None):
        # "Nobody picked up" starts another attempt: not on the word of an event that leaves it open.
        contact = _describe(event, deps)
        if contact is not None:
            connected_at = contact.connected_at
            reason = reason or contact.disconnect_reason
    ended = outcome(
        connected_at=connected_at,
        disconnect_reason=reason,
        conversation_closed=call.closed is not None,
    )
    return Outcome(
        writes=(calls.complete(call, ended, event.disconnected_at or event.at, connected_at),),
        events=(
            CallCompleted(
                lead_id=call.lead_id, campaign_id=call.campaign_id, call_id=call.call_id, outcome=ended
            ),
        ),
        correlation_id=call.correlation_id,
    )


def _unrecorded(event: ContactEvent, deps: Deps) -> Outcome:
    """Not ours, or ours before ``place_call`` has recorded the contact: Connect's attributes tell which."""
    contact = _describe(event, deps)
    if contact is None:
        return NOTHING
    lead_id, call_id = (contact.attributes.get(name, "") for name in ("lead_id", "call_id"))
    call = calls.get(deps.table, lead_id, call_id) if lead_id and call_id else None
    if call is None or call.state not in calls.UNDIALLED:
        return NOTHING
    raise Retry("this contact is not recorded yet")


def _describe(event: ContactEvent, deps: Deps) -> Contact | None:
    try:
        return deps.connect.describe(event.contact_id)
    except ConnectBusy as busy:
        raise Retry(f"connect: {busy}") from busy


def _moment(value: object) -> datetime | None:
    """An ISO 8601 time, None where there is none. Connect writes 1970 where a thing has not happened."""
    if not isinstance(value, str) or not value:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise Unreadable("a contact event with a time that is none") from error
    moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment if moment.year > 1970 else None


def _text(value: object) -> str | None:
    """A reason: a string, or (in outbound campaigns) an object with a code."""
    if isinstance(value, Mapping):
        value = value.get("code") or value.get("Code")
    return str(value) if value else None


lambda_handler = consumer("track_call", (), handle, parse_raw=parse)
