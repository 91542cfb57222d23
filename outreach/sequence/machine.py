"""The transitions, as the package's tables describe them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from outreach import ids, window
from outreach.campaign import Campaign, StopOn
from outreach.enrolment import Enrolment, State, StopReason
from outreach.lease import SKEW
from outreach.sequence.happenings import Happening, Kind

LONGEST_ABSENCE = timedelta(days=366)
"""A return later than this is a misread date, and is not believed."""
_SECOND = timedelta(seconds=1)


class Due(NamedTuple):
    """A step is to be drafted at a moment, which may have come already."""

    step: int
    at: datetime

    def now(self, clock: datetime) -> bool:
        """Moments are whole seconds, rounded up: one less than a second away has come."""
        return self.at < clock + _SECOND


class Decision(NamedTuple):
    """What becomes of the enrolment, what is to be done, and why, in words for a person.

    ``due`` is None when nothing is to be scheduled. ``changed`` is False when the event told nothing new;
    then there is no ``due`` either.
    """

    enrolment: Enrolment
    due: Due | None
    reason: str
    changed: bool


def advance(enrolment: Enrolment, happening: Happening, campaign: Campaign, now: datetime) -> Decision:
    """Answer one event. ``campaign`` is the version that the enrolment began with, as its lead sees it
    (``Campaign.seen_by``); ``now`` is aware UTC."""
    match happening.kind:
        case Kind.STOP:
            if happening.stop is StopReason.CLICKED and StopOn.CLICK not in campaign.stop_on:
                return _keep(enrolment, "a click does not stop this campaign")
            return _stop(enrolment, happening)
        case Kind.SENT:
            return _sent(enrolment, happening, campaign)
        case Kind.AWAY:
            return _away(enrolment, happening, campaign, now)
        case Kind.LATER:
            return _later(enrolment, happening, campaign, now)
        case Kind.PAUSED:
            return _paused(enrolment, happening, campaign)
        case Kind.SELECTED:
            return _selected(enrolment, campaign, now)
        case Kind.ENRICHED | Kind.REJECTED | Kind.SCORED_LOW:
            return _before_contact(enrolment, happening)
        case Kind.DEFERRED | Kind.REFUSED | Kind.BLOCKED | Kind.IN_DOUBT | Kind.RELEASED:
            return _of_current_step(enrolment, happening, now)


def _keep(enrolment: Enrolment, reason: str) -> Decision:
    return Decision(enrolment, None, reason, changed=False)


# Before anything is sent ----------------------------------------------------------------------------------

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


# A step that was sent, and the next -----------------------------------------------------------------------


def _sent(enrolment: Enrolment, happening: Happening, campaign: Campaign) -> Decision:
    assert happening.at is not None
    before = enrolment.last_sent_at
    latest = happening.at if before is None else max(before, happening.at)
    if happening.step < enrolment.step:
        return _noted(enrolment, latest, f"step {happening.step} is behind")
    told = replace(enrolment, step=happening.step + 1, in_doubt=False, last_sent_at=latest)
    if enrolment.state in (State.STOPPED, State.FINISHED):
        return Decision(told, None, f"sent, but {enrolment.state.value}: no follow-up", changed=True)
    if told.step < campaign.follow_up_count:
        return _next_step(told, campaign, happening.at, f"step {happening.step} was sent")
    done = replace(told, state=State.FINISHED, due_at=None)
    if told.later and told.postponed_until is not None and happening.at < told.postponed_until:
        # "Later" overtook the news that the last mail had gone: it is the answer to that mail.
        return _stop(done, Happening(Kind.STOP, stop=StopReason.REPLIED, detail="not_now"))
    return Decision(done, None, "the last step was sent", changed=True)


def _noted(enrolment: Enrolment, sent_at: datetime, why: str) -> Decision:
    if sent_at == enrolment.last_sent_at:
        return _keep(enrolment, why)
    return Decision(replace(enrolment, last_sent_at=sent_at), None, why, changed=True)


def _next_step(enrolment: Enrolment, campaign: Campaign, since: datetime, why: str) -> Decision:
    """Make the enrolment's step due, its wait counted from ``since``, inside the recipient's window."""
    step = campaign.step(enrolment.step)
    if step is None:
        done = replace(enrolment, state=State.FINISHED, due_at=None)
        return Decision(done, None, f"{why}; no step is left", changed=True)
    seed = ids.send_id(enrolment.lead_id, enrolment.campaign_id, enrolment.step)
    return _waiting(replace(enrolment, due_at=_open(enrolment, campaign, since + step.wait, seed)), why)


def _waiting(enrolment: Enrolment, why: str) -> Decision:
    """Settle between ACTIVE and POSTPONED, and say when the step is due."""
    due_at, moment = enrolment.due_at, enrolment.not_before
    assert due_at is not None
    assert moment is not None
    state = State.POSTPONED if moment > due_at else State.ACTIVE
    # A step in doubt is not asked for again: it may have been sent.
    due = None if enrolment.in_doubt else Due(enrolment.step, moment)
    return Decision(replace(enrolment, state=state), due, why, changed=True)


def _open(enrolment: Enrolment, campaign: Campaign, after: datetime, seed: str) -> datetime:
    """The first moment after ``after`` that the recipient's window allows."""
    return window.next_moment(campaign.window, _clocks(enrolment, campaign), after, seed)


def _clocks(enrolment: Enrolment, campaign: Campaign) -> window.Clocks:
    return window.clocks(enrolment.place, campaign.sender.time_zone)


# What people say ------------------------------------------------------------------------------------------


def _away(enrolment: Enrolment, happening: Happening, campaign: Campaign, now: datetime) -> Decision:
    assert happening.back_on is not None
    back = _morning(enrolment, campaign, happening.back_on)
    if back <= now:
        return _keep(enrolment, "away until a day that has passed")
    if back - now > LONGEST_ABSENCE:
        return _keep(enrolment, "away for longer than is believed")
    return _postponed(enrolment, campaign, back, f"away until {happening.back_on.isoformat()}")


def _later(enrolment: Enrolment, happening: Happening, campaign: Campaign, now: datetime) -> Decision:
    """Postpone, or stop where nothing can be waited for. Asked for twice, the later day counts."""
    assert happening.back_on is not None
    day = _morning(enrolment, campaign, happening.back_on)
    if _over(enrolment, campaign) or not timedelta() < day - now <= LONGEST_ABSENCE:
        return _stop(enrolment, happening)
    why = f"wants no mail before {happening.back_on.isoformat()}"
    asked = _asked(enrolment, campaign.again_number, now)
    decision = _postponed(asked, campaign, day, why)
    if asked.waiting and (asked.step, asked.state) != (enrolment.step, enrolment.state):
        return _waiting(decision.enrolment, why)
    return decision if decision.changed or asked == enrolment else Decision(asked, None, why, changed=True)


def _asked(enrolment: Enrolment, again: int | None, now: datetime) -> Enrolment:
    """The enrolment at the step for the day that was asked for, if it is one that will come to send it."""
    if enrolment.state is State.FINISHED:
        enrolment = replace(enrolment, state=State.ACTIVE, due_at=now.replace(microsecond=0))
    if not enrolment.waiting:
        return enrolment
    # A mail of a step that is left behind may still be on its way, or in doubt: it is not sent again.
    step = enrolment.step if again is None else max(enrolment.step, again)
    return replace(enrolment, step=step, in_doubt=enrolment.in_doubt and step == enrolment.step, later=True)


def _paused(enrolment: Enrolment, happening: Happening, campaign: Campaign) -> Decision:
    assert happening.at is not None
    return _postponed(enrolment, campaign, happening.at, f"paused: {happening.detail}")


def _postponed(enrolment: Enrolment, campaign: Campaign, until: datetime, why: str) -> Decision:
    """Send nothing before ``until``, if that is news."""
    if enrolment.state is State.STOPPED or _over(enrolment, campaign):
        return _keep(enrolment, f"{why}, but {enrolment.state.value}")
    # One seed for all steps: whether the absence or the step was told first, the moment is the same.
    seed = ids.send_id(enrolment.lead_id, enrolment.campaign_id, 0)
    moment = _open(enrolment, campaign, until, seed)
    if enrolment.postponed_until is not None and moment <= enrolment.postponed_until:
        return _keep(enrolment, f"{why}, no longer than known")
    told = replace(enrolment, postponed_until=moment)
    if not enrolment.waiting:
        return Decision(told, None, why, changed=True)
    decision = _waiting(told, why)
    return decision if told.not_before != enrolment.not_before else decision._replace(due=None)


def _over(enrolment: Enrolment, campaign: Campaign) -> bool:
    """Whether nothing is left to send, not even on a day that somebody names."""
    again = campaign.again_number
    return enrolment.state is State.FINISHED and (again is None or enrolment.step > again)


def _morning(enrolment: Enrolment, campaign: Campaign, day: date) -> datetime:
    """The day's beginning where the recipient is, in UTC as every moment that is kept."""
    zone = ZoneInfo(_clocks(enrolment, campaign).zones[0])
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


# What became of the next step, if not sent ----------------------------------------------------------------


def _of_current_step(enrolment: Enrolment, happening: Happening, now: datetime) -> Decision:
    if not enrolment.waiting or happening.step != enrolment.step:
        return _keep(enrolment, f"{happening.kind.value} of step {happening.step} is no news")
    if happening.stop is not None:
        return _stop(enrolment, happening)
    if happening.kind is Kind.IN_DOUBT:
        if enrolment.in_doubt:
            return _keep(enrolment, "in doubt already")
        return Decision(replace(enrolment, in_doubt=True), None, "SES's answer is not known", changed=True)
    assert enrolment.not_before is not None
    if happening.kind is Kind.RELEASED:
        if not enrolment.in_doubt:
            return _keep(enrolment, "nothing is in doubt")
        # Later than any moment at which it was asked for before: a schedule of that name is used up.
        again = max(now.replace(microsecond=0), enrolment.not_before) + _SECOND
        return _waiting(replace(enrolment, in_doubt=False, due_at=again), "SES had not got it: once more")
    assert happening.at is not None
    why = f"deferred: {happening.detail}"
    if happening.at > enrolment.not_before:
        return _waiting(replace(enrolment, due_at=happening.at), why)
    if enrolment.not_before > now + SKEW:
        return _keep(enrolment, "deferred no further than known")
    # Its moment has come here, was too early there, and nothing else would ask for it again.
    in_a_minute = now.replace(microsecond=0) + SKEW + _SECOND
    return _waiting(replace(enrolment, due_at=in_a_minute), f"{why}, by another clock")


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
