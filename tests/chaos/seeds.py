"""Play a seed to its end and judge it, quietly."""

from __future__ import annotations

import io
import logging
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from typing import NamedTuple

from tests.chaos.misfortune import Odds
from tests.chaos.run import Run
from tests.chaos.shape import Shape
from tests.chaos.verdict import Fault, faults


class Result(NamedTuple):
    """What one seed came to."""

    seed: int
    totals: Counter[str]
    faults: list[Fault]
    trail: list[str]
    people: list[str]


def play(seed: int, odds: Odds | None = None, shape: Shape | None = None) -> Result:
    """One seed. A bug that stops the run is a fault like any other."""
    run = Run(seed, odds, shape)
    with quiet():
        try:
            found = faults(run.finish())
        except Exception:
            found = [Fault("broken_runs", traceback.format_exc())]
    totals = Counter({f"fault:{kind}": number for kind, number in Counter(f.kind for f in found).items()})
    totals += run.luck.happened
    totals += Counter(
        seeds=1,
        sends=len(run.ledger.accepted),
        unsubscribes=len(run.ledger.left),
        deliveries=run.loop.deliveries,
        in_doubt=sum(item["state"] == "IN_DOUBT" for item in run.items("send")),
    )
    people = [f"{domain} {who.character} at mail {who.at_mail + 1}" for domain, who in run.people.of.items()]
    return Result(seed, totals, found, run.luck.trail, people)


@contextmanager
def quiet() -> Iterator[None]:
    """Without the handlers' logs and metrics: they are a lot, and the trail says more."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with redirect_stdout(io.StringIO()):
            yield
    finally:
        logging.disable(before)
