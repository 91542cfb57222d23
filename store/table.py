"""The table: reads, and writes in one transaction."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from boto3.dynamodb.conditions import ConditionExpressionBuilder
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from botocore.exceptions import ClientError

from store.keys import Key
from store.writes import Check, Delete, Put, Update, Write

Item = dict[str, Any]

MOST_WRITES = 100
"""Actions in one TransactWriteItems (DynamoDB's limit)."""
_MOST_KEYS = 100  # of one BatchGetItem

_serialise = TypeSerializer().serialize
_deserialise = TypeDeserializer().deserialize


class Refusal(Exception):
    """A condition did not hold: nothing was written. ``gates`` names the conditions that refused."""

    def __init__(self, gates: tuple[str, ...]) -> None:
        super().__init__(f"refused by {', '.join(gates) or 'a condition without a name'}")
        self.gates = gates


class Busy(Exception):
    """Another transaction holds an item, or the table is throttled: nothing was written; try again."""


class Page(NamedTuple):
    """Some items, and where to go on (``None``: there are no more)."""

    items: list[Item]
    cursor: Item | None


class Table:
    """A DynamoDB table through its low-level client.

    ``client`` is ``boto3.client("dynamodb")``; the low-level client costs less to import and to call than
    the resource. Items come back as plain Python: numbers as ``int`` or ``float``, without expired ones.
    """

    def __init__(self, client: Any, name: str) -> None:
        self._client = client
        self.name = name

    def get(self, key: Key, *, consistent: bool = True) -> Item | None:
        """One item, or ``None``."""
        answer = self._client.get_item(
            TableName=self.name, Key=_wire({"pk": key.pk, "sk": key.sk}), ConsistentRead=consistent
        )
        item = _plain(answer["Item"]) if "Item" in answer else None
        return item if item and not _expired(item) else None

    def get_many(self, keys: Sequence[Key], *, consistent: bool = True) -> dict[Key, Item]:
        """The items that exist, by key, in as few calls as possible."""
        found: dict[Key, Item] = {}
        wanted = [_wire({"pk": key.pk, "sk": key.sk}) for key in dict.fromkeys(keys)]
        while wanted:
            request = {self.name: {"Keys": wanted[:_MOST_KEYS], "ConsistentRead": consistent}}
            answer = self._client.batch_get_item(RequestItems=request)
            for raw in answer["Responses"].get(self.name, []):
                item = _plain(raw)
                if not _expired(item):
                    found[Key(item["pk"], item["sk"])] = item
            unread = answer.get("UnprocessedKeys", {}).get(self.name, {}).get("Keys", [])
            wanted = unread + wanted[_MOST_KEYS:]
        return found

    def query(
        self,
        pk: str,
        prefix: str = "",
        *,
        index: str | None = None,
        limit: int | None = None,
        newest_first: bool = False,
        cursor: Item | None = None,
        consistent: bool = False,
    ) -> Page:
        """One page of a partition (or of an index's partition), by sort key.

        ``prefix`` is of the sort key. ``limit`` is of items read, before expired ones are left out.
        """
        hash_name, range_name = (f"{index}pk", f"{index}sk") if index else ("pk", "sk")
        names = {"#h": hash_name}
        values: dict[str, Any] = {":h": {"S": pk}}
        expression = "#h = :h"
        if prefix:
            names["#r"] = range_name
            values[":r"] = {"S": prefix}
            expression += " AND begins_with(#r, :r)"
        request: dict[str, Any] = {
            "TableName": self.name,
            "KeyConditionExpression": expression,
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": values,
            "ScanIndexForward": not newest_first,
            "ConsistentRead": consistent and index is None,
        }
        if index:
            request["IndexName"] = index
        if limit:
            request["Limit"] = limit
        if cursor:
            request["ExclusiveStartKey"] = _wire(cursor)
        answer = self._client.query(**request)
        items = [item for item in map(_plain, answer["Items"]) if not _expired(item)]
        after = answer.get("LastEvaluatedKey")
        return Page(items, _plain(after) if after else None)

    def items(
        self, pk: str, prefix: str = "", *, index: str | None = None, consistent: bool = False
    ) -> Iterator[Item]:
        """All items of a partition, page by page."""
        cursor: Item | None = None
        while True:
            page = self.query(pk, prefix, index=index, cursor=cursor, consistent=consistent)
            yield from page.items
            if page.cursor is None:
                return
            cursor = page.cursor

    def commit(self, writes: Sequence[Write]) -> None:
        """Perform all writes, or none.

        Raises ``Refusal`` with the gates that did not hold, ``Busy`` when it may be tried again as it is,
        ``ValueError`` for more writes than a transaction may have.
        """
        if not writes:
            return
        if len(writes) > MOST_WRITES:
            raise ValueError(f"{len(writes)} writes, a transaction has at most {MOST_WRITES}")
        try:
            self._client.transact_write_items(TransactItems=[self._action(write) for write in writes])
        except ClientError as error:
            raise _reason(error, writes) from error

    def _action(self, write: Write) -> dict[str, Any]:
        action: dict[str, Any] = {"TableName": self.name}
        names: dict[str, str] = {}
        values: dict[str, Any] = {}
        if write.when is not None:
            built = ConditionExpressionBuilder().build_expression(write.when)
            action["ConditionExpression"] = built.condition_expression
            names |= built.attribute_name_placeholders
            values |= built.attribute_value_placeholders
        if isinstance(write, Put):
            kind = "Put"
            action["Item"] = _wire(write.item())
        else:
            action["Key"] = _wire({"pk": write.key.pk, "sk": write.key.sk})
            kind = {Update: "Update", Check: "ConditionCheck", Delete: "Delete"}[type(write)]
            if isinstance(write, Update):
                action["UpdateExpression"] = _update_expression(write, names, values)
        if names:
            action["ExpressionAttributeNames"] = names
        if values:
            action["ExpressionAttributeValues"] = _wire(values)
        return {kind: action}


def _update_expression(write: Update, names: dict[str, str], values: dict[str, Any]) -> str:
    """Build the expression, adding to ``names`` and ``values``."""
    settings = dict(write.set)
    if write.type is not None:
        settings |= {"_type": write.type, "_v": 1}
    if write.ttl is not None:
        settings["ttl"] = write.ttl
    if write.gsi1 is not None:
        settings |= {"gsi1pk": write.gsi1.pk, "gsi1sk": write.gsi1.sk}
    if write.gsi2 is not None:
        settings |= {"gsi2pk": write.gsi2.pk, "gsi2sk": write.gsi2.sk}
    parts: dict[str, list[str]] = {"SET": [], "ADD": [], "REMOVE": []}
    for number, (name, value) in enumerate(settings.items()):
        names[f"#s{number}"], values[f":s{number}"] = name, value
        parts["SET"].append(f"#s{number} = :s{number}")
    for number, (name, value) in enumerate({**write.add, "rev": 1}.items()):
        names[f"#a{number}"], values[f":a{number}"] = name, value
        parts["ADD"].append(f"#a{number} :a{number}")
    for number, name in enumerate(write.remove):
        names[f"#d{number}"] = name
        parts["REMOVE"].append(f"#d{number}")
    return " ".join(f"{verb} {', '.join(clauses)}" for verb, clauses in parts.items() if clauses)


_TRY_AGAIN = {
    "TransactionConflict",
    "ThrottlingError",
    "ProvisionedThroughputExceeded",
    "TransactionInProgressException",
    "ProvisionedThroughputExceededException",
    "ThrottlingException",
    "RequestLimitExceeded",
    "InternalServerError",
}


def _reason(error: ClientError, writes: Sequence[Write]) -> Exception:
    code = error.response["Error"]["Code"]
    if code != "TransactionCanceledException":
        return Busy(code) if code in _TRY_AGAIN else error
    codes = [reason.get("Code", "None") for reason in error.response.get("CancellationReasons", [])]
    refused = tuple(
        write.gate for write, reason in zip(writes, codes, strict=False) if reason == "ConditionalCheckFailed"
    )
    if refused:
        return Refusal(refused)
    busy = [reason for reason in codes if reason in _TRY_AGAIN]
    return Busy(", ".join(sorted(set(busy)))) if busy else error


def _expired(item: Item) -> bool:
    # DynamoDB deletes expired items within days, not at once. This is the store's own housekeeping, on the
    # wall clock as the service sees it, not a decision of the domain on its clock.
    return "ttl" in item and item["ttl"] < time.time()


def _wire(item: dict[str, Any]) -> dict[str, Any]:
    return {name: _serialise(_exact(value)) for name, value in item.items()}


def _exact(value: Any) -> Any:
    """DynamoDB numbers are decimals: floats go by their shortest text form."""
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, dict):
        return {name: _exact(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_exact(part) for part in value]
    return value


def _plain(item: dict[str, Any]) -> Item:
    return {name: _python(_deserialise(value)) for name, value in item.items()}


def _python(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {name: _python(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_python(part) for part in value]
    return value


def from_stream_image(image: dict[str, Any]) -> Item:
    """An item as a stream record carries it (``NewImage``)."""
    return _plain(image)
