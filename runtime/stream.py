"""Read the table's stream: event items, in order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from store.outbox import EVENT_TYPE
from store.table import Item, from_stream_image


def new_events(batch: dict[str, Any]) -> Iterator[Item]:
    """The event items that a stream batch tells of.

    The event source mapping's filter lets nothing else through; what reaches this place all the same is
    passed over: updates, deletions by TTL and other entities.
    """
    for record in batch["Records"]:
        if record["eventName"] != "INSERT":
            continue
        item = from_stream_image(record["dynamodb"]["NewImage"])
        if item.get("_type") == EVENT_TYPE:
            yield item


class Unread(Exception):
    """A batch could not be dealt with to its end: Lambda is to deliver it again.

    The whole batch comes again. What was dealt with already is known by its id or marker, so that costs
    duplicates and loses nothing; the finer answer, ``batchItemFailures``, not every emulator understands.
    """
