"""Read the table's stream: event items, in order, with the position to resume from after a failure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from store.outbox import EVENT_TYPE
from store.table import Item, from_stream_image


def new_events(batch: dict[str, Any]) -> Iterator[tuple[str, Item]]:
    """The event items that a stream batch tells of, as ``(sequence number, item)``.

    The event source mapping's filter lets nothing else through; what reaches this place all the same is
    passed over: updates, deletions by TTL and other entities.
    """
    for record in batch["Records"]:
        if record["eventName"] != "INSERT":
            continue
        item = from_stream_image(record["dynamodb"]["NewImage"])
        if item.get("_type") == EVENT_TYPE:
            yield record["dynamodb"]["SequenceNumber"], item


def resume_from(sequence_number: str | None) -> dict[str, Any]:
    """The partial batch response of a stream.

    Lambda delivers again from the first failure on, so only that one is named.
    """
    failures = [] if sequence_number is None else [{"itemIdentifier": sequence_number}]
    return {"batchItemFailures": failures}
