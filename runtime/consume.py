"""Consume queue records: understand, decide, commit; one record's failure fails that record alone.

For each record: parse and validate it, let the handler decide, stamp the events with who, when and why, and
commit in one TransactWriteItems the duplicate marker, the writes and the events. A crash at any line leaves
either nothing or everything: the queue delivers the record again, and the marker, or the handler's own
claim, makes the second time a no-op.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Protocol

from events.base import SOURCE, Event, EventData, Meta, UnknownEvent, parse
from outreach.ids import digest
from runtime.deadletter import dead_letter, pause
from runtime.outcome import Later, Outcome, Retry, Unreadable
from runtime.telemetry import logger, measure, name_of, where
from runtime.wiring import Deps
from store import keys, outbox
from store.table import Busy, Refusal
from store.writes import ABSENT, Put

MARKER_DAYS = 45
"""Days that a duplicate marker lives: longer than archive (30) and dead-letter queue (14) can replay."""

_SEEN = "seen"
_ATTEMPTS = 3  # at a record whose items somebody else changed between its read and its commit
# Seconds between deliveries: 3, 9, 27 … Six of them span six minutes, longer than the message of a function
# that was cut off stays hidden: what waits for its record (an event of a call) is not given up before.
_FIRST_PAUSE, _LONGEST_PAUSE = 3.0, 300.0

# EventBridge Scheduler replaces this word with an id that is the same when it delivers twice.
EXECUTION_ID = "<aws.scheduler.execution-id>"


@dataclass(frozen=True, slots=True)
class Raw:
    """An event of an AWS service (SES, S3, Connect), as its consumer's ``parse`` understood it.

    ``id`` is the same whenever the same thing is told again: EventBridge gives a new id to each copy.
    """

    id: str
    body: Any


Incoming = Event[Any] | Raw
Handler = Callable[[Any, Deps], Outcome]
RawParser = Callable[[dict[str, Any]], Sequence[Raw]]


class EntryPoint(Protocol):
    """What Lambda calls."""

    def __call__(
        self, batch: dict[str, Any], context: object, deps: Deps | None = None
    ) -> dict[str, Any]: ...


@cache
def _deps() -> Deps:
    return Deps.from_environment()


def consumer(
    name: str,
    consumes: tuple[type[EventData], ...],
    handle: Handler,
    *,
    parse_raw: RawParser | None = None,
) -> EntryPoint:
    """Make the Lambda entry point of a handler.

    ``consumes`` are the models that it understands. ``parse_raw`` reads documents of AWS services (anything
    not said by Beckon) into ``Raw`` events, or raises ``Unreadable``. The entry point answers SQS with the
    partial batch response; whoever calls it without Lambda may hand in the dependencies.
    """

    def entry_point(batch: dict[str, Any], context: object, deps: Deps | None = None) -> dict[str, Any]:
        wired = deps or _deps()
        failures = [
            {"itemIdentifier": record["messageId"]}
            for record in batch["Records"]
            if not _survives(record, name, consumes, handle, parse_raw, wired)
        ]
        return {"batchItemFailures": failures}

    return entry_point


def _survives(
    record: dict[str, Any],
    name: str,
    consumes: tuple[type[EventData], ...],
    handle: Handler,
    parse_raw: RawParser | None,
    deps: Deps,
) -> bool:
    """Process one record; ``False`` asks the queue to deliver it again."""
    attempt = int(record.get("attributes", {}).get("ApproximateReceiveCount", "1"))
    try:
        for incoming in read(record, consumes, parse_raw):
            process(name, incoming, handle, deps, last=attempt >= deps.settings.max_receives - 1)
    except (UnknownEvent, Unreadable) as error:
        logger().error("unreadable record", extra={"consumer": name, "reason": str(error)})
        dead_letter(deps, record, reason=f"unreadable: {error}")
    except (Retry, Busy) as error:
        logger().info("try again", extra={"consumer": name, "reason": str(error), "attempt": attempt})
        measure(name, "Retried")
        return _again(record, attempt, deps, str(error), getattr(error, "after", None))
    except Exception as error:
        # A bug, or a part of the world that broke: named, tried again, and in the end kept where a person
        # sees it.
        logger().error("failed", extra={"consumer": name, "attempt": attempt} | where(error))
        measure(name, "Failed")
        return _again(record, attempt, deps, f"failed: {name_of(error)}", None)
    return True


def _again(record: dict[str, Any], attempt: int, deps: Deps, reason: str, after: float | None) -> bool:
    if attempt >= deps.settings.max_receives:
        dead_letter(deps, record, reason=f"{reason} (after {attempt} attempts)")
        return True
    pause(deps, record, after if after is not None else min(_FIRST_PAUSE**attempt, _LONGEST_PAUSE))
    return False


def read(
    record: dict[str, Any], consumes: tuple[type[EventData], ...], parse_raw: RawParser | None
) -> Sequence[Incoming]:
    """Understand one SQS record. Raises ``UnknownEvent`` or ``Unreadable`` with what is wrong."""
    try:
        document = json.loads(record["body"])
    except ValueError as error:
        raise Unreadable("the body is not JSON") from error
    if not isinstance(document, dict):
        raise Unreadable("the body is not a JSON object")
    if parse_raw is not None and document.get("source") != SOURCE:
        return parse_raw(document)
    event = parse(document, consumes)
    if event.meta.id == EXECUTION_ID:
        # Not every scheduler fills the word in; the message's own id is then the best there is.
        own = dict.fromkeys(("id", "correlation_id", "causation_id"), record["messageId"])
        event = replace(event, meta=event.meta.model_copy(update=own))
    return [event]


def process(name: str, incoming: Incoming, handle: Handler, deps: Deps, *, last: bool = False) -> None:
    """Let the handler decide about one event, and commit what it decided, once.

    ``last``: the queue can wait no longer; a handler that has another way takes it. Raises ``Retry`` when it
    has none, and when others kept changing what the decision rests on.
    """
    cause = incoming.meta.id if isinstance(incoming, Event) else incoming.id
    for _ in range(_ATTEMPTS):
        try:
            outcome = _decide(incoming, handle, deps, last)
        except Retry as retry:
            _say_meanwhile(name, cause, incoming, retry.meanwhile, deps)
            raise
        writes = _commitment(name, cause, incoming, outcome, deps)
        try:
            deps.table.commit(writes)
        except Refusal as refusal:
            if _SEEN in refusal.gates:
                logger().info("seen before", extra={"consumer": name, "event_id": cause})
                measure(name, "Duplicates")
                return
            logger().info("decided on stale state", extra={"consumer": name, "gates": refusal.gates})
            continue
        measure(name, "Handled")
        return
    raise Retry("others keep changing what this decision rests on")


def _decide(incoming: Incoming, handle: Handler, deps: Deps, last: bool) -> Outcome:
    try:
        return handle(incoming, deps)
    except Retry as retry:
        if not last or retry.otherwise is None:
            raise
        return retry.otherwise()


def _say_meanwhile(name: str, cause: str, incoming: Incoming, meanwhile: Outcome, deps: Deps) -> None:
    """Commit what holds while the message waits, the first time."""
    writes = _commitment(name, cause, incoming, meanwhile, deps, waits=True)
    if not writes:
        return
    try:
        deps.table.commit(writes)
    except Refusal as refusal:
        if _SEEN not in refusal.gates:
            raise


def _commitment(
    name: str, cause: str, incoming: Incoming, outcome: Outcome, deps: Deps, *, waits: bool = False
) -> list[Any]:
    """The one transaction; empty when there is nothing to say or write. Schedules what is due later.

    ``waits``: it does not end the message, and is marked apart from what will.
    """
    said = [
        _stamp(name, cause, incoming, outcome, data, number, deps)
        for number, data in enumerate(outcome.events)
    ]
    for later in outcome.later:
        _schedule(name, cause, incoming, outcome, later, deps)
    if not outcome.writes and not said:
        return []
    ttl = int(deps.clock.now().timestamp()) + MARKER_DAYS * 86_400
    dealt_with = f"{cause}-waits" if waits else cause
    marker = Put(keys.marker(name, dealt_with), "marker", {}, when=ABSENT, gate=_SEEN, ttl=ttl)
    return [marker, *outcome.writes, *map(outbox.say, said)]


def _stamp(
    name: str,
    cause: str,
    incoming: Incoming,
    outcome: Outcome,
    data: EventData,
    number: int | str,
    deps: Deps,
) -> Event[EventData]:
    """Say who, when and why. The id follows from the cause: deciding again says the same event."""
    inherited = incoming.meta.correlation_id if isinstance(incoming, Event) else cause
    meta = Meta(
        id=digest(cause, name, data.detail_type(), data.subject, number),
        type=data.TYPE,
        version=data.VERSION,
        occurred_at=deps.clock.now(),
        correlation_id=outcome.correlation_id or inherited,
        causation_id=cause,
        producer=name,
    )
    return Event[EventData](meta=meta, data=data)


def _schedule(name: str, cause: str, incoming: Incoming, outcome: Outcome, later: Later, deps: Deps) -> None:
    event = _stamp(name, cause, incoming, outcome, later.event, later.name, deps)
    deps.scheduler.once(name=later.name, at=later.at, to=later.to, document=outbox.document(event))
