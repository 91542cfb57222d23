"""Counts the capacity that operations use, by item type, as DynamoDB would bill it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from tests.dynamo.sizes import item_bytes, read_units, write_units

Wire = dict[str, Any]

TRANSACTION = 2
"""Two underlying writes an item, prepare and commit, after rounding."""
INDEXES = ("gsi1", "gsi2")


class Meter:
    """Write and read units so far.

    ``writes`` are by ``(who, what)``: who asked (set ``who`` before), and the kind of the item, or for a
    condition ``check``, or for an index ``KIND in gsi1``. Where the pages leave open whether an index pays
    twice for a transaction, it does here: the dearer reading.
    """

    def __init__(self) -> None:
        self.who = ""
        self.writes: Counter[tuple[str, str]] = Counter()
        self.reads: Counter[str] = Counter()
        self.transactions = 0

    def read(self, size: int, *, consistent: bool) -> None:
        self.reads[self.who] += read_units(size, consistent=consistent)  # type: ignore[assignment]

    def transaction(
        self,
        actions: Sequence[tuple[str, Mapping[str, Any]]],
        before: Sequence[Wire | None],
        after: Sequence[Wire | None],
    ) -> None:
        """A transaction, also one that is cancelled: it pays all the same, but touches no index."""
        self.transactions += 1
        for (kind, _), old, new in zip(actions, before, after, strict=True):
            of = new or old or {}
            what = of.get("_type", {}).get("S", "")
            size = max(item_bytes(old), item_bytes(new))
            units = TRANSACTION * write_units(size)
            self.writes[
                (self.who, f"check of {what or 'nothing'}" if kind == "ConditionCheck" else what)
            ] += units
            if kind == "ConditionCheck":
                continue
            for index in INDEXES:
                units = TRANSACTION * index_units(index, old, new)
                if units:
                    self.writes[(self.who, f"{what} in {index}")] += units

    @property
    def written(self) -> int:
        return sum(self.writes.values())

    @property
    def read_total(self) -> float:
        return sum(self.reads.values())


def index_units(index: str, old: Wire | None, new: Wire | None) -> int:
    """What an index that projects whole items pays for a change.

    One write to enter, one to leave, two to move to another key, one to change what is projected, none
    otherwise: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html
    """
    was, will = _key(index, old), _key(index, new)
    if was is None and will is None:
        return 0
    if will is None:
        return write_units(item_bytes(old))
    if was is None:
        return write_units(item_bytes(new))
    if was != will:
        return write_units(item_bytes(old)) + write_units(item_bytes(new))
    return 0 if old == new else write_units(max(item_bytes(old), item_bytes(new)))


def _key(index: str, item: Wire | None) -> tuple[str, str] | None:
    if item is None or f"{index}pk" not in item or f"{index}sk" not in item:
        return None
    return item[f"{index}pk"]["S"], item[f"{index}sk"]["S"]
