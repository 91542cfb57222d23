"""The state machine of an enrolment: what an event makes of it, and what is to be done next.

Total: every event is answered in every state, whatever the order and however often it comes. Three rules
make that so. A stop is final, and of several stops the strongest stands. ``step`` only grows. A moment
before which nothing may be sent only moves later within a step. Hence late, repeated and reordered events
find that what they tell is already so, and change nothing.

========== ============ ============ ============ ============ ============ =========== ============
state      enriched     rejected     scored low   selected     sent(n)      away, later a stop
========== ============ ============ ============ ============ ============ =========== ============
FOUND      ENRICHED     REJECTED     SCORED       ACTIVE ▶     ACTIVE ▶ [1] (kept) [2]  STOPPED
ENRICHED   –            REJECTED     SCORED       ACTIVE ▶     ACTIVE ▶ [1] (kept) [2]  STOPPED
REJECTED   –            –            SCORED       ACTIVE ▶     ACTIVE ▶ [1] (kept) [2]  STOPPED
SCORED     –            –            –            ACTIVE ▶     ACTIVE ▶ [1] (kept) [2]  STOPPED
ACTIVE     –            –            –            –            ACTIVE ▶ [1] POSTPONED ▶ STOPPED
POSTPONED  –            –            –            –            ACTIVE ▶ [3] (later) ▶   STOPPED
STOPPED    –            –            –            –            – (noted)    –           stronger [4]
FINISHED   –            –            –            –            –            –           STOPPED
========== ============ ============ ============ ============ ============ =========== ============

▶ the next step is due: now, or at a moment that the decision names.
[1] FINISHED after the last step. An event of an earlier step than the next one changes nothing.
[2] The state stays and the date is kept: it counts once a step is due.
[3] POSTPONED while the recipient is still away at the new step's moment.
    "Not now, write in June" is *later*: it postpones as *away* does, to the day that was named. Where no such
    day can be waited for (it has passed, it is too far, no step is left), it is an answer like any other and
    stops: nobody who answered is written to as if they had not.
[4] See ``StopReason``: complained > unsubscribed > bounced > suppressed > converted > replied > refused >
blocked.

Only of the current step, and only in ACTIVE and POSTPONED: deferred(n) moves its moment later ▶;
refused(n) and blocked(n) stop; in_doubt(n) holds the enrolment until sent(n) comes, or a person decides.
Nothing else is an event of this machine: deliveries, opens, clicks and soft bounces never move it.

Thin today: one conversation at a time per person and company over all campaigns is not enforced, and what is
sent in June is the next step as it was written for the campaign.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from outreach import ids, window
from outreach.campaign import Campaign
from outreach.enrolment import Enrolment, State, StopReason

LONGEST_ABSENCE = timedelta(days=366)
"""A return later than this is a misread date, and is not believed."""


class Kind(StrEnum):
    """What can happen to an enrolment."""

    ENRICHED = "enriched"
    REJECTED = "rejected"
    SCORED_LOW = "scored_low"
    SELECTED = "selected"
    SENT = "sent"
    DEFERRED = "deferred"
    REFUSED = "refused"
    BLOCKED = "blocked"
    IN_DOUBT = "in_doubt"
    AWAY = "away"
    LATER = "later"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Happening:
    """One event, in the machine's words; built by the functions below."""

    kind: Kind
    step: int = 0
    at: datetime | None = None
    back_on: date | None = None
    stop: StopReason | None = None
    detail: str = ""


def enriched() -> Happening:
    return Happening(Kind.ENRICHED)


def rejected(reason: str) -> Happening:
    return Happening(Kind.REJECTED, detail=reason)


def scored(selected: bool) -> Happening:
    return Happening(Kind.SELECTED if selected else Kind.SCORED_LOW)


def sent(step: int, at: datetime) -> Happening:
    """SES accepted the step's mail at that moment."""
    return Happening(Kind.SENT, step=step, at=at)


def deferred(step: int, until: datetime, reason: str) -> Happening:
    """The step may not go before ``until``; the reason names the gate."""
    return Happening(Kind.DEFERRED, step=step, at=until, detail=reason)


def refused(step: int, reason: str) -> Happening:
    return Happening(Kind.REFUSED, step=step, stop=StopReason.REFUSED, detail=reason)


def blocked(step: int, reason: str) -> Happening:
    return Happening(Kind.BLOCKED, step=step, stop=StopReason.BLOCKED, detail=reason)


def in_doubt(step: int) -> Happening:
    return Happening(Kind.IN_DOUBT, step=step)


def away(back_on: date) -> Happening:
    """The recipient is out of office and names the day of return."""
    return Happening(Kind.AWAY, back_on=back_on)


def later(not_before: date) -> Happening:
    """The recipient wants no mail before a day, and none of what was said forbids one after it."""
    return Happening(Kind.LATER, back_on=not_before, stop=StopReason.REPLIED, detail="not_now")


def stopped(reason: StopReason, detail: str = "") -> Happening:
    """Reply, hard bounce, complaint, unsubscribe, suppression or conversion."""
    return Happening(Kind.STOP, stop=reason, detail=detail)


@dataclass(frozen=True, slots=True)
class Due:
    """A step is to be drafted at a moment, which may have come already."""

    step: int
    at: datetime

    def now(self, clock: datetime) -> bool:
        """Moments are whole seconds, rounded up: one less than a second away has come."""
        return self.at < clock + timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of the enrolment, what is to be done, and why, in words for a person.

    ``due`` is None when nothing is to be scheduled. ``changed`` is False when the event told nothing new;
    then there is no ``due`` either.
    """

    enrolment: Enrolment
    due: Due | None
    reason: str
    changed: bool


def advance(enrolment: Enrolment, happening: Happening, campaign: Campaign, now: datetime) -> Decision:
    """Answer one event. ``campaign`` is the version that the enrolment began with; ``now`` is aware UTC."""
    match happening.kind:
        case Kind.STOP:
            return _stop(enrolment, happening)
        case Kind.SENT:
            return _sent(enrolment, happening, campaign)
        case Kind.AWAY:
            return _away(enrolment, happening, campaign, now)
        case Kind.LATER:
            return _later(enrolment, happening, campaign, now)
        case Kind.SELECTED:
            return _selected(enrolment, campaign, now)
        case Kind.ENRICHED | Kind.REJECTED | Kind.SCORED_LOW:
            return _before_contact(enrolment, happening)
        case Kind.DEFERRED | Kind.REFUSED | Kind.BLOCKED | Kind.IN_DOUBT:
            return _of_current_step(enrolment, happening)


def _keep(enrolment: Enrolment, reason: str) -> Decision:
    return Decision(enrolment, None, reason, changed=False)


_EARLY = {
    Kind.ENRICHED: (State.ENRICHED, frozenset({State.FOUND})),
    Kind.REJECTED: (State.REJECTED, frozenset({State.FOUND, State.ENRICHED})),
    Kind.SCORED_LOW: (State.SCORED, frozenset({State.FOUND, State.ENRICHED, State.REJECTED})),
}


def _before_contact(enrolment: Enrolment, happening: Happening) -> Decision:
    target, allowed = _EARLY[happening.kind]
    if enrolment.state not in allowed:
        return _keep(enrolment, f"{happening.kind.value} is no news in {enrolment.state.value}")
    moved = replace(enrolment, state=target, detail=happening.detail)
    return Decision(moved, None, happening.detail or happening.kind.value, changed=True)


def _selected(enrolment: Enrolment, campaign: Campaign, now: datetime) -> Decision:
    if enrolment.waiting or enrolment.state in (State.STOPPED, State.FINISHED):
        return _keep(enrolment, f"already {enrolment.state.value}")
    return _next_step(replace(enrolment, detail=""), campaign, now, "scored above the threshold")


def _sent(enrolment: Enrolment, happening: Happening, campaign: Campaign) -> Decision:
    assert happening.at is not None
    if happening.step < enrolment.step:
        return _keep(enrolment, f"step {happening.step} is behind")
    told = replace(enrolment, step=happening.step + 1, in_doubt=False, last_sent_at=happening.at)
    if enrolment.state in (State.STOPPED, State.FINISHED):
        return Decision(told, None, f"sent, but {enrolment.state.value}: no follow-up", changed=True)
    if campaign.step(told.step) is None:
        done = replace(told, state=State.FINISHED, due_at=None)
        return Decision(done, None, "the last step was sent", changed=True)
    return _next_step(told, campaign, happening.at, f"step {happening.step} was sent")


def _next_step(enrolment: Enrolment, campaign: Campaign, since: datetime, why: str) -> Decision:
    """Make the enrolment's step due, its wait counted from ``since``, inside the recipient's window."""
    step = campaign.step(enrolment.step)
    if step is None:
        done = replace(enrolment, state=State.FINISHED, due_at=None)
        return Decision(done, None, f"{why}; no step is left", changed=True)
    moment = window.next_moment(
        campaign.window,
        window.clocks(enrolment.country, campaign.sender.time_zone),
        since + step.wait,
        ids.send_id(enrolment.lead_id, enrolment.campaign_id, enrolment.step),
    )
    return _waiting(replace(enrolment, due_at=moment), why)


def _waiting(enrolment: Enrolment, why: str) -> Decision:
    """Settle between ACTIVE and POSTPONED, and say when the step is due."""
    due_at, moment = enrolment.due_at, enrolment.not_before
    assert due_at is not None
    assert moment is not None
    state = State.POSTPONED if moment > due_at else State.ACTIVE
    # A step in doubt is not asked for again: it may have been sent.
    due = None if enrolment.in_doubt else Due(enrolment.step, moment)
    return Decision(replace(enrolment, state=state), due, why, changed=True)


def _away(enrolment: Enrolment, happening: Happening, campaign: Campaign, now: datetime) -> Decision:
    assert happening.back_on is not None
    at = window.clocks(enrolment.country, campaign.sender.time_zone)
    back = datetime.combine(happening.back_on, time(), tzinfo=ZoneInfo(at.zones[0]))
    if enrolment.state in (State.STOPPED, State.FINISHED):
        return _keep(enrolment, f"away, but {enrolment.state.value}")
    if back <= now:
        return _keep(enrolment, "away until a day that has passed")
    if back - now > LONGEST_ABSENCE:
        return _keep(enrolment, "away for longer than is believed")
    seed = ids.send_id(enrolment.lead_id, enrolment.campaign_id, enrolment.step)
    until = window.next_moment(campaign.window, at, back, seed)
    if enrolment.postponed_until is not None and until <= enrolment.postponed_until:
        return _keep(enrolment, "away no longer than known")
    told = replace(enrolment, postponed_until=until)
    why = f"away until {happening.back_on.isoformat()}"
    if not enrolment.waiting:
        return Decision(told, None, why, changed=True)
    before = enrolment.not_before
    decision = _waiting(told, why)
    return decision if told.not_before != before else replace(decision, due=None)


def _later(enrolment: Enrolment, happening: Happening, campaign: Campaign, now: datetime) -> Decision:
    """Postpone, or stop where nothing can be waited for. Asked for twice, the later day counts."""
    assert happening.back_on is not None
    at = window.clocks(enrolment.country, campaign.sender.time_zone)
    wait = datetime.combine(happening.back_on, time(), tzinfo=ZoneInfo(at.zones[0])) - now
    if enrolment.state is State.FINISHED or not timedelta() < wait <= LONGEST_ABSENCE:
        return _stop(enrolment, happening)
    postponed = _away(enrolment, happening, campaign, now)
    return replace(postponed, reason=f"wants no mail before {happening.back_on.isoformat()}")


def _of_current_step(enrolment: Enrolment, happening: Happening) -> Decision:
    if not enrolment.waiting or happening.step != enrolment.step:
        return _keep(enrolment, f"{happening.kind.value} of step {happening.step} is no news")
    if happening.stop is not None:
        return _stop(enrolment, happening)
    if happening.kind is Kind.IN_DOUBT:
        if enrolment.in_doubt:
            return _keep(enrolment, "in doubt already")
        return Decision(replace(enrolment, in_doubt=True), None, "SES's answer is not known", changed=True)
    assert happening.at is not None
    assert enrolment.not_before is not None
    if happening.at <= enrolment.not_before:
        return _keep(enrolment, "deferred no further than known")
    return _waiting(replace(enrolment, due_at=happening.at), f"deferred: {happening.detail}")


def _stop(enrolment: Enrolment, happening: Happening) -> Decision:
    assert happening.stop is not None
    known = enrolment.stop_reason
    if known is not None and known.strength >= happening.stop.strength:
        return _keep(enrolment, f"stopped already: {known.value}")
    halted = replace(
        enrolment,
        state=State.STOPPED,
        stop_reason=happening.stop,
        detail=happening.detail,
        due_at=None,
    )
    why = f"{happening.stop.value}: {happening.detail}" if happening.detail else happening.stop.value
    return Decision(halted, None, why, changed=True)
