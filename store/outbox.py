"""The outbox: events are items, written with what they tell of, and published from the stream.

So nothing is saved without being said, or said without being saved. Events stand under the thing that they
happened to: they are the timeline too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from events.base import SOURCE, Event, EventData
from store import keys
from store.table import Item, Table
from store.writes import Put

EVENT_TYPE = "event"
"""``_type`` of event items: what the stream's readers filter on."""

_PARTITIONS = {
    "lead_id": keys.lead_pk,
    "campaign_id": keys.campaign_pk,
    "reply_id": keys.mail_pk,
}


def say(event: Event[EventData]) -> Put:
    """The write that says an event."""
    data = event.data
    detail = event.detail()
    return Put(
        key=keys.event(_PARTITIONS[data.SUBJECT](data.subject), event.meta.occurred_at, event.meta.id),
        type=EVENT_TYPE,
        attributes={
            "event_id": event.meta.id,
            "detail_type": data.detail_type(),
            "occurred_at": detail["meta"]["occurred_at"],
            "campaign_id": detail["data"].get("campaign_id"),
            "detail": json.dumps(detail, separators=(",", ":")),
        },
    )


def document(event: Event[EventData]) -> dict[str, Any]:
    """The event as EventBridge hands it to a queue, for what goes to a queue without passing the bus."""
    return {"source": SOURCE, "detail-type": event.data.detail_type(), "detail": event.detail()}


def entry(item: Item, bus: str) -> dict[str, Any]:
    """The PutEvents entry of an event item."""
    return {
        "Source": SOURCE,
        "DetailType": item["detail_type"],
        "Detail": item["detail"],
        "EventBusName": bus,
    }


def timeline(table: Table, subject_pk: str) -> Iterator[Item]:
    """The events of a thing, oldest first, with ``data`` and ``meta`` read from the detail."""
    for item in table.items(subject_pk, keys.EVENT, consistent=True):
        yield item | json.loads(item["detail"])
