"""Claim, send once, record. The only function that may send mail.

SES has no idempotency token, so the claim is the guard: one transaction in which the send row is created,
nobody is suppressed, the enrolment waits at this very step, the sender is not paused, and the day's counters
are below their caps (``sending.limits`` reads how high those are today).
Whoever holds the claim calls SES once. What if this stops at any line? Before the claim: nothing happened.
After it, before SES or before the record: the row stays SENDING, is never sent again, and is settled by
SES's own event (``track_email``) or shown to a person (``settle_effects``). After the record: all is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from adapters import ses
from events.base import Event, EventData
from events.email_drafted import EmailDrafted
from events.email_sent import EmailSent
from outreach import lease, suppression
from outreach.suppression import Gate
from runtime.consume import consumer
from runtime.outcome import NOTHING, Outcome, Refused, Retry
from runtime.telemetry import logger, measure
from runtime.wiring import Deps
from sending import limits
from sending.case import Case, consenting, held, read
from sending.limits import Limits
from store import consents, enrolments, keys, leases, senders, sends
from store.sends import Send
from store.table import Busy, Refusal
from store.writes import Write

CONSUMES = (EmailDrafted,)

SOON = timedelta(minutes=10)
"""After how long a mail asks again that found a conversation which has ended meanwhile."""

_ATTEMPTS = 10
"""At a transaction on rows that other sends change too (the day counters): such conflicts pass at once."""


def handle(event: Event[EmailDrafted], deps: Deps) -> Outcome:
    """Send one draft, or say why not."""
    data = event.data
    known = sends.get(deps.table, data.lead_id, data.send_id)
    if known is not None and known.state != sends.RELEASED:
        # Sent, or on its way in another hand, or in doubt: in no case once more.
        return NOTHING
    try:
        case = read(event, deps)
        if case is None:
            return NOTHING
        on_hold = held(case, deps)
        if on_hold is not None:
            return on_hold
        gates = suppression.mail_gates(case.contact.address, deps.keys.pepper)
        earlier = [
            sent
            for sent in sends.of_campaign(deps.table, data.lead_id, data.campaign_id)
            if sent.step < data.step
        ]
        allowed = limits.read(case.campaign, case.now, deps)
        kept = limits.hold(allowed, case.now, deps)
        if kept is not None:
            return case.spread(kept.reason, kept.until)
        send = _send(case, gates, known, earlier, deps)
        message = _written(case, send, earlier, deps)
        claimed = _claim(case, send, gates, allowed, known, deps)
    except Refused as refused:
        return Outcome(events=(_refused(event, refused.reason),))
    if claimed is not None:
        return claimed
    return _settle(case, send, _deliver(case, message, send, deps), deps)


def _send(case: Case, gates: Sequence[Gate], known: Send | None, earlier: Sequence[Send], deps: Deps) -> Send:
    data = case.event.data
    address, person = suppression.refusal_gates(case.contact.address, deps.keys.pepper)
    domain = case.contact.address.rpartition("@")[2]
    assert address in gates
    same_person = [sent for sent in earlier if sent.person == person.hashed]
    until = leases.until(case.campaign, data.step, same_person, case.now)
    return Send(
        send_id=data.send_id,
        lead_id=data.lead_id,
        campaign_id=data.campaign_id,
        step=data.step,
        contact_id=case.draft.contact_id,
        person=person.hashed,
        domain=suppression.domain_gate(domain, deps.keys.pepper).hashed,
        sender=case.campaign.sender.address.lower(),
        day=case.now.date().isoformat(),
        attempt=known.attempt + 1 if known else 1,
        correlation_id=case.event.meta.correlation_id,
        variant=case.draft.variant,
        leased_until=keys.stamp(until) if until else "",
        campaign_capped=case.campaign.caps.campaign_per_day is not None,
        tracked=case.campaign.tracking.opens or case.campaign.tracking.clicks,
    )


def _written(case: Case, send: Send, earlier: Sequence[Send], deps: Deps) -> bytes:
    # Here, because a mail that may not go now is not written: many calls only put it off.
    from sending.wire import raw

    return raw(case, send, earlier, deps)


# The claim ------------------------------------------------------------------------------------------------


def _claim(
    case: Case, send: Send, gates: Sequence[Gate], allowed: Limits, known: Send | None, deps: Deps
) -> Outcome | None:
    """Take the claim: None when it is ours, else what becomes of the mail. Raises ``Refused``."""
    claim = sends.claim(send, gates, allowed.caps, case.now, again=known)
    try:
        _commit(deps, [*claim, allowed.stands(case.now), *_agreed(case, deps)])
    except Refusal as refusal:
        closed = set(refusal.gates)
    else:
        return None
    if sends.CLAIMED in closed:
        return NOTHING
    for gate in gates:
        if gate.name in closed:
            raise Refused(gate.name)
    if consents.CHANGED in closed:
        raise Retry("what the person agreed to has changed since it was read", after=1)
    if enrolments.NOT_DUE in closed:
        return _overtaken(case, deps)
    if closed & leases.GATES:
        return _in_conversation(case, send, min(closed & leases.GATES), deps)
    if senders.PAUSED in closed:
        # It was paused since it was read.
        return case.spread(senders.PAUSED, case.now + limits.ASK_AGAIN)
    cap = min(closed & sends.CAP_GATES)
    at = (case.campaign.window, case.clocks)
    back = limits.turned_away(cap, send, allowed, at, case.now, deps)
    return case.returns(allowed.reason(cap), back.at, back.writes)


def _agreed(case: Case, deps: Deps) -> tuple[Write, ...]:
    """A consent that is on record must stand unchanged, whether or not the mail rests on it."""
    return (consents.still_stands(consenting(case.contact, deps), case.consent),) if case.consent else ()


def _in_conversation(case: Case, send: Send, gate: str, deps: Deps) -> Outcome:
    """Another campaign has the company or the person: ask again when it is done."""
    running = leases.others(deps.table, send, case.now)
    return case.deferred(gate, lease.asks_again(running, case.now) if running else case.now + SOON)


def _overtaken(case: Case, deps: Deps) -> Outcome:
    """The enrolment moved on while this was drafted: a stop is a refusal, a postponement asks again."""
    data = case.event.data
    stored = enrolments.get(deps.table, data.lead_id, data.campaign_id)
    if stored is not None and stored.enrolment.stop_reason is not None:
        raise Refused(f"stopped_{stored.enrolment.stop_reason.value}")
    return NOTHING


def _commit(deps: Deps, writes: Sequence[Write]) -> None:
    """Commit now, not with the outcome: what follows rests on it. Raises ``Refusal``, ``Busy``."""
    for attempt in range(_ATTEMPTS):
        try:
            return deps.table.commit(writes)
        except Busy:
            if attempt + 1 == _ATTEMPTS:
                raise


# The call, and after --------------------------------------------------------------------------------------


def _deliver(case: Case, message: bytes, send: Send, deps: Deps) -> ses.Result:
    return deps.ses.send(
        message,
        sender=case.campaign.sender.address,
        recipient=case.contact.address,
        tags={
            "send_id": send.send_id,
            "lead_id": send.lead_id,
            "campaign_id": send.campaign_id,
            "contact_id": send.contact_id,
            "step": str(send.step),
        },
        open_tracking=case.campaign.tracking.opens,
        click_tracking=case.campaign.tracking.clicks,
    )


def _settle(case: Case, send: Send, result: ses.Result, deps: Deps) -> Outcome:
    measure("send_email", type(result).__name__)
    match result:
        case ses.Accepted(message_id):
            return Outcome(
                writes=sends.record(send, message_id, deps.clock.now()), events=(_sent(send, message_id),)
            )
        case ses.Refused(reason):
            return Outcome(writes=sends.refuse(send, reason), events=(_refused(case.event, reason),))
        case ses.Throttled(reason, after):
            # Certainly not sent: the claim is undone at once, and the mail comes back by a schedule, so that
            # a busy hour spreads the mails and no queue gives up on one.
            _undo(send, reason, deps)
            if after >= limits.ASK_AGAIN.total_seconds():
                return case.spread(reason, deps.clock.now() + timedelta(seconds=after))
            return case.deferred(reason, deps.clock.now() + limits.back_off(send, after))
        case ses.Misconfigured(reason):
            _undo(send, reason, deps)
            raise Retry(f"SES is not set up for this mail: {reason}")
        case ses.Unknown(reason):
            # It may have been sent. The row stays SENDING.
            logger().warning("no answer from SES", extra={"send_id": send.send_id, "reason": reason})
            return NOTHING


def _undo(send: Send, reason: str, deps: Deps) -> None:
    try:
        _commit(deps, sends.release(send, reason))
    except Refusal:
        # Somebody has settled the row meanwhile; what they found stands.
        logger().warning("nothing to undo", extra={"send_id": send.send_id, "reason": reason})


def _sent(send: Send, message_id: str) -> EmailSent:
    return EmailSent(
        lead_id=send.lead_id,
        campaign_id=send.campaign_id,
        step=send.step,
        send_id=send.send_id,
        contact_id=send.contact_id,
        message_id=message_id,
        variant=send.variant or None,
    )


def _refused(event: Event[EmailDrafted], reason: str) -> EventData:
    from events.email_refused import EmailRefused  # rare

    data = event.data
    return EmailRefused(
        lead_id=data.lead_id,
        campaign_id=data.campaign_id,
        step=data.step,
        send_id=data.send_id,
        reason=reason,
    )


lambda_handler = consumer("send_email", CONSUMES, handle)
