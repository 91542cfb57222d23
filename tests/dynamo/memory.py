"""A DynamoDB table in memory, behind the calls of boto3's low-level client that ``store.table`` makes.

Exact where the store can tell the difference: transactions are all or nothing with a cancellation reason an
action, queries and pages go by the bytes of the sort key, indexes are sparse, and what DynamoDB refuses is
refused with its error. ``test_like_moto`` holds it against moto by random operations. It is some hundred
times as fast, and can be told to be late and to fail (``Faults``), which moto can't.
"""

from __future__ import annotations

import json
import threading
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from tests.dynamo import expressions
from tests.dynamo.meter import Meter
from tests.dynamo.sizes import item_bytes

Wire = dict[str, Any]
Place = tuple[str, str]

INDEXES = ("gsi1", "gsi2")
MOST_ACTIONS = 100
MOST_KEYS = 100
MOST_ITEM_BYTES = 400 * 1_024
MOST_BYTES_A_TRANSACTION = 4 * 1_024 * 1_024
PAGE_BYTES = 1_024 * 1_024


class Change(NamedTuple):
    """What one action of a commit made of an item. ``number`` counts commits."""

    number: int
    place: Place
    before: Wire | None
    after: Wire | None


class Faults:
    """What may go wrong around a call; this one is a table on a good day."""

    def before(self, operation: str) -> None:
        """Called first: may raise instead of performing, and may let others go first."""

    def after(self, operation: str) -> None:
        """Called when the operation took place: may raise, so that its answer is lost."""

    def conflicts(self, places: Sequence[Place]) -> list[bool]:
        """Which items of a transaction another one holds."""
        return [False] * len(places)

    def lag(self) -> int:
        """How many of the last changes an index has not heard of."""
        return 0


class _Partition:
    """The items of one partition, by sort key."""

    def __init__(self) -> None:
        self.order: list[tuple[bytes, Place]] = []
        self.items: dict[tuple[bytes, Place], Wire] = {}

    def put(self, key: tuple[bytes, Place], item: Wire) -> None:
        if key not in self.items:
            insort(self.order, key)
        self.items[key] = item

    def remove(self, key: tuple[bytes, Place]) -> None:
        if self.items.pop(key, None) is not None:
            del self.order[bisect_left(self.order, key)]


class MemoryTable:
    """One table. Safe to call from several threads: one lock serialises all operations."""

    def __init__(
        self,
        name: str,
        *,
        faults: Faults | None = None,
        meter: Meter | None = None,
        page_bytes: int = PAGE_BYTES,
    ) -> None:
        self.name = name
        self.faults = faults or Faults()
        self.meter = meter
        self.page_bytes = page_bytes
        self.commits = 0
        self.heard: list[Callable[[Sequence[Change]], None]] = []
        """Told of every commit: the table's stream."""
        self._items: dict[Place, Wire] = {}
        self._partitions: dict[str, dict[str, _Partition]] = {index: {} for index in ("", *INDEXES)}
        self._unheard: list[Change] = []  # by the indexes
        self._lock = threading.RLock()

    # Reads ------------------------------------------------------------------------------------------------

    def get_item(self, *, TableName: str, Key: Wire, ConsistentRead: bool = False) -> dict[str, Any]:
        self.faults.before("get_item")
        with self._lock:
            item = self._items.get(self._place(TableName, Key))
        if self.meter:
            self.meter.read(item_bytes(item), consistent=ConsistentRead)
        return {"Item": dict(item)} if item is not None else {}

    def batch_get_item(self, *, RequestItems: Mapping[str, Any]) -> dict[str, Any]:
        self.faults.before("batch_get_item")
        [(name, request)] = RequestItems.items()
        places = [self._place(name, key) for key in request["Keys"]]
        if not places or len(places) > MOST_KEYS:
            raise invalid(f"{len(places)} keys", "BatchGetItem")
        if len(set(places)) < len(places):
            raise invalid("Provided list of item keys contains duplicates", "BatchGetItem")
        with self._lock:
            found = [self._items[place] for place in places if place in self._items]
        if self.meter:
            for place in places:
                self.meter.read(
                    item_bytes(self._items.get(place)), consistent=request.get("ConsistentRead", False)
                )
        return {"Responses": {name: [dict(item) for item in found]}, "UnprocessedKeys": {}}

    def query(
        self,
        *,
        TableName: str,
        KeyConditionExpression: str,
        ExpressionAttributeNames: Mapping[str, str],
        ExpressionAttributeValues: Wire,
        IndexName: str = "",
        ScanIndexForward: bool = True,
        ConsistentRead: bool = False,
        Limit: int | None = None,
        ExclusiveStartKey: Wire | None = None,
    ) -> dict[str, Any]:
        self.faults.before("query")
        if TableName != self.name:
            raise missing()
        if IndexName and ConsistentRead:
            raise invalid("Consistent reads are not supported on global secondary indexes", "Query")
        hash_name, range_name = (f"{IndexName}pk", f"{IndexName}sk") if IndexName else ("pk", "sk")
        wanted, prefix = _key_condition(
            KeyConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues, hash_name, range_name
        )
        with self._lock:
            if IndexName:
                self._tell_indexes(self.faults.lag())
            partition = self._partitions[IndexName].get(wanted, _Partition())
            keys = _within(partition.order, prefix)
            if not ScanIndexForward:
                keys.reverse()
            if ExclusiveStartKey is not None:
                after = (ExclusiveStartKey[range_name]["S"].encode(), _place(ExclusiveStartKey))
                keys = [key for key in keys if (key > after if ScanIndexForward else key < after)]
            page, size, more = [], 0, False
            for number, key in enumerate(keys):
                if (Limit is not None and number == Limit) or size >= self.page_bytes:
                    more = True
                    break
                page.append(partition.items[key])
                size += item_bytes(page[-1])
            # DynamoDB stops at the limit without looking whether anything follows.
            more = more or (Limit is not None and len(page) == Limit)
        if self.meter:
            self.meter.read(size, consistent=ConsistentRead)
        answer: dict[str, Any] = {"Items": [dict(item) for item in page], "Count": len(page)}
        if more and page:
            names = dict.fromkeys((hash_name, range_name, "pk", "sk"))
            answer["LastEvaluatedKey"] = {name: page[-1][name] for name in names}
        return answer

    def every(self) -> Iterator[Wire]:
        """All items; for a test's own eyes."""
        with self._lock:
            yield from [dict(item) for _, item in sorted(self._items.items())]

    # Writes -----------------------------------------------------------------------------------------------

    def transact_write_items(
        self, *, TransactItems: Sequence[Mapping[str, Any]], ClientRequestToken: str = ""
    ) -> dict[str, Any]:
        self.faults.before("transact_write_items")
        with self._lock:
            self._transact([next(iter(action.items())) for action in TransactItems])
        self.faults.after("transact_write_items")
        return {}

    def _transact(self, actions: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
        places = [
            self._place(action["TableName"], action["Item" if kind == "Put" else "Key"])
            for kind, action in actions
        ]
        if not actions or len(actions) > MOST_ACTIONS:
            raise invalid(f"{len(actions)} actions", "TransactWriteItems")
        if len(set(places)) < len(places):
            raise invalid(
                "Transaction request cannot include multiple operations on one item", "TransactWriteItems"
            )
        held = self.faults.conflicts(places)
        before = [self._items.get(place) for place in places]
        after = [_outcome(kind, action, item) for (kind, action), item in zip(actions, before, strict=True)]
        sizes = [max(item_bytes(old), item_bytes(new)) for old, new in zip(before, after, strict=True)]
        if max(sizes) > MOST_ITEM_BYTES:
            raise invalid("Item size has exceeded the maximum allowed size", "TransactWriteItems")
        if sum(sizes) > MOST_BYTES_A_TRANSACTION:
            raise invalid("Transaction size has exceeded the limit", "TransactWriteItems")
        if self.meter:
            self.meter.transaction(actions, before, after)
        reasons = [
            "TransactionConflict"
            if conflict
            else ("None" if _allowed(action, item) else "ConditionalCheckFailed")
            for conflict, (_, action), item in zip(held, actions, before, strict=True)
        ]
        if any(reason != "None" for reason in reasons):
            raise cancelled(reasons)
        self.commits += 1
        changes = [
            Change(self.commits, place, old, new)
            for (kind, _), place, old, new in zip(actions, places, before, after, strict=True)
            if kind != "ConditionCheck"
        ]
        for change in changes:
            self._keep(change)
        for listener in self.heard:
            listener(changes)

    def forget(self, place: Place) -> None:
        """Delete an item as TTL does: nobody asked."""
        with self._lock:
            self._keep(Change(self.commits, place, self._items.get(place), None))

    def _keep(self, change: Change) -> None:
        key = (change.place[1].encode(), change.place)
        partition = self._partitions[""].setdefault(change.place[0], _Partition())
        if change.after is None:
            self._items.pop(change.place, None)
            partition.remove(key)
        else:
            self._items[change.place] = change.after
            partition.put(key, change.after)
        self._unheard.append(change)

    def _tell_indexes(self, behind: int) -> None:
        """Let the indexes catch up, but for the last ``behind`` changes."""
        ready = len(self._unheard) - behind
        for change in self._unheard[: max(0, ready)]:
            for index in INDEXES:
                for item, remove in ((change.before, True), (change.after, False)):
                    if item is None or f"{index}pk" not in item or f"{index}sk" not in item:
                        continue
                    key = (item[f"{index}sk"]["S"].encode(), change.place)
                    partition = self._partitions[index].setdefault(item[f"{index}pk"]["S"], _Partition())
                    if remove:
                        partition.remove(key)
                    else:
                        partition.put(key, item)
        del self._unheard[: max(0, ready)]

    def _place(self, name: str, key: Wire) -> Place:
        if name != self.name:
            raise missing()
        place = _place(key)
        if not all(place):
            raise invalid("The AttributeValue for a key attribute cannot contain an empty string value", "")
        return place


def _place(key: Wire) -> Place:
    return key["pk"]["S"], key["sk"]["S"]


def _allowed(action: Mapping[str, Any], item: Wire | None) -> bool:
    condition = action.get("ConditionExpression")
    if condition is None:
        return True
    names, values = action.get("ExpressionAttributeNames", {}), action.get("ExpressionAttributeValues", {})
    return expressions.holds(condition, item, names, values)


def _outcome(kind: str, action: Mapping[str, Any], before: Wire | None) -> Wire | None:
    """The item after the action, were it allowed."""
    if kind == "Put":
        return dict(action["Item"])
    if kind == "Delete":
        return None
    if kind == "ConditionCheck":
        return before
    names, values = action.get("ExpressionAttributeNames", {}), action.get("ExpressionAttributeValues", {})
    return expressions.updated(action["UpdateExpression"], before or dict(action["Key"]), names, values)


def _key_condition(
    expression: str, names: Mapping[str, str], values: Wire, hash_name: str, range_name: str
) -> tuple[str, bytes]:
    """The partition and the prefix of the sort key that a query asks for: in either form."""
    found = expressions.tokens(expression)
    if found[:3] != ["#h", "=", ":h"] or names["#h"] != hash_name:
        raise expressions.NotUnderstood(expression)
    if len(found) == 3:
        return values[":h"]["S"], b""
    if found[3:] != ["AND", "begins_with", "(", "#r", ",", ":r", ")"] or names["#r"] != range_name:
        raise expressions.NotUnderstood(expression)
    return values[":h"]["S"], values[":r"]["S"].encode()


def _within(order: list[tuple[bytes, Place]], prefix: bytes) -> list[tuple[bytes, Place]]:
    if not prefix:
        return list(order)
    first = bisect_left(order, (prefix, ("", "")))
    last = bisect_right(order, prefix + b"\xff" * 8, key=lambda key: key[0])
    return order[first:last]


def failed(code: str, operation: str, message: str = "", status: int = 400, **more: Any) -> ClientError:
    """An error as botocore raises it."""
    response: Any = {
        "Error": {"Code": code, "Message": message or code},
        "ResponseMetadata": {"HTTPStatusCode": status},
        **more,
    }
    return ClientError(response, operation)


def cancelled(reasons: Sequence[str]) -> ClientError:
    return failed(
        "TransactionCanceledException",
        "TransactWriteItems",
        f"Transaction cancelled, for these reasons: {json.dumps(reasons)}",
        CancellationReasons=[{"Code": reason} for reason in reasons],
    )


def invalid(message: str, operation: str) -> ClientError:
    return failed("ValidationException", operation, message)


def missing() -> ClientError:
    return failed("ResourceNotFoundException", "", "Requested resource not found")
