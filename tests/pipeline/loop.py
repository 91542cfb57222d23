"""The whole loop in one process: the real handlers, the deployed rules, queues in memory, a virtual clock.

Only AWS and the outside world are played. The table is in memory (``tests.dynamo``); the stream, the bus, the
queues and the scheduler are the few lines below, with SQS's promises: at least once, in any order, hidden
while being dealt with, to the dead-letter queue after too many deliveries.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from handlers.aggregate_stats import aggregate
from handlers.publish_outbox import publish
from runtime.clock import FixedClock
from runtime.stream import Unread
from store.table import Item, _wire
from tests.contract.test_routing import RULES
from tests.pipeline.chaos import Chaos, PowerCut

MAX_RECEIVES = 12  # more than in the template: power cuts are far more frequent here
_STREAM_BATCH = 25
_QUIET_AFTER = 200_000  # steps: a loop that runs longer than this never ends


class Queues:
    """The handlers' queues, with their dead-letter queues, behind the calls that ``runtime`` makes."""

    def __init__(self, clock: FixedClock, chaos: Chaos) -> None:
        self._clock = clock
        self._chaos = chaos
        self._number = 0
        self.waiting: dict[str, list[dict[str, Any]]] = {}
        self.dead: list[dict[str, Any]] = []

    def put(self, handler: str, body: str) -> None:
        for _ in range(2 if self._chaos.twice() else 1):
            self._number += 1
            message = {"body": body, "id": f"m{self._number:06d}", "receives": 0, "at": self._clock.now()}
            self.waiting.setdefault(handler, []).append(message)

    def take(self) -> tuple[str, dict[str, Any]] | None:
        """The next message that is visible now: the oldest, or any when deliveries are reordered."""
        now = self._clock.now()
        visible = [
            (handler, message)
            for handler, messages in sorted(self.waiting.items())
            for message in messages
            if message["at"] <= now
        ]
        if not visible:
            return None
        if self._chaos.shuffle:
            return self._chaos.random.choice(visible)
        return min(visible, key=lambda found: (found[1]["at"], found[1]["id"]))

    def next_visible(self) -> datetime | None:
        return min((m["at"] for messages in self.waiting.values() for m in messages), default=None)

    def finish(self, handler: str, message: dict[str, Any]) -> None:
        self.waiting[handler].remove(message)

    def redrive(self, handler: str, message: dict[str, Any]) -> None:
        """The queue's own policy: too often delivered, and nobody said why."""
        self.finish(handler, message)
        self.dead.append({"queue": handler, "body": message["body"], "reason": "too many deliveries"})

    # What boto3's client offers, as far as it is used.

    def get_queue_url(self, QueueName: str) -> dict[str, str]:
        return {"QueueUrl": QueueName}

    def send_message(self, QueueUrl: str, MessageBody: str, MessageAttributes: dict[str, Any]) -> None:
        reason = MessageAttributes["reason"]["StringValue"]
        self.dead.append({"queue": QueueUrl, "body": MessageBody, "reason": reason})

    def change_message_visibility(self, QueueUrl: str, ReceiptHandle: str, VisibilityTimeout: int) -> None:
        for messages in self.waiting.values():
            for message in messages:
                if message["id"] == ReceiptHandle:
                    message["at"] = self._clock.now() + timedelta(seconds=VisibilityTimeout)


class Router:
    """EventBridge: what is put on the bus goes to the queues of the deployed rules."""

    def __init__(self, queues: Queues) -> None:
        self._queues = queues
        self._routes: dict[str, list[str]] = {}
        for handler, rule in RULES.items():
            for detail_type in rule["EventPattern"]["detail-type"]:
                self._routes.setdefault(detail_type, []).append(handler)

    def put_events(self, Entries: list[dict[str, Any]]) -> dict[str, Any]:
        for entry in Entries:
            document = {
                "source": entry["Source"],
                "detail-type": entry["DetailType"],
                "detail": json.loads(entry["Detail"]),
            }
            for handler in self._routes.get(entry["DetailType"], []):
                self._queues.put(handler, json.dumps(document))
        return {"FailedEntryCount": 0, "Entries": [{"EventId": "x"} for _ in Entries]}


class Schedules:
    """EventBridge Scheduler: one-time schedules by name."""

    def __init__(self, queues: Queues) -> None:
        self._queues = queues
        self.made: set[str] = set()
        self.pending: list[tuple[datetime, str, str, str]] = []

    def once(self, *, name: str, at: datetime, to: str, document: dict[str, Any]) -> None:
        if name not in self.made:
            self.made.add(name)
            self.pending.append((at, name, to, json.dumps(document)))

    def fire(self, now: datetime) -> int:
        due = sorted(schedule for schedule in self.pending if schedule[0] <= now)
        for schedule in due:
            self.pending.remove(schedule)
            self._queues.put(schedule[2], schedule[3])
        return len(due)


class Loop:
    """Runs until nothing is left to do, moving the clock to whatever is due next."""

    def __init__(self, deps: Any, chaos: Chaos, stream: list[Item]) -> None:
        self._deps = deps
        self._chaos = chaos
        self._stream = stream
        self._position = {"outbox": 0, "stats": 0}
        self._entry_points: dict[str, Any] = {}
        self.deliveries = 0

    def run_until_quiet(self, horizon: datetime) -> None:
        """Do everything that is due up to ``horizon``; what is scheduled later stays scheduled."""
        clock, queues = self._deps.clock, self._deps.sqs
        for _ in range(_QUIET_AFTER):
            clock.advance(timedelta(milliseconds=20))
            if self._read_stream() or self._deliver():
                continue
            moments = [moment for moment, *_ in self._deps.scheduler.pending]
            moments += self._deps.world.moments()
            hidden = queues.next_visible()
            due = min([*moments, *([hidden] if hidden else [])], default=None)
            if due is None or due > horizon:
                return
            clock.set(max(due, clock.now()))
            self._deps.scheduler.fire(clock.now())
            self._deps.world.act(clock.now())
        raise AssertionError("the loop never comes to rest")

    def _read_stream(self) -> bool:
        """Let each reader take a batch; a power cut makes it take the same batch again."""
        read = False
        for name, handle in (("outbox", publish), ("stats", aggregate)):
            start = self._position[name]
            batch = self._stream[start : start + self._chaos.random.randint(1, _STREAM_BATCH)]
            if not batch:
                continue
            read = True
            records = [
                {"eventName": "INSERT", "dynamodb": {"SequenceNumber": str(n), "NewImage": _wire(item)}}
                for n, item in enumerate(batch, start)
            ]
            try:
                self._work(name, lambda deps, read=handle, batch=records: read({"Records": batch}, deps))
            except (PowerCut, Unread):
                continue
            self._position[name] = start + len(batch)
        return read

    def _deliver(self) -> bool:
        taken = self._deps.sqs.take()
        if taken is None:
            return False
        handler, message = taken
        self.deliveries += 1
        message["receives"] += 1
        if message["receives"] > MAX_RECEIVES:
            self._deps.sqs.redrive(handler, message)
            return True
        record = {
            "messageId": message["id"],
            "receiptHandle": message["id"],
            "body": message["body"],
            "attributes": {"ApproximateReceiveCount": str(message["receives"])},
            "eventSourceARN": f"arn:aws:sqs:us-east-1:000000000000:{handler}",
        }
        message["at"] = self._deps.clock.now() + timedelta(minutes=3)  # hidden while it is dealt with
        try:
            enter = self._entry_point(handler)
            failures = self._work(handler, lambda deps: enter({"Records": [record]}, None, deps))[
                "batchItemFailures"
            ]
        except PowerCut:
            return True
        if not failures:
            self._deps.sqs.finish(handler, message)
        return True

    def _work(self, name: str, work: Callable[[Any], Any]) -> Any:
        """One call of a function, with its dependencies."""
        return work(self._deps)

    def _entry_point(self, handler: str) -> Any:
        if handler not in self._entry_points:
            self._entry_points[handler] = importlib.import_module(f"handlers.{handler}").lambda_handler
        return self._entry_points[handler]
