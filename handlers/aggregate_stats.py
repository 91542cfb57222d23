"""Stream → counters: count each event exactly once."""

from __future__ import annotations

from functools import cache
from typing import Any

from runtime.stream import new_events, resume_from
from runtime.telemetry import logger, measure
from runtime.wiring import Deps
from store.counters import count
from store.table import Busy

NAME = "aggregate_stats"


@cache
def _deps() -> Deps:
    return Deps.from_environment()


def aggregate(batch: dict[str, Any], deps: Deps) -> dict[str, Any]:
    """Move the counters by a stream batch.

    Where another reader holds a counter, the whole batch is delivered again: what was counted already is
    known by its marker.
    """
    told = list(new_events(batch))
    try:
        counted = count(deps.table, [item for _, item in told], deps.clock.now())
    except Busy as error:
        logger().info("try again", extra={"consumer": NAME, "reason": str(error)})
        return resume_from(told[0][0])
    measure(NAME, "Counted", counted)
    return resume_from(None)


def lambda_handler(batch: dict[str, Any], context: object) -> dict[str, Any]:
    return aggregate(batch, _deps())
