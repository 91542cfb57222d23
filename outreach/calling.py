"""Whether a number may be dialled now: consent, do-not-call, and the hours of the callee's clock.

An unknown zone refuses: there is no safe guess. Hours are those of the campaign, which may only narrow
8 to 21 (47 CFR 64.1200(c)(1)); they must be open in every zone in which the number may ring.
Consent is required of everybody, because a caller who is a machine needs it (FCC 24-17).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from outreach import hours, zones
from outreach.campaign import CALL_FROM_HOUR, CALL_TO_HOUR, Calls


@dataclass(frozen=True, slots=True)
class CallDecision:
    """``reason`` names the gate that refused, empty when allowed. ``until``: when to ask again, if ever."""

    allowed: bool
    reason: str = ""
    until: datetime | None = None


ALLOWED = CallDecision(True)


def decide(
    number: str,
    *,
    policy: Calls,
    now: datetime,
    consented: bool,
    do_not_call: bool,
) -> CallDecision:
    """Decide about one call to an E.164 number.

    Gates, in this order: ``calls_disabled``, ``do_not_call``, ``consent_missing``, ``zone_unknown``,
    ``no_common_hour`` (its zones share no allowed hour), ``outside_hours`` (with ``until``).
    """
    if not policy.enabled:
        return CallDecision(False, "calls_disabled")
    if do_not_call:
        return CallDecision(False, "do_not_call")
    if not consented:
        return CallDecision(False, "consent_missing")
    clocks = zones.of_number(number)
    if not clocks:
        return CallDecision(False, "zone_unknown")
    allowed = hours.Hours(
        hours.EVERY_DAY,
        max(policy.from_hour, CALL_FROM_HOUR) * 60,
        min(policy.to_hour, CALL_TO_HOUR) * 60,
    )
    span = next(iter(hours.spans(allowed, clocks, now)), None)
    if span is None:
        return CallDecision(False, "no_common_hour")
    return ALLOWED if span.start <= now else CallDecision(False, "outside_hours", span.start)
