"""What a lead costs from its discovery through all five steps, on a calm day: one JSON object.

``python -m tests.chaos.cost``: companies that never answer, in one campaign, by the handlers as they are, on
the table in memory with its meter. Write and read units are computed from the items by DynamoDB's rules
(``tests.dynamo.sizes``, ``tests.dynamo.meter``). The minutely tick is left out: it belongs to the stage.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from tests.chaos.misfortune import Odds
from tests.chaos.run import Run
from tests.chaos.seeds import quiet
from tests.chaos.shape import Shape
from tests.chaos.verdict import faults
from tests.dynamo.meter import Meter

COMPANIES = 8
STEPS = 5
CALM = Shape(
    companies=COMPANIES,
    campaigns=1,
    steps=STEPS,
    characters=("silent",),
    waits=(172_800,),
    pauses=False,
    tight=False,
)
_TICK = "settle_effects"


def measure() -> dict[str, Any]:
    """Figures a lead; ``writes_by`` are write units by what was written, the most first."""
    run = Run(1, Odds.calm(), CALM)
    meter = run.database.meter = Meter()

    def begins(name: str) -> None:
        meter.who = name

    run.loop.begins = begins
    with quiet():
        run.finish()
    wrong = faults(run)
    leads = len(run.listed[run.campaigns[0].id])
    if wrong or len(run.ledger.accepted) != leads * STEPS:
        raise RuntimeError(f"{len(run.ledger.accepted)} mails went out: {wrong}")
    by: Counter[str] = Counter()
    for (who, what), units in meter.writes.items():
        if who != _TICK:
            by[f"{who}: {what}"] += units
    reads = sum(units for who, units in meter.reads.items() if who != _TICK)
    calls = sum(number for who, number in run.loop.calls.items() if who != _TICK)
    return {
        "leads": leads,
        "steps": STEPS,
        "write_units": sum(by.values()) / leads,
        "read_units": reads / leads,
        "invocations": calls / leads,
        "events": len(run.stream) / leads,
        "writes_by": {what: units / leads for what, units in by.most_common()},
    }


if __name__ == "__main__":
    print(json.dumps(measure()))
