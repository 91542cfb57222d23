"""Writing routes' one transaction: what changes, and the events that tell of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from api.http import Problem
from events.base import Event, EventData, Meta
from outreach.ids import digest
from runtime.wiring import Deps
from store import outbox
from store.table import Busy, Refusal
from store.writes import Write

PRODUCER = "serve_api"
_ATTEMPTS = 12
_FIRST_PAUSE, _LONGEST_PAUSE = 0.01, 0.2
"""Seconds between attempts where others hold an item: fifty mails to somebody who unsubscribes all ask for
the very item that the unsubscribe writes, and whoever clicked once will not click again."""


def stamp(data: EventData, cause: str, number: int, deps: Deps) -> Event[EventData]:
    """An event with who, when and why. ``cause`` identifies the request by what it asks, not by its arrival,
    so that the same request again says the same event."""
    return Event[EventData](
        meta=Meta(
            id=digest(cause, PRODUCER, data.detail_type(), data.subject, number),
            type=data.TYPE,
            version=data.VERSION,
            occurred_at=deps.clock.now(),
            correlation_id=cause,
            causation_id=cause,
            producer=PRODUCER,
        ),
        data=data,
    )


def commit(decide: Callable[[], tuple[Sequence[Write], Sequence[EventData]]], cause: str, deps: Deps) -> None:
    """Decide, and commit what was decided; decide anew when the state has changed in between.

    Nothing is written and nothing said when ``decide`` returns no writes: it has been done before.
    Raises ``Problem`` 503 when others keep changing what the request rests on, or the table stays busy.
    """
    for attempt in range(_ATTEMPTS):
        writes, events = decide()
        if not writes:
            return
        said = [outbox.say(stamp(data, cause, number, deps)) for number, data in enumerate(events)]
        try:
            deps.table.commit([*writes, *said])
        except Refusal:
            continue
        except Busy:
            time.sleep(min(_FIRST_PAUSE * 2**attempt, _LONGEST_PAUSE))
            continue
        return
    raise Problem(503, "Busy", "Nothing was changed. Try again in a moment.")
