"""What is known of a step's variants, together: counts, intervals, chances, parts and stops."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from outreach import variants
from outreach.variants import Arm, Standing, Tally

if TYPE_CHECKING:
    from outreach.campaign import Campaign
    from outreach.variants import Allocation
    from store.table import Table
    from store.variants import Stop

DRAWS = 10_000
"""Of the chance to be the best: ten times as many as an allocation makes, for a second digit."""


class Row(NamedTuple):
    """One variant. ``best`` and ``part`` are None for one that gets no mails: it is stopped, or its text is
    of an earlier version of the campaign (``current`` is then false)."""

    arm: str
    name: str
    tally: Tally
    current: bool
    stop: Stop | None = None
    best: float | None = None
    part: float | None = None

    def as_json(self, harm_cost: int) -> dict[str, Any]:
        sends = self.tally.sends
        return {
            "variant": self.name,
            "arm": self.arm,
            **self.tally._asdict(),
            "warm_rate": rate(self.tally.warm, sends),
            "warm_interval": list(variants.interval(self.tally.warm, sends)),
            "harm_rate": rate(self.tally.harmed, sends),
            "harm_interval": list(variants.interval(self.tally.harmed, sends)),
            "worth": worth(self.tally, harm_cost),
            "probability_best": self.best,
            "share_now": self.part,
            "current": self.current,
            "stopped_at": self.stop.at if self.stop else None,
            "stop_reason": self.stop.reason if self.stop else None,
        }


class StepReport(NamedTuple):
    """The variants of one step. ``allocations`` are those of the variants as they are now, oldest first."""

    number: int
    rows: tuple[Row, ...]
    allocations: tuple[Allocation, ...]


def rate(events: int, sends: int) -> float | None:
    return events / sends if sends else None


def worth(tally: Tally, harm_cost: int) -> float | None:
    """Warm answers a mail, less what its harm costs."""
    return (tally.warm - harm_cost * tally.harmed) / tally.sends if tally.sends else None


def of_campaign(table: Table, campaign: Campaign) -> list[StepReport]:
    """The steps that have variants now, or had some in an earlier version."""
    found = (_of_step(table, campaign, number) for number in range(len(campaign.steps)))
    return [report for report in found if report.rows]


def _of_step(table: Table, campaign: Campaign, number: int) -> StepReport:
    from store import variants as stored

    every = variants.arms(campaign.steps[number])
    tallies = stored.tallies(table, campaign.id, number)
    harm = stored.harmed(table, campaign.id, number)
    stops = {arm: known.stop for arm, known in harm.items() if known.stop}
    live = [arm for arm in every if arm.id not in stops]
    experiment = variants.experiment_id(campaign.id, number, every, campaign.experiment)
    made = tuple(stored.allocations(table, campaign.id, number, experiment)) if every else ()
    best = _chances(live, tallies, campaign.experiment.harm_cost, experiment)
    parts = _parts(made[-1] if made else None, live)
    rows = [
        Row(
            arm.id,
            arm.name,
            tallies.get(arm.id, Tally()),
            True,
            stops.get(arm.id),
            best.get(arm.id),
            parts.get(arm.id),
        )
        for arm in every
    ]
    known = {arm.id for arm in every}
    earlier = sorted((set(tallies) | set(stops)) - known)
    names = stored.names(table, campaign.id, number) if earlier else {}
    rows += [
        Row(arm, names.get(arm, arm), tallies.get(arm, Tally()), False, stops.get(arm)) for arm in earlier
    ]
    return StepReport(number, tuple(rows), made)


def _chances(
    live: list[Arm], tallies: Mapping[str, Tally], harm_cost: int, experiment: str
) -> dict[str, float]:
    """How likely each is the best, by all that is known today, grown or not."""
    if not live:
        return {}
    standings = [Standing(arm, tallies.get(arm.id, Tally())) for arm in live]
    wins = variants.best_of(standings, harm_cost, f"report {experiment}", DRAWS)
    return {arm.id: won / DRAWS for arm, won in zip(live, wins, strict=True)}


def _parts(last: Allocation | None, live: list[Arm]) -> dict[str, float]:
    """The parts of the mails that the live ones get; before the first mail none is worked out."""
    if last is None:
        return {}
    alive = {arm.id for arm in live}
    pairs = zip(last.standings, last.parts, strict=True)
    return {s.arm.id: part / variants.WHOLE for s, part in pairs if s.arm.id in alive}
