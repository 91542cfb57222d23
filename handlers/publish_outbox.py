"""Stream → bus: publish the event items that were just written."""

from __future__ import annotations

from functools import cache
from typing import Any

from runtime.stream import new_events, resume_from
from runtime.telemetry import measure
from runtime.wiring import Deps
from store.outbox import entry

NAME = "publish_outbox"


@cache
def _deps() -> Deps:
    return Deps.from_environment()


def publish(batch: dict[str, Any], deps: Deps) -> dict[str, Any]:
    """Put a stream batch's events on the bus, in their order.

    After a failure Lambda delivers from there again: an event is published at least once, and its consumers
    know it by its id.
    """
    told = list(new_events(batch))
    failed = deps.bus.put([entry(item, deps.settings.bus) for _, item in told])
    measure(NAME, "Published", len(told) if failed is None else failed)
    return resume_from(None if failed is None else told[failed][0])


def lambda_handler(batch: dict[str, Any], context: object) -> dict[str, Any]:
    return publish(batch, _deps())
