"""When a sender must stop for a while, because too many of its mails bounce or are called spam.

SES reviews an account at a bounce rate of 5 % and a complaint rate of 0.1 %, and pauses it beyond
(https://docs.aws.amazon.com/ses/latest/dg/reputationdashboardmessages.html). A sender must therefore stop
*before* its rate is there, and a rate over few mails says little: one bounce of three is 33 %, and no reason
to stop; forty-nine of a thousand are 4.9 %, and too late.

So the rate is taken as a Beta distribution: what is usual (the prior) and what was seen. The sender is paused
when there is more than a 1 in 20 chance that its true rate is at the limit or above (a one-sided 95 % upper
credible bound). Beta and not Wilson's interval, because Wilson's has no prior: its upper bound is over 5 %
for everybody who has sent fewer than fifty mails, its lower bound is over 5 % for one bounce of three.

A rate also needs a few events: one person's click is none.
"""

from __future__ import annotations

import math
from datetime import timedelta
from typing import NamedTuple

BOUNCE_LIMIT = 5.0
COMPLAINT_LIMIT = 0.1
"""Where SES begins to act, in percent."""
DOUBT = 0.05
"""The chance of being at the limit that is too much."""
COOLING = timedelta(days=3)
"""How long a pause lasts by itself; a person may end it before."""
COUNTED_DAYS = 30
"""Mails of so many days count."""


class _Usual(NamedTuple):
    """What is usual before anything was seen: so many bad ones of so many mails; and how many make a rate."""

    bad: float
    mails: float
    fewest: int


# One bounce of a hundred: a list that was checked. One complaint of five thousand: a fifth of the limit.
_BOUNCES = _Usual(bad=1.0, mails=100.0, fewest=3)
_COMPLAINTS = _Usual(bad=0.5, mails=2_500.0, fewest=2)


class Record(NamedTuple):
    """What became of a sender's mails. ``bounced``: came back for good. Each mail counts in each at most
    once."""

    sent: int = 0
    bounced: int = 0
    complained: int = 0

    def plus(self, other: Record) -> Record:
        return Record(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    def minus(self, other: Record) -> Record:
        """Without what was forgiven; never below nothing."""
        return Record(*(max(0, mine - theirs) for mine, theirs in zip(self, other, strict=True)))


class Limits(NamedTuple):
    """The rates that must not be reached, in percent."""

    bounces: float = BOUNCE_LIMIT
    complaints: float = COMPLAINT_LIMIT


def trouble(record: Record, limits: Limits) -> str:
    """Why the sender must stop: ``bounces``, ``complaints``, or empty when it need not."""
    if _too_likely(record.complained, record.sent, limits.complaints, _COMPLAINTS):
        return "complaints"
    if _too_likely(record.bounced, record.sent, limits.bounces, _BOUNCES):
        return "bounces"
    return ""


def chance(bad: int, sent: int, limit: float, usual_bad: float, usual_mails: float) -> float:
    """The chance that the true rate is at ``limit`` (percent) or above, after ``bad`` of ``sent`` mails."""
    sent = max(sent, bad)
    a = usual_bad + bad
    b = usual_mails - usual_bad + sent - bad
    return 1.0 - _beta_below(limit / 100.0, a, b)


def bounce_chance(record: Record, limits: Limits) -> float:
    """The chance that the bounce rate is at its limit or above."""
    return chance(record.bounced, record.sent, limits.bounces, _BOUNCES.bad, _BOUNCES.mails)


def complaint_chance(record: Record, limits: Limits) -> float:
    """The chance that the complaint rate is at its limit or above."""
    return chance(record.complained, record.sent, limits.complaints, _COMPLAINTS.bad, _COMPLAINTS.mails)


def _too_likely(bad: int, sent: int, limit: float, usual: _Usual) -> bool:
    return bad >= usual.fewest and chance(bad, sent, limit, usual.bad, usual.mails) > DOUBT


def _beta_below(x: float, a: float, b: float) -> float:
    """P(X < x) of a Beta(a, b): the regularised incomplete beta function, by its continued fraction.

    Lentz's method (DLMF 8.17.22); exact to about 1e-12 for the sizes that occur here.
    """
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    if x > (a + 1.0) / (a + b + 2.0):
        return 1.0 - _beta_below(1.0 - x, b, a)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    tiny = 1e-300
    c, d = 1.0, 1.0 - (a + b) * x / (a + 1.0)
    d = 1.0 / (d if abs(d) > tiny else tiny)
    fraction = d
    for m in range(1, 10_000):
        for factor in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1.0 + factor * d
            d = 1.0 / (d if abs(d) > tiny else tiny)
            c = 1.0 + factor / c
            c = c if abs(c) > tiny else tiny
            fraction *= c * d
        if abs(c * d - 1.0) < 1e-13:
            break
    return front * fraction / a
