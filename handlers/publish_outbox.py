"""Stream → bus: publish the event items that were just written."""

from __future__ import annotations

from functools import cache
from typing import Any

from runtime.stream import Unread, new_events
from runtime.telemetry import measure
from runtime.wiring import Deps
from store.outbox import entry

NAME = "publish_outbox"


@cache
def _deps() -> Deps:
    return Deps.from_environment()


def publish(batch: dict[str, Any], deps: Deps) -> None:
    """Put a stream batch's events on the bus, in their order.

    Raises ``Unread`` when one was refused: the batch is delivered again. An event is published at least once,
    and its consumers know it by its id.
    """
    told = list(new_events(batch))
    failed = deps.bus.put([entry(item, deps.settings.bus) for item in told])
    measure(NAME, "Published", len(told) if failed is None else failed)
    if failed is not None:
        raise Unread(f"the bus refused entry {failed} of {len(told)}")


def lambda_handler(batch: dict[str, Any], context: object) -> None:
    publish(batch, _deps())
