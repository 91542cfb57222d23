"""Move each enrolment to its next step or its end, whatever happened to it.

Reads what happened, asks ``outreach.sequence`` what becomes of it, writes the enrolment on the revision that
was read, and asks for the next step: now by an event, later by a one-time schedule.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from events.base import Event
from events.email_blocked import EmailBlocked
from events.email_bounced import EmailBounced
from events.email_complained import EmailComplained
from events.email_deferred import EmailDeferred
from events.email_in_doubt import EmailInDoubt
from events.email_refused import EmailRefused
from events.email_sent import EmailSent
from events.inquiry_submitted import InquirySubmitted
from events.lead_enriched import LeadEnriched
from events.lead_rejected import LeadRejected
from events.lead_scored import LeadScored
from events.recipient_suppressed import RecipientSuppressed
from events.reply_classified import ReplyClassified
from events.step_due import StepDue
from outreach import ids, sequence
from outreach.enrolment import Enrolment, StopReason
from outreach.sequence import Happening
from runtime.consume import consumer
from runtime.outcome import NOTHING, Later, Outcome, Unreadable
from runtime.wiring import Deps
from store import campaigns, enrolments, keys, recipients
from store.enrolments import Stored

CONSUMES = (
    LeadEnriched,
    LeadRejected,
    LeadScored,
    EmailSent,
    EmailDeferred,
    EmailBlocked,
    EmailRefused,
    EmailInDoubt,
    EmailBounced,
    EmailComplained,
    RecipientSuppressed,
    ReplyClassified,
    InquirySubmitted,
)

_ANSWERS = {"WARM", "COLD", "NEUTRAL"}
_STOPS = {
    "unsubscribe": StopReason.UNSUBSCRIBED,
    "bounce": StopReason.BOUNCED,
    "complaint": StopReason.COMPLAINED,
}


def handle(event: Event[Any], deps: Deps) -> Outcome:
    """Advance the enrolment that the event is about; a suppression stops the lead's others too."""
    data = event.data
    happening = _happening(event)
    if happening is None:
        return NOTHING
    stored = enrolments.get(deps.table, data.lead_id, data.campaign_id) or _new(data, deps)
    outcome = _advance(stored, happening, deps)
    if not isinstance(data, RecipientSuppressed):
        return outcome
    others = [
        _advance(other, happening, deps)
        for other in enrolments.of_lead(deps.table, data.lead_id)
        if other.enrolment.campaign_id != data.campaign_id
    ]
    return Outcome(writes=outcome.writes + tuple(write for other in others for write in other.writes))


def _happening(event: Event[Any]) -> Happening | None:
    """The event in the words of the state machine; None for what never moves an enrolment."""
    match event.data:
        case LeadEnriched():
            return sequence.enriched()
        case LeadRejected() as data:
            return sequence.rejected(data.reason)
        case LeadScored() as data:
            return sequence.scored(data.selected)
        case EmailSent() as data:
            return sequence.sent(data.step, event.meta.occurred_at)
        case EmailDeferred() as data:
            return sequence.deferred(data.step, data.until, data.reason)
        case EmailBlocked() as data:
            return sequence.blocked(data.step, data.reason)
        case EmailRefused() as data:
            return sequence.refused(data.step, data.reason)
        case EmailInDoubt() as data:
            return sequence.in_doubt(data.step)
        case EmailBounced() as data:
            return sequence.stopped(StopReason.BOUNCED, data.reason) if data.kind == "hard" else None
        case EmailComplained():
            return sequence.stopped(StopReason.COMPLAINED)
        case RecipientSuppressed() as data:
            if data.scope == "phone":
                return None
            return sequence.stopped(_STOPS.get(data.reason, StopReason.SUPPRESSED), data.reason)
        case ReplyClassified() as data:
            return _of_reply(data)
        case InquirySubmitted():
            return sequence.stopped(StopReason.CONVERTED)
    raise AssertionError(f"{event.meta.type} is consumed and not understood")


def _of_reply(data: ReplyClassified) -> Happening | None:
    if data.label == "NEUTRAL" and data.not_before is not None and not data.needs_review:
        return sequence.later(data.not_before)
    if data.label in _ANSWERS:
        return sequence.stopped(StopReason.REPLIED, data.label.lower())
    if data.label == "UNSUBSCRIBE":
        return sequence.stopped(StopReason.UNSUBSCRIBED, data.rule or "")
    if data.label == "COMPLAINT":
        return sequence.stopped(StopReason.COMPLAINED)
    if data.label == "AUTO_REPLY" and data.returns_on is not None:
        return sequence.away(data.returns_on)
    # A bounce is told by email.bounced, which knows whether it is for good; other notices are no answers.
    return None


def _new(data: Any, deps: Deps) -> Stored:
    """A first enrolment, in the version that the campaign has now."""
    current = campaigns.current(deps.table, data.campaign_id)
    if current is None:
        raise Unreadable(f"there is no campaign {data.campaign_id}")
    fresh = Enrolment(data.lead_id, data.campaign_id, campaign_version=current.campaign.version)
    return Stored(fresh, revision=0)


def _advance(stored: Stored, happening: Happening, deps: Deps) -> Outcome:
    enrolment = stored.enrolment
    campaign = campaigns.version(deps.table, enrolment.campaign_id, enrolment.campaign_version)
    if campaign is None:
        raise Unreadable(f"{enrolment.campaign_id} has no version {enrolment.campaign_version}")
    if not enrolment.country:
        profile = recipients.profile(deps.table, enrolment.lead_id)
        enrolment = replace(enrolment, country=profile.country if profile else "")
    now = deps.clock.now()
    decision = sequence.advance(enrolment, happening, campaign, now)
    if not decision.changed:
        return NOTHING
    moved = decision.enrolment
    writes = (enrolments.save(moved, stored.revision, decision.reason, now),)
    if decision.due is None:
        return Outcome(writes=writes)
    due = StepDue(
        lead_id=moved.lead_id,
        campaign_id=moved.campaign_id,
        step=decision.due.step,
        send_id=ids.send_id(moved.lead_id, moved.campaign_id, decision.due.step),
    )
    if decision.due.now(now):
        return Outcome(writes=writes, events=(due,))
    return Outcome(writes=writes, later=(_later(due, decision.due),))


def _later(due: StepDue, when: sequence.Due) -> Later:
    # One schedule a send and moment: deciding again finds it there, a new moment makes another.
    name = f"step-{due.send_id}-{ids.digest(keys.stamp(when.at))[:8]}"
    return Later(name=name, at=when.at, to="draft_email", event=due)


lambda_handler = consumer("advance_sequence", CONSUMES, handle)
