"""Call the people who asked for a call: with their consent, in their hours, once.

Two steps, so that a crash between them shows in the table. A warm answer or an inquiry is decided and claimed
(``call.requested``, or ``call.refused`` with the rule's name; outside the callee's hours the claim waits for
a schedule). Then the requested call is decided again on what is true at that moment, and dialled with
Connect's token, which makes a second start the same call.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from adapters.connect import CallNotAllowed, ConnectBusy
from events.base import Event
from events.call_placed import CallPlaced
from events.call_refused import CallRefused
from events.call_requested import CallRequested
from events.inquiry_submitted import InquirySubmitted
from events.reply_classified import ReplyClassified
from outreach import calling, ids, suppression
from outreach.campaign import CallConsent, Calls, Campaign
from outreach.suppression import Gate, Scope
from runtime.consume import consumer
from runtime.outcome import NOTHING, Later, Outcome, Retry, Unreadable
from runtime.wiring import Deps
from store import calls, campaigns, consents, keys, recipients
from store.calls import Call
from store.suppression import all_open, listed
from store.table import Refusal
from store.writes import Check
from templates.calls import speak

CONSUMES = (ReplyClassified, InquirySubmitted, CallRequested)

TOKEN_LIVES = timedelta(days=6)
"""How long a start is repeated. Connect knows a token for seven days: after that it would dial again."""

PAUSED_FOR = timedelta(hours=1)
"""After how long a call of a paused campaign asks again."""

_LONGEST_ATTRIBUTE = 255  # characters: all attributes of a contact share 32 KB
_NO_CONNECT = "none"


@dataclass(frozen=True, slots=True)
class _Wish:
    """Somebody's wish for a call. ``cause`` is the reply or inquiry that it was said in."""

    lead_id: str
    campaign_id: str
    contact_id: str | None
    origin: str
    cause: str
    correlation_id: str


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a decision rests on, read once.

    ``gates`` are the keys that forbid the call; ``own`` those of them that a wish to be left alone closes.
    """

    campaign: Campaign
    phone: str
    gates: tuple[Gate, ...]
    own: tuple[Gate, ...]
    decision: calling.CallDecision


def handle(event: Event[Any], deps: Deps) -> Outcome:
    """Claim a call that somebody asked for, or place one that is claimed."""
    if isinstance(event.data, CallRequested):
        return _place(event.data, deps)
    wish = _wish(event)
    return _request(wish, deps) if wish else NOTHING


# Asking ---------------------------------------------------------------------------------------------------


def _wish(event: Event[Any]) -> _Wish | None:
    """The wish in an answer or inquiry. An answer that a person should read first is none yet; what was said
    in a call is for a person too: a machine that was just spoken to does not ring again."""
    data = event.data
    if isinstance(data, ReplyClassified):
        if data.label != "WARM" or data.needs_review or not data.wants_call:
            return None
        origin, cause = "reply", data.reply_id
    else:
        if data.channel != "web" or not data.wants_call:
            return None
        origin, cause = "inquiry", data.inquiry_id
    return _Wish(data.lead_id, data.campaign_id, data.contact_id, origin, cause, event.meta.correlation_id)


def _request(wish: _Wish, deps: Deps) -> Outcome:
    call_id = ids.call_id(wish.lead_id, wish.campaign_id, wish.cause)
    if calls.get(deps.table, wish.lead_id, call_id) is not None:
        return NOTHING
    ground = _ground(wish.lead_id, wish.campaign_id, wish.contact_id, wish.origin, deps)
    call = _call(wish, call_id, ground, deps)
    now = deps.clock.now()
    if ground.decision.allowed:
        claim = calls.claim(call._replace(state=calls.REQUESTED), now)
        return Outcome(writes=(claim, *_permission(call, ground)), events=(_requested(call),))
    if ground.decision.until is not None:
        claim = calls.claim(call._replace(state=calls.WAITING), now)
        return Outcome(writes=(claim, *_permission(call, ground)), later=(_later(call, ground.decision),))
    reason = ground.decision.reason
    claim = calls.claim(call._replace(state=calls.REFUSED, reason=reason), now)
    return Outcome(writes=(claim,), events=(_refused(call, reason),))


def _ground(lead_id: str, campaign_id: str, contact_id: str | None, origin: str, deps: Deps) -> _Ground:
    """Read consent, number, suppressions and the campaign's policy, and decide."""
    current = campaigns.current(deps.table, campaign_id)
    if current is None:
        raise Unreadable(f"there is no campaign {campaign_id}")
    policy = current.campaign.calls
    consent = consents.to_be_called(deps.table, lead_id, contact_id) if contact_id else None
    # A campaign may want more than words in an answer: the text of a form that somebody agreed to.
    counts = origin != "reply" or policy.consent is CallConsent.REPLY
    phone = consent.phone if consent else ""
    gates, own = _gates(lead_id, contact_id, phone, deps)
    decision = _decide(policy, phone, consent is not None and counts, gates, deps)
    if current.paused and (decision.allowed or decision.until is not None):
        again = deps.clock.now() + PAUSED_FOR
        decision = calling.CallDecision(False, "campaign_paused", max(again, decision.until or again))
    return _Ground(current.campaign, phone, gates, own, decision)


def _decide(
    policy: Calls, phone: str, consented: bool, gates: Sequence[Gate], deps: Deps
) -> calling.CallDecision:
    if deps.settings.connect_instance == _NO_CONNECT:
        return calling.CallDecision(False, "connect_not_set_up")
    if policy.enabled and consented and not phone:
        # Only a number that the person gave: a company's main line would be answered by somebody else.
        return calling.CallDecision(False, "no_number_given")
    return calling.decide(
        phone,
        policy=policy,
        now=deps.clock.now(),
        consented=consented,
        do_not_call=bool(listed(deps.table, gates)),
    )


def _gates(
    lead_id: str, contact_id: str | None, phone: str, deps: Deps
) -> tuple[tuple[Gate, ...], tuple[Gate, ...]]:
    """Everything that forbids this call; and what "don't call me again" closes: the number and the person."""
    pepper = deps.keys.pepper
    own = [suppression.phone_gate(phone, pepper)] if phone else []
    known = recipients.get(deps.table, lead_id, contact_id) if contact_id else None
    if known is not None:
        own.append(suppression.person_gate(known.address, pepper))
    address = [Gate(Scope.ADDRESS, contact_id)] if contact_id else []
    return (*own, *address), tuple(own)


def _permission(call: Call, ground: _Ground) -> tuple[Check, ...]:
    """The conditions under which a claim holds: nobody is suppressed, and the consent stands."""
    consent = (consents.still_given(call.lead_id, call.contact_id),) if call.contact_id else ()
    return (*all_open(ground.gates), *consent)


def _call(wish: _Wish, call_id: str, ground: _Ground, deps: Deps) -> Call:
    profile = recipients.profile(deps.table, wish.lead_id)
    return Call(
        call_id=call_id,
        lead_id=wish.lead_id,
        campaign_id=wish.campaign_id,
        origin=wish.origin,
        cause=wish.cause,
        attempt=1,
        state=calls.REQUESTED,
        correlation_id=wish.correlation_id,
        contact_id=wish.contact_id,
        phone=ground.phone,
        company=profile.company if profile else "",
        caller=ground.campaign.sender.company,
        topic=ground.campaign.name,
        do_not_call=tuple((gate.scope.value, gate.hashed) for gate in ground.own),
    )


# Placing --------------------------------------------------------------------------------------------------


def _place(data: CallRequested, deps: Deps) -> Outcome:
    """Decide again, and dial. Doing it again dials the same call: the id is Connect's token."""
    call = calls.get(deps.table, data.lead_id, data.call_id)
    if call is None:
        raise Unreadable("the call is not in the table")
    if call.state not in calls.UNDIALLED:
        return NOTHING
    if call.dialled_at and datetime.fromisoformat(call.dialled_at) + TOKEN_LIVES < deps.clock.now():
        return _refuse(call, "dialled_too_long_ago")
    if call.session is None:
        # Nobody has spoken to us yet, so Connect may not have been asked: what is true now decides.
        ground = _ground(call.lead_id, call.campaign_id, call.contact_id, call.origin, deps)
        if ground.phone and ground.phone != call.phone:
            # They gave another number since: hours and suppressions were asked for that one, and its own
            # request calls it.
            return _refuse(call, "number_replaced")
        if ground.decision.until is not None:
            return Outcome(writes=(calls.wait(call),), later=(_later(call, ground.decision),))
        if not ground.decision.allowed:
            return _refuse(call, ground.decision.reason)
        _claim_dial(call, ground, deps)
    return _dial(call, deps)


def _claim_dial(call: Call, ground: _Ground, deps: Deps) -> None:
    """Say in the table that Connect is being asked, while nobody forbids it; what follows rests on it."""
    try:
        deps.table.commit([calls.dial(call, deps.clock.now()), *_permission(call, ground)])
    except Refusal as refusal:
        raise Retry(f"overtaken by {', '.join(refusal.gates)}", after=1) from refusal


def _dial(call: Call, deps: Deps) -> Outcome:
    try:
        contact = deps.connect.start_call(call.call_id, call.phone, _attributes(call))
    except ConnectBusy as busy:
        raise Retry(f"Connect can't take it now: {busy}") from busy
    except CallNotAllowed as refusal:
        return _refuse(_again(call, deps), refusal.reason)
    except ValueError:
        return _refuse(_again(call, deps), "number_malformed")
    placed = CallPlaced(
        lead_id=call.lead_id,
        campaign_id=call.campaign_id,
        call_id=call.call_id,
        connect_contact_id=contact,
    )
    return Outcome(writes=calls.place(call, contact, deps.clock.now()), events=(placed,))


def _again(call: Call, deps: Deps) -> Call:
    """The call as it stands after it was claimed for dialling."""
    return calls.get(deps.table, call.lead_id, call.call_id) or call


def _attributes(call: Call) -> dict[str, str]:
    """What the contact flow says and hands to the bot."""
    names = {"company": call.company, "caller": call.caller, "topic": call.topic}
    return {
        "lead_id": call.lead_id,
        "call_id": call.call_id,
        "campaign_id": call.campaign_id,
        "opening": speak(["introduction"], **names),
        "question": speak(["ask_interested"], **names),
        **{name: value[:_LONGEST_ATTRIBUTE] for name, value in names.items()},
    }


# What is said ---------------------------------------------------------------------------------------------


def _later(call: Call, decision: calling.CallDecision) -> Later:
    assert decision.until is not None
    name = f"call-{call.call_id}-{ids.digest(keys.stamp(decision.until))[:8]}"
    return Later(name=name, at=decision.until, to="place_call", event=_requested(call))


def _requested(call: Call) -> CallRequested:
    return CallRequested(
        lead_id=call.lead_id,
        campaign_id=call.campaign_id,
        call_id=call.call_id,
        origin="reply" if call.origin == "reply" else "inquiry",
        attempt=call.attempt,
        contact_id=call.contact_id,
    )


def _refuse(call: Call, reason: str) -> Outcome:
    return Outcome(writes=(calls.refuse(call, reason),), events=(_refused(call, reason),))


def _refused(call: Call, reason: str) -> CallRefused:
    return CallRefused(
        lead_id=call.lead_id, campaign_id=call.campaign_id, call_id=call.call_id, reason=reason
    )


lambda_handler = consumer("place_call", CONSUMES, handle)
