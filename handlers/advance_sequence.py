"""Move each enrolment to its next step or its end, whatever happened to it.

Reads what happened, asks ``outreach.sequence`` what becomes of it, writes the enrolment on the revision that
was read, and asks for the next step: now by an event, later by a one-time schedule. An answer concerns the
company's other campaigns too (``outreach.answers``), and what ends or draws out a conversation shortens or
lengthens its leases in the same transaction (``outreach.lease``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from events.base import Event
from events.email_blocked import EmailBlocked
from events.email_bounced import EmailBounced
from events.email_clicked import EmailClicked
from events.email_complained import EmailComplained
from events.email_deferred import EmailDeferred
from events.email_in_doubt import EmailInDoubt
from events.email_refused import EmailRefused
from events.email_released import EmailReleased
from events.email_sent import EmailSent
from events.inquiry_submitted import InquirySubmitted
from events.lead_enriched import LeadEnriched
from events.lead_rejected import LeadRejected
from events.lead_scored import LeadScored
from events.recipient_suppressed import RecipientSuppressed
from events.reply_classified import ReplyClassified
from events.reply_delayed import ReplyDelayed
from events.step_due import StepDue
from outreach import answers, ids, lease, places, sequence
from outreach.answers import Meaning
from outreach.campaign import Campaign
from outreach.enrolment import Enrolment, StopReason
from outreach.places import NOWHERE
from outreach.sequence import Happening
from runtime.consume import consumer
from runtime.outcome import NOTHING, Later, Outcome, Unreadable
from runtime.wiring import Deps
from store import campaigns, enrolments, keys, leases, recipients, sends
from store.enrolments import Stored
from store.writes import Write

CONSUMES = (
    LeadEnriched,
    LeadRejected,
    LeadScored,
    EmailSent,
    EmailDeferred,
    EmailBlocked,
    EmailRefused,
    EmailInDoubt,
    EmailReleased,
    EmailBounced,
    EmailClicked,
    EmailComplained,
    RecipientSuppressed,
    ReplyClassified,
    ReplyDelayed,
    InquirySubmitted,
)

LEFT_COMPANY = "left_company"
"""The kind of automatic answer that says that nobody reads the mailbox any more."""
_STOPS = {
    "unsubscribe": StopReason.UNSUBSCRIBED,
    "bounce": StopReason.BOUNCED,
    "complaint": StopReason.COMPLAINED,
}


def handle(event: Event[Any], deps: Deps) -> Outcome:
    """Advance the enrolment that the event is about, and the company's others where it concerns them."""
    data = event.data
    meaning = _meaning(event)
    if meaning.own is None:
        return NOTHING
    stored = enrolments.get(deps.table, data.lead_id, data.campaign_id) or _new(data, deps)
    told = [(stored, meaning.own)]
    if meaning.others is not None:
        told += [
            (other, meaning.others)
            for other in enrolments.of_lead(deps.table, data.lead_id)
            if other.enrolment.campaign_id != data.campaign_id
        ]
    moves = [move for one, happening in told if (move := _advance(one, happening, deps)) is not None]
    return Outcome(
        writes=tuple(move.write for move in moves) + _leases(data, moves, meaning, deps),
        events=tuple(event for move in moves for event in move.events),
        later=tuple(later for move in moves for later in move.later),
    )


def _meaning(event: Event[Any]) -> Meaning:
    """What the event means for the enrolment that it is about, and for the company's others."""
    match event.data:
        case ReplyClassified() as data:
            return answers.of_reply(
                data.label,
                event.meta.occurred_at,
                rule=data.rule or "",
                returns_on=data.returns_on,
                not_before=data.not_before,
                needs_review=data.needs_review,
                left=data.automatic == LEFT_COMPANY,
            )
        case ReplyDelayed() as data:
            return answers.of_delayed(data.until)
        case InquirySubmitted():
            return answers.of_inquiry(event.meta.occurred_at)
        case RecipientSuppressed() as data:
            if data.scope == "phone":
                return answers.NOTHING
            stop = sequence.stopped(_STOPS.get(data.reason, StopReason.SUPPRESSED), data.reason)
            return Meaning(stop, stop)
    return Meaning(_happening(event))


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
        case EmailReleased() as data:
            return sequence.released(data.step)
        case EmailBounced() as data:
            return sequence.stopped(StopReason.BOUNCED, data.reason) if data.kind == "hard" else None
        case EmailComplained():
            return sequence.stopped(StopReason.COMPLAINED)
        case EmailClicked() as data:
            return sequence.stopped(StopReason.CLICKED) if data.by == "person" else None
    raise AssertionError(f"{event.meta.type} is consumed and not understood")


def _new(data: Any, deps: Deps) -> Stored:
    """A first enrolment, in the version that the campaign has now."""
    current = campaigns.current(deps.table, data.campaign_id)
    if current is None:
        raise Unreadable(f"there is no campaign {data.campaign_id}")
    fresh = Enrolment(data.lead_id, data.campaign_id, campaign_version=current.campaign.version)
    return Stored(fresh, revision=0)


class _Move(NamedTuple):
    """One enrolment that moved: what became of it, in which campaign, and what is to be written and said.

    ``holds_differently``: it has stopped, or waits for a day, so that its leases need another end.
    """

    enrolment: Enrolment
    campaign: Campaign
    holds_differently: bool
    write: Write
    events: tuple[StepDue, ...] = ()
    later: tuple[Later, ...] = ()


def _advance(stored: Stored, happening: Happening, deps: Deps) -> _Move | None:
    enrolment = stored.enrolment
    campaign = campaigns.version(deps.table, enrolment.campaign_id, enrolment.campaign_version)
    if campaign is None:
        raise Unreadable(f"{enrolment.campaign_id} has no version {enrolment.campaign_version}")
    campaign = campaign.seen_by(enrolment.lead_id)
    if enrolment.place == NOWHERE:
        enrolment = _placed(enrolment, deps)
    now = deps.clock.now()
    decision = sequence.advance(enrolment, happening, campaign, now)
    if not decision.changed:
        return None
    moved = decision.enrolment
    write = enrolments.save(moved, stored.revision, decision.reason, now)
    stops = moved.stop_reason is not None and stored.enrolment.stop_reason is None
    differs = stops or moved.postponed_until != stored.enrolment.postponed_until
    if decision.due is None:
        return _Move(moved, campaign, differs, write)
    due = StepDue(
        lead_id=moved.lead_id,
        campaign_id=moved.campaign_id,
        step=decision.due.step,
        send_id=ids.send_id(moved.lead_id, moved.campaign_id, decision.due.step),
    )
    if decision.due.now(now):
        return _Move(moved, campaign, differs, write, events=(due,))
    return _Move(moved, campaign, differs, write, later=(_later(due, decision.due),))


def _placed(enrolment: Enrolment, deps: Deps) -> Enrolment:
    profile = recipients.profile(deps.table, enrolment.lead_id)
    if profile is None:
        return enrolment
    place = places.of_profile(profile)
    return replace(enrolment, country=place.country, region=place.region, zones=place.zones)


def _leases(data: Any, moves: Sequence[_Move], meaning: Meaning, deps: Deps) -> tuple[Write, ...]:
    """What becomes of the leases on the company and on those it was written to at."""
    now = deps.clock.now()
    moved = {
        lease.holder(move.enrolment.lead_id, move.enrolment.campaign_id): move
        for move in moves
        if move.holds_differently
    }
    if not moved and meaning.rests_until is None:
        return ()
    asker = lease.holder(data.lead_id, data.campaign_id)
    mails = sends.every(deps.table, data.lead_id)
    last = {lease.holder(m.lead_id, m.campaign_id): m.claimed_at for m in mails if sends.may_have_gone(m)}
    persons = {mail.person for mail in mails}
    changed = []
    for row in leases.rows(deps.table, data.lead_id, *sorted(persons)):
        held = row.lease
        if held is not None and held.holder in moved:
            move = moved[held.holder]
            last_mail = datetime.fromisoformat(last[held.holder]) if held.holder in last else None
            held = lease.after(held, move.enrolment, move.campaign, last_mail, now)
        if meaning.rests_until is not None:
            held = lease.rested(held, asker, meaning.rests_until, now)
        if held is not None and held != row.lease:
            changed.append(leases.change(row, held))
    return tuple(changed)


def _later(due: StepDue, when: sequence.Due) -> Later:
    # One schedule a send and moment: deciding again finds it there, a new moment makes another.
    name = f"step-{due.send_id}-{ids.digest(keys.stamp(when.at))[:8]}"
    return Later(name=name, at=when.at, to="draft_email", event=due)


lambda_handler = consumer("advance_sequence", CONSUMES, handle)
