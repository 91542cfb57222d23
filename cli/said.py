"""Say an event from the command: through the table, like everybody, so that the stream publishes it."""

from __future__ import annotations

from datetime import datetime

from cli.connection import Connection
from events.base import Event, EventData, Meta
from outreach.ids import digest

PRODUCER = "cli"


def root_event(data: EventData, correlation_id: str, now: datetime) -> Event[EventData]:
    """An event that nothing but a person caused: it is its own cause."""
    name = digest(correlation_id, PRODUCER, data.detail_type(), data.subject)
    meta = Meta(
        id=name,
        type=data.TYPE,
        version=data.VERSION,
        occurred_at=now,
        correlation_id=correlation_id,
        causation_id=name,
        producer=PRODUCER,
    )
    return Event[EventData](meta=meta, data=data)


def say_root(connection: Connection, data: EventData, correlation_id: str) -> Event[EventData]:
    """Write it to the outbox."""
    from store import outbox

    event = root_event(data, correlation_id, connection.clock.now())
    connection.table.commit([outbox.say(event)])
    return event
