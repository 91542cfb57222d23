"""Variants: what their mails came to, how a step's mails are divided between them, and which are stopped.

Counts stand by the day on which their mails went, so that an allocation can leave out those that have had no
time for an answer (to the day). What a single mail counts as stands under its lead, with the evidence:
whatever comes later or again moves the counts by the difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from outreach import variants
from outreach.campaign import Campaign
from outreach.variants import Allocation, Arm, Evidence, Result, Standing, Tally
from store import keys
from store.table import Item, Refusal, Table
from store.writes import ABSENT, Put, Update, at_revision

ALLOCATED = "allocation_made"
"""The gate of an allocation: somebody has just made the one of this number."""
COUNTED = "outcome_changed"
"""The gate of a result: another event of the same mail was counted since it was read."""
STANDS = "arm_changed"
"""The gate of a variant's harm: another mail of it did harm since it was read."""

_COLUMN = {
    Result.WARM: "warm",
    Result.UNSUBSCRIBED: "unsubscribed",
    Result.COMPLAINED: "complained",
}


class Stop(NamedTuple):
    """Since when and why a variant is used no more."""

    at: str
    reason: str


class Harm(NamedTuple):
    """Whom a variant drove away. ``revision`` is 0 while it is nobody."""

    name: str = ""
    unsubscribed: int = 0
    complained: int = 0
    stop: Stop | None = None
    revision: int = 0


class Outcome(NamedTuple):
    """What a mail counts as, and why. ``day`` is the ISO date on which it went."""

    evidence: Evidence
    day: str
    revision: int


# Dividing a step's mails ----------------------------------------------------------------------------------


def in_force(table: Table, campaign: Campaign, number: int, now: datetime) -> Allocation | None:
    """How the step's mails are divided now; None when all its variants are stopped.

    An allocation that has had its time, or that divides among others than are left, is followed by the next
    one. It is kept at once, not with what rests on it: whoever comes second takes it from the table.
    """
    step = campaign.steps[number]
    every = variants.arms(step)
    harm = harmed(table, campaign.id, number)
    live = [arm for arm in every if arm.id not in harm or harm[arm.id].stop is None]
    if not live:
        return None
    terms = campaign.experiment
    experiment = variants.experiment_id(campaign.id, number, every, terms)
    last = newest(table, campaign.id, number, experiment)
    if last is not None and _same(last, live) and now < last.made_at + timedelta(seconds=terms.every_seconds):
        return last
    matured = (now - timedelta(seconds=terms.matures_seconds)).date().isoformat()
    counted = tallies(table, campaign.id, number, until=matured)
    standings = [Standing(arm, counted.get(arm.id, Tally())) for arm in live]
    version = last.version + 1 if last else 1
    allocation = variants.allocate(experiment, version, standings, terms.harm_cost, now)
    try:
        table.commit([_keep(campaign.id, number, allocation)])
    except Refusal:
        return newest(table, campaign.id, number, experiment)
    return allocation


def newest(table: Table, campaign_id: str, number: int, experiment: str) -> Allocation | None:
    """The last allocation that was made of an experiment."""
    found = table.query(
        keys.campaign_pk(campaign_id),
        f"{keys.ALLOCATION}{number}#{experiment}#",
        limit=1,
        newest_first=True,
        consistent=True,
    )
    return _allocation(found.items[0]) if found.items else None


def allocation(
    table: Table, campaign_id: str, number: int, experiment: str, version: int
) -> Allocation | None:
    """One allocation, as it was made."""
    item = table.get(keys.allocation(campaign_id, number, experiment, version))
    return _allocation(item) if item else None


def allocations(table: Table, campaign_id: str, number: int, experiment: str) -> list[Allocation]:
    """All allocations of an experiment, the oldest first."""
    prefix = f"{keys.ALLOCATION}{number}#{experiment}#"
    return [_allocation(item) for item in table.items(keys.campaign_pk(campaign_id), prefix, consistent=True)]


def names(table: Table, campaign_id: str, number: int) -> dict[str, str]:
    """The names of all variants that a step ever had, by arm."""
    items = table.items(keys.campaign_pk(campaign_id), f"{keys.ALLOCATION}{number}#", consistent=True)
    return {arm["arm"]: arm["name"] for item in items for arm in item["arms"]}


def _same(last: Allocation, live: Iterable[Arm]) -> bool:
    return {standing.arm.id for standing in last.standings} == {arm.id for arm in live}


# What mails came to ---------------------------------------------------------------------------------------


def tallies(table: Table, campaign_id: str, number: int, *, until: str | None = None) -> dict[str, Tally]:
    """What the mails of each arm of a step came to; ``until``: only of mails that went up to that day."""
    found: dict[str, Tally] = {}
    items = table.items(keys.campaign_pk(campaign_id), f"{keys.TALLY}{number}#", consistent=True)
    for item in items:
        if until is None or item["day"] <= until:
            found[item["arm"]] = found.get(item["arm"], Tally()).plus(_tally(item))
    return found


def harmed(table: Table, campaign_id: str, number: int) -> dict[str, Harm]:
    """Whom the arms of a step drove away, and which are stopped; without those that drove away nobody."""
    items = table.items(keys.campaign_pk(campaign_id), f"{keys.ARM}{number}#", consistent=True)
    return {item["arm"]: _harm(item) for item in items}


def harm_of(table: Table, campaign_id: str, number: int, arm: str) -> Harm:
    item = table.get(keys.variant_arm(campaign_id, number, arm))
    return _harm(item) if item else Harm()


def sends_of(table: Table, campaign_id: str, number: int, arm: str) -> int:
    """How many mails of an arm have gone."""
    items = table.items(keys.campaign_pk(campaign_id), f"{keys.TALLY}{number}#{arm}#", consistent=True)
    return sum(int(item.get("sends", 0)) for item in items)


def outcome(table: Table, lead_id: str, send_id: str) -> Outcome | None:
    item = table.get(keys.outcome(lead_id, send_id))
    if item is None:
        return None
    evidence = Evidence(item["answers"], item["unsubscribed"], item["complained"])
    return Outcome(evidence, item["day"], item["rev"])


def count(
    lead_id: str,
    campaign_id: str,
    number: int,
    send_id: str,
    arm: str,
    known: Outcome | None,
    evidence: Evidence,
    day: str,
) -> tuple[Put | Update, ...]:
    """Count a mail as what the evidence makes of it, in place of what it counted as before."""
    row = Put(
        keys.outcome(lead_id, send_id),
        "outcome",
        {
            "send_id": send_id,
            "campaign_id": campaign_id,
            "step": number,
            "arm": arm,
            "day": day,
            "answers": dict(evidence.answers),
            "unsubscribed": evidence.unsubscribed,
            "complained": evidence.complained,
            "result": evidence.result.value,
        },
        when=at_revision(known.revision) if known else ABSENT,
        gate=COUNTED,
        revision=known.revision + 1 if known else 1,
    )
    moved = moves(known.evidence.result if known else None, evidence.result)
    if not moved:
        return (row,)
    tally = Update(
        keys.variant_tally(campaign_id, number, arm, day),
        set={"arm": arm, "day": day},
        add=moved,
        type="variant_tally",
    )
    return (row, tally)


def moves(before: Result | None, after: Result) -> dict[str, int]:
    """By how much a mail moves its variant's counts; ``before`` is None when it was not counted yet."""
    moved = {"sends": 1} if before is None else {}
    if before is not after:
        moved |= {_COLUMN[before]: -1} if before in _COLUMN else {}
        moved |= {_COLUMN[after]: 1} if after in _COLUMN else {}
    return moved


def stand(campaign_id: str, number: int, arm: str, known: Harm, now: Harm) -> Put:
    """Whom a variant drove away by now, and whether that stops it, on the revision that was read."""
    return Put(
        keys.variant_arm(campaign_id, number, arm),
        "variant_arm",
        {
            "arm": arm,
            "name": now.name,
            "unsubscribed": now.unsubscribed,
            "complained": now.complained,
            "stopped_at": now.stop.at if now.stop else None,
            "stop_reason": now.stop.reason if now.stop else None,
        },
        when=at_revision(known.revision) if known.revision else ABSENT,
        gate=STANDS,
        revision=known.revision + 1,
    )


# Rows -----------------------------------------------------------------------------------------------------


def _keep(campaign_id: str, number: int, made: Allocation) -> Put:
    divided = [
        {"arm": s.arm.id, "name": s.arm.name, "weight": s.arm.weight, **s.tally._asdict(), "part": part}
        for s, part in zip(made.standings, made.parts, strict=True)
    ]
    return Put(
        keys.allocation(campaign_id, number, made.experiment, made.version),
        "allocation",
        {
            "step": number,
            "experiment": made.experiment,
            "version": made.version,
            "made_at": keys.stamp(made.made_at),
            "harm_cost": made.harm_cost,
            "key": made.key,
            "seed": made.seed,
            "arms": divided,
        },
        when=ABSENT,
        gate=ALLOCATED,
    )


def _allocation(item: Item) -> Allocation:
    arms = item["arms"]
    return Allocation(
        experiment=item["experiment"],
        version=item["version"],
        made_at=datetime.fromisoformat(item["made_at"]),
        standings=tuple(Standing(Arm(arm["arm"], arm["name"], arm["weight"]), _tally(arm)) for arm in arms),
        parts=tuple(arm["part"] for arm in arms),
        harm_cost=item["harm_cost"],
        key=item["key"],
        seed=item["seed"],
    )


def _tally(item: Mapping[str, Any]) -> Tally:
    return Tally(*(int(item.get(name, 0)) for name in Tally._fields))


def _harm(item: Item) -> Harm:
    stopped = item.get("stopped_at")
    return Harm(
        name=item["name"],
        unsubscribed=item["unsubscribed"],
        complained=item["complained"],
        stop=Stop(stopped, item["stop_reason"]) if stopped else None,
        revision=item["rev"],
    )
