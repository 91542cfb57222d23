"""Transactions on moto at a cost that does not grow with the table.

moto guards each transaction by copying the whole table once for each of its actions, which makes a run of
the loop take minutes. Here only the items that a transaction touches are kept, and put back when it is
cancelled: the same outcome.
"""

from __future__ import annotations

import copy
from typing import Any

import pytest
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.table import Table


def make_quick(patch: pytest.MonkeyPatch) -> None:
    """Replace moto's guard for as long as ``patch`` lasts."""
    perform = DynamoDBBackend.transact_write_items

    def transact(self: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
        before = [(_place(self, action), copy.deepcopy(_item(self, action))) for action in transact_items]
        try:
            perform(self, transact_items)
        except Exception:
            for (table, hash_key, range_key), item in before:
                if item is None:
                    table.items[hash_key].pop(range_key, None)
                else:
                    table.items[hash_key][range_key] = item
            raise

    patch.setattr(Table, "__deepcopy__", lambda self, memo: self, raising=False)
    patch.setattr(DynamoDBBackend, "transact_write_items", transact)


def _key(action: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    operation = next(iter(action.values()))
    return operation["TableName"], operation.get("Key") or operation["Item"]


def _place(backend: DynamoDBBackend, action: dict[str, Any]) -> tuple[Any, Any, Any]:
    name, key = _key(action)
    table = backend.tables[name]
    found = _item(backend, action)
    if found is not None:
        return table, found.hash_key, found.range_key
    from moto.dynamodb.models.dynamo_type import DynamoType

    return table, DynamoType(key["pk"]), DynamoType(key["sk"])


def _item(backend: DynamoDBBackend, action: dict[str, Any]) -> Any:
    name, key = _key(action)
    return backend.get_item(name, {"pk": key["pk"], "sk": key["sk"]})
