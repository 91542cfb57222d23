"""A campaign whose variants have known rates, played day by day through the real allocation and stop rule.

``python -m tests.unit.variants.simulation 200`` prints each scenario over so many seeds.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from outreach import variants
from outreach.ids import digest
from outreach.variants import Arm, Standing, Tally

HARM_COST = 2
MATURES = 3  # days
_START = datetime(2026, 3, 2, tzinfo=UTC)


class Truth(NamedTuple):
    """What a variant really does: the shares of mails answered warmly, unsubscribed from, complained of."""

    warm: float
    unsubscribed: float = 0.0
    complained: float = 0.0

    @property
    def worth(self) -> float:
        return self.warm - HARM_COST * (self.unsubscribed + self.complained)


@dataclass
class Played:
    """What came of a campaign: mails by variant and day, who was stopped, and what choosing badly cost.

    ``regret`` is in warm answers: what the best variant would have earned more, in the mean.
    """

    mails: list[dict[str, int]] = field(default_factory=list)
    stopped: dict[str, str] = field(default_factory=dict)
    regret: float = 0.0

    def share(self, name: str, last_days: int) -> float:
        late = self.mails[-last_days:]
        return sum(day.get(name, 0) for day in late) / max(1, sum(sum(day.values()) for day in late))


def play(truths: dict[str, Truth], seed: int, *, days: int, mails_a_day: int, learn: bool = True) -> Played:
    """Play a campaign. ``learn`` off: every variant gets the same part for ever, and none is stopped."""
    chance = random.Random(seed)
    every = [Arm(f"{name}-{seed}", name, 1) for name in truths]
    tallies: dict[str, list[Tally]] = {arm.name: [] for arm in every}
    best = max(truth.worth for truth in truths.values())
    played = Played()
    for day in range(days):
        live = [arm for arm in every if arm.name not in played.stopped]
        if not live:
            return played
        matured = [
            Standing(arm, _sum(tallies[arm.name][: max(0, day - MATURES)] if learn else [])) for arm in live
        ]
        experiment = digest("played", seed)
        allocation = variants.allocate(experiment, day + 1, matured, HARM_COST, _START + timedelta(days=day))
        today = {arm.name: Tally() for arm in every}
        for number in range(mails_a_day):
            name = allocation.arm_of(digest("send", seed, day, number)).name
            today[name] = today[name].plus(_outcome(truths[name], chance))
            played.regret += best - truths[name].worth
        for name, tally in today.items():
            tallies[name].append(tally)
        played.mails.append({name: tally.sends for name, tally in today.items()})
        for arm in live if learn else []:
            if reason := variants.stop_reason(_sum(tallies[arm.name])):
                played.stopped[arm.name] = reason
    return played


def _outcome(truth: Truth, chance: random.Random) -> Tally:
    draw = chance.random()
    if draw < truth.complained:
        return Tally(1, complained=1)
    if draw < truth.complained + truth.unsubscribed:
        return Tally(1, unsubscribed=1)
    return Tally(1, warm=int(draw < truth.complained + truth.unsubscribed + truth.warm))


def _sum(tallies: list[Tally]) -> Tally:
    total = Tally()
    for tally in tallies:
        total = total.plus(tally)
    return total


# Many seeds -----------------------------------------------------------------------------------------------

FAIR = Truth(0.02, 0.005, 0.0002)
SCENARIOS: dict[str, dict[str, Truth]] = {
    "one is better": {"plain": Truth(0.02, 0.005), "better": Truth(0.05, 0.005)},
    "one of three is better": {
        "plain": Truth(0.02, 0.005),
        "better": Truth(0.04, 0.005),
        "third": Truth(0.02, 0.005),
    },
    "the warmer one is complained of": {"plain": FAIR, "pushy": Truth(0.03, 0.005, 0.01)},
    "the warmer one drives people away": {"plain": FAIR, "pushy": Truth(0.04, 0.1)},
    "they are the same": {"one": FAIR, "other": FAIR},
}
DAYS, MAILS_A_DAY, LAST_DAYS = 30, 100, 10


class Summary(NamedTuple):
    """A scenario over many seeds, in means. ``late_share``: the best variant's part of the last days."""

    scenario: str
    late_share: float
    regret: float
    uniform_regret: float
    stopped: dict[str, float]


def summarise(scenario: str, seeds: range) -> Summary:
    truths = SCENARIOS[scenario]
    size = {"days": DAYS, "mails_a_day": MAILS_A_DAY}
    learnt = [play(truths, seed, **size) for seed in seeds]
    uniform = [play(truths, seed, **size, learn=False) for seed in seeds]
    best = max(truths, key=lambda name: truths[name].worth)
    return Summary(
        scenario,
        sum(played.share(best, LAST_DAYS) for played in learnt) / len(learnt),
        sum(played.regret for played in learnt) / len(learnt),
        sum(played.regret for played in uniform) / len(uniform),
        {name: sum(name in played.stopped for played in learnt) / len(learnt) for name in truths},
    )


def told(summary: Summary) -> str:
    stops = ", ".join(f"{name} in {share:.0%}" for name, share in summary.stopped.items())
    return (
        f"{summary.scenario}: the best has {summary.late_share:.0%} of the last {LAST_DAYS} days; regret "
        f"{summary.regret:.1f} warm answers, {summary.uniform_regret:.1f} without learning; stopped: {stops}"
    )


if __name__ == "__main__":
    seeds = range(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
    sys.stdout.write(
        f"{len(seeds)} seeds, {DAYS} days of {MAILS_A_DAY} mails, answers after {MATURES} days\n"
    )
    for name in SCENARIOS:
        sys.stdout.write(told(summarise(name, seeds)) + "\n")
