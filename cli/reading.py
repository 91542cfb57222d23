"""What the command reads from the table, beside what the repositories of ``store`` serve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cli.connection import Connection
from store import keys
from store.table import Item, Table, from_stream_image


def campaigns(table: Table) -> list[Item]:
    """All campaigns as they are now, by id."""
    return list(table.items(keys.CAMPAIGNS, index="gsi1"))


def enrolments(table: Table, campaign_id: str) -> Iterator[Item]:
    """The enrolments of a campaign."""
    yield from table.items(keys.campaign_leads_index(campaign_id, "").pk, index="gsi1")


def partition(table: Table, pk: str) -> dict[str, list[Item]]:
    """Everything of a lead (or another thing) by ``_type``, each in the order of its sort keys."""
    found: dict[str, list[Item]] = {}
    for item in table.items(pk, consistent=True):
        found.setdefault(item["_type"], []).append(item)
    return found


def last_events(table: Table, lead_id: str, most: int = 1) -> list[Item]:
    """The newest events of a lead, newest first."""
    page = table.query(keys.lead_pk(lead_id), keys.EVENT, limit=most, newest_first=True, consistent=True)
    return page.items


def whole(connection: Connection) -> Iterator[Item]:
    """Every item of the table. For the accounts of a run and for wiping; never for a screen."""
    pages = connection.dynamodb.get_paginator("scan").paginate(
        TableName=connection.table_name, ConsistentRead=True
    )
    for page in pages:
        yield from map(from_stream_image, page["Items"])


@dataclass(frozen=True, slots=True)
class Tally:
    """How many events the table holds, and how many the counters have counted."""

    events: int
    counted: int

    @property
    def uncounted(self) -> int:
        """Events that the stream has not brought to the counters yet."""
        return self.events - self.counted


def tally(connection: Connection) -> Tally:
    """Count events and counters in one pass over the table."""
    pages = connection.dynamodb.get_paginator("scan").paginate(
        TableName=connection.table_name,
        ConsistentRead=True,
        ProjectionExpression="#t, #n",
        FilterExpression="#t IN (:event, :counter)",
        ExpressionAttributeNames={"#t": "_type", "#n": "n"},
        ExpressionAttributeValues={":event": {"S": "event"}, ":counter": {"S": "counter"}},
    )
    events = counted = 0
    for page in pages:
        for item in page["Items"]:
            if item["_type"]["S"] == "event":
                events += 1
            else:
                counted += int(item["n"]["N"])
    return Tally(events, counted)


def queue_depths(connection: Connection) -> dict[str, int]:
    """Messages of each queue, waiting, in flight or delayed; dead-letter queues included."""
    from cli.deadletters import counts

    return {name: sum(counts(connection, url).values()) for name, url in connection.queues()}


def text(item: Mapping[str, Any], name: str) -> str:
    """A field as text, empty when absent."""
    value = item.get(name)
    return "" if value is None else str(value)
