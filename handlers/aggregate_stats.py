"""Stream → counters: count each event exactly once."""

from __future__ import annotations

from functools import cache
from typing import Any

from runtime.stream import Unread, new_events
from runtime.telemetry import measure
from runtime.wiring import Deps
from store.counters import count
from store.table import Busy

NAME = "aggregate_stats"


@cache
def _deps() -> Deps:
    return Deps.from_environment()


def aggregate(batch: dict[str, Any], deps: Deps) -> None:
    """Move the counters by a stream batch.

    Raises ``Unread`` where another reader holds a counter: the batch is delivered again, and what was counted
    already is known by its marker.
    """
    try:
        counted = count(deps.table, list(new_events(batch)), deps.clock.now())
    except Busy as error:
        raise Unread(str(error)) from error
    measure(NAME, "Counted", counted)


def lambda_handler(batch: dict[str, Any], context: object) -> None:
    aggregate(batch, _deps())
