"""Which way of writing a step's mail each send gets, learnt from what the mails came to.

**Reward.** A mail comes to one of three things: its recipient answers warmly (+1), is driven away by an
unsubscribe or a complaint (−k, whatever they said before), or neither (0). A variant's worth is the mean,
``warm rate − k · harm rate``. Opens and clicks count for nothing: machines make most of them.

**k** is 2 unless the campaign says otherwise. SES looks into an account at one complaint in a thousand
mails, so a complaint spends the standing of a thousand, and with it the twenty warm answers that those earn
where one in fifty answers. An unsubscribe alone loses one company, worth a fraction of a warm answer. Where
one harm in ten is a complaint, the mean of both is about 2.

**Learning.** The three shares have a Dirichlet posterior: a prior worth ``PRIOR_MAILS`` mails at the step's
own pooled rates (so that a variant without mails is neither praised nor blamed), and the mails. A variant's
part of the mails is the probability that it is the best, which is what Thompson sampling gives it; it is
counted over ``WHOLE`` seeded draws, so that anybody can count again. Before anything is known the parts
follow the weights. Only mails that had time for an answer count, good and bad alike: counting answers as
they come would favour whatever was sent most lately.

**Drawing.** A send's place between 0 and 1 is a keyed hash of its id; the allocation in force cuts that line
into parts. The same send under the same allocation is the same variant, and the draft keeps which it was.

**Stopping.** A variant is used no more when, given its mails and a uniform prior, its complaint rate is
above ``COMPLAINT_LIMIT`` with a probability of at least ``CERTAINTY`` and ``LEAST_COMPLAINTS`` have come, or
its rate of unsubscribes and complaints above ``HARM_LIMIT`` with ``LEAST_HARMED``. Harm counts at once: it
does not wait until its mails have matured. A stopped text stays stopped in later versions of the campaign.

Sources: Thompson (1933), Biometrika 25; Chapelle and Li (2011), "An empirical evaluation of Thompson
sampling", NeurIPS 24; Wilson (1927), JASA 22.
"""

from __future__ import annotations

import hashlib
import hmac
import math
import random
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from outreach.ids import digest
from outreach.step import Experiment, Step, Variant

WHOLE = 1_000
"""Parts of a step's mails, and draws per allocation: one draw decides one part."""
PRIOR_MAILS = 50.0
COMPLAINT_LIMIT, LEAST_COMPLAINTS = 0.001, 2
HARM_LIMIT, LEAST_HARMED = 0.05, 5
CERTAINTY = 0.95

_HALF_A_HARM = 0.5  # so that a rate of nothing is not believed for certain
_95_PERCENT = 1.959963984540054  # the normal quantile of a two-sided 95 % interval


class Result(StrEnum):
    """What a mail came to, the gravest last: of several things the gravest counts, once."""

    NONE = "none"
    WARM = "warm"
    UNSUBSCRIBED = "unsubscribed"
    COMPLAINED = "complained"


_OF_LABEL = {
    "WARM": Result.WARM,
    "UNSUBSCRIBE": Result.UNSUBSCRIBED,
    "COMPLAINT": Result.COMPLAINED,
}


class Evidence(NamedTuple):
    """What is known of one mail: the labels of its answers by reply id, and what happened besides."""

    answers: Mapping[str, str] = {}
    unsubscribed: bool = False
    complained: bool = False

    @property
    def result(self) -> Result:
        found = [_OF_LABEL.get(label, Result.NONE) for label in self.answers.values()]
        found += [Result.UNSUBSCRIBED] * self.unsubscribed + [Result.COMPLAINED] * self.complained
        return max(found, key=list(Result).index, default=Result.NONE)


class Tally(NamedTuple):
    """What a variant's mails came to. Each mail counts once: in one of the three numbers, or in none."""

    sends: int = 0
    warm: int = 0
    unsubscribed: int = 0
    complained: int = 0

    @property
    def harmed(self) -> int:
        return self.unsubscribed + self.complained

    def plus(self, other: Tally) -> Tally:
        return Tally(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


class Arm(NamedTuple):
    """A variant as the experiment knows it: ``id`` stands for its name and all that its mail is made of, so
    that a variant which is changed begins anew and one which is not goes on."""

    id: str
    name: str
    weight: int


class Standing(NamedTuple):
    """An arm and what its mails came to."""

    arm: Arm
    tally: Tally


class Allocation(NamedTuple):
    """How a step's mails are divided from ``made_at`` on, and what that was worked out from.

    ``parts`` go with ``standings``, in their order, and make ``WHOLE``. ``version`` counts the allocations of
    an experiment from 1. ``key`` places the sends, ``seed`` made the draws.
    """

    experiment: str
    version: int
    made_at: datetime
    standings: tuple[Standing, ...]
    parts: tuple[int, ...]
    harm_cost: int
    key: str
    seed: str

    def arm_of(self, send_id: str) -> Arm:
        """The variant that a send gets under this allocation."""
        return self.standings[drawn(self.key, send_id, self.parts)].arm


# The experiment -------------------------------------------------------------------------------------------


def arms(step: Step) -> tuple[Arm, ...]:
    """The variants of a step, in the file's order."""
    return tuple(Arm(_arm_id(step, variant), variant.name, variant.weight) for variant in step.variants)


def variant_of(step: Step, arm_id: str) -> Variant:
    """The variant behind an arm. Raises ``StopIteration`` when the step has none such."""
    return next(variant for variant in step.variants if _arm_id(step, variant) == arm_id)


def experiment_id(campaign_id: str, number: int, every: Sequence[Arm], experiment: Experiment) -> str:
    """What allocations belong together: one step, the same variants, one price of harm."""
    return digest("experiment", campaign_id, number, experiment.harm_cost, *every)[:16]


def _arm_id(step: Step, variant: Variant) -> str:
    mail = step.written_as(variant)
    return digest("arm", variant.name, mail.template, mail.subject, mail.prompt, mail.writer.value)[:12]


# Allocation -----------------------------------------------------------------------------------------------


def allocate(
    experiment: str, version: int, standings: Sequence[Standing], harm_cost: int, made_at: datetime
) -> Allocation:
    """Divide a step's mails between its live variants. The same arguments give the same parts.

    ``standings``: at least one. Counts are of mails that have matured.
    """
    seed = digest("allocation", experiment, version)
    if any(standing.tally.sends for standing in standings):
        parts = best_of(standings, harm_cost, seed)
    else:
        parts = _by_weight([standing.arm.weight for standing in standings])
    key = digest("place", experiment)
    return Allocation(experiment, version, made_at, tuple(standings), parts, harm_cost, key, seed)


def best_of(standings: Sequence[Standing], harm_cost: int, seed: str, draws: int = WHOLE) -> tuple[int, ...]:
    """In how many of the draws from the posterior each variant is the best."""
    source = random.Random(seed)  # noqa: S311 -- to be repeated, not to be secret
    gamma = source.gammavariate
    posteriors = _posteriors([standing.tally for standing in standings])
    wins = [0] * len(posteriors)
    for _ in range(draws):
        best, most = 0, -math.inf
        for index, (warm, harm, rest) in enumerate(posteriors):
            # Three gamma variates over their sum are one draw from the Dirichlet distribution.
            gain, loss = gamma(warm, 1.0), gamma(harm, 1.0)
            worth = (gain - harm_cost * loss) / (gain + loss + gamma(rest, 1.0))
            if worth > most:
                best, most = index, worth
        wins[best] += 1
    return tuple(wins)


def _posteriors(tallies: Sequence[Tally]) -> list[tuple[float, float, float]]:
    """Each variant's Dirichlet parameters: the pooled rates, worth ``PRIOR_MAILS`` mails, and its own."""
    sends = sum(tally.sends for tally in tallies) + PRIOR_MAILS
    warm = (sum(tally.warm for tally in tallies) + 1.0) / sends * PRIOR_MAILS
    harm = (sum(tally.harmed for tally in tallies) + _HALF_A_HARM) / sends * PRIOR_MAILS
    rest = max(PRIOR_MAILS - warm - harm, _HALF_A_HARM)
    return [
        (warm + tally.warm, harm + tally.harmed, rest + max(tally.sends - tally.warm - tally.harmed, 0))
        for tally in tallies
    ]


def _by_weight(weights: Sequence[int]) -> tuple[int, ...]:
    """``WHOLE`` in proportion to the weights; what rounding leaves goes to the largest remainders."""
    total = sum(weights)
    parts = [WHOLE * weight // total for weight in weights]
    remainders = sorted(range(len(weights)), key=lambda i: (-(WHOLE * weights[i] % total), i))
    for index in remainders[: WHOLE - sum(parts)]:
        parts[index] += 1
    return tuple(parts)


def place(key: str, send_id: str) -> float:
    """Where a send stands between 0 and 1: a keyed hash, even over sends and different for each experiment.

    The key keeps experiments apart, not secrets: who is first in one step is anybody in the next.
    """
    hashed = hmac.new(key.encode(), send_id.encode(), hashlib.sha256).digest()
    return int.from_bytes(hashed[:8], "big") / 2**64


def drawn(key: str, send_id: str, parts: Sequence[int]) -> int:
    """The index of the part in which a send falls. ``parts`` make ``WHOLE``; an empty one gets nothing."""
    rest = int(place(key, send_id) * WHOLE)
    for index, part in enumerate(parts):
        if rest < part:
            return index
        rest -= part
    raise ValueError(f"the parts make {sum(parts)}, not {WHOLE}")


# Stopping -------------------------------------------------------------------------------------------------


def stop_reason(tally: Tally) -> str:
    """Why a variant is to be used no more: ``complaints``, ``unsubscribes``, or empty."""
    if (
        tally.complained >= LEAST_COMPLAINTS
        and exceeds(tally.complained, tally.sends, COMPLAINT_LIMIT) >= CERTAINTY
    ):
        return "complaints"
    if tally.harmed >= LEAST_HARMED and exceeds(tally.harmed, tally.sends, HARM_LIMIT) >= CERTAINTY:
        return "unsubscribes"
    return ""


def exceeds(events: int, trials: int, limit: float) -> float:
    """The probability that a rate is above a limit, given so many events and a uniform prior.

    The posterior is Beta(events + 1, trials − events + 1), whose upper tail is a binomial's lower one:
    P(rate > x) = P(Bin(trials + 1, x) ≤ events).
    """
    n = max(trials, events) + 1
    logs = math.lgamma(n + 1)
    return min(
        1.0,
        sum(
            math.exp(
                logs
                - math.lgamma(i + 1)
                - math.lgamma(n - i + 1)
                + i * math.log(limit)
                + (n - i) * math.log1p(-limit)
            )
            for i in range(events + 1)
        ),
    )


def interval(events: int, trials: int) -> tuple[float, float]:
    """The 95 % interval of a rate (Wilson's score interval); everything where there are no trials."""
    if trials <= 0:
        return 0.0, 1.0
    z2, rate = _95_PERCENT**2, events / trials
    middle = (rate + z2 / (2 * trials)) / (1 + z2 / trials)
    spread = math.sqrt(rate * (1 - rate) / trials + z2 / (4 * trials**2)) * _95_PERCENT / (1 + z2 / trials)
    return max(0.0, middle - spread), min(1.0, middle + spread)
