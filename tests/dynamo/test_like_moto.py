"""The table in memory answers as moto does, operation by operation, on random operations of the store."""

from __future__ import annotations

import json
import random
import threading
from typing import Any

import pytest
from boto3.dynamodb.conditions import Attr, ConditionBase
from botocore.exceptions import ClientError

from store.keys import Key
from store.table import Busy, Item, Refusal, Table
from store.writes import ABSENT, PRESENT, Check, Delete, Put, Update, Write, at_revision
from tests.dynamo.memory import Faults, MemoryTable
from tests.unit.store.conftest import NAME, table  # noqa: F401 -- the same table as the store's tests

OPERATIONS = 250
PARTITIONS = ("LEAD#1", "LEAD#2", "CAP#é")
SORTS = ("META", "SEND#1", "SEND#2", "SEND#Ä", "EVENT#2026-03-04T10:00:00.000Z#a", "EVENT#2027")
WORDS = ("SENDING", "SENT", "", "Grüße", "2026-03-04", "2026-03-05")
PREFIXES = ("", "SEND#", "EVENT#2026", "nothing")


def _value(by: random.Random) -> Any:
    return by.choice(
        [
            by.choice(WORDS),
            by.randint(-3, 120),
            by.choice([0.5, -2.25, 1e-3]),
            by.random() < 0.5,
            [by.choice(WORDS), {"fact": 1}],
            {"kind": by.choice(WORDS), "n": [1, 2.5]},
        ]
    )


def _key(by: random.Random) -> Key:
    return Key(by.choice(PARTITIONS), by.choice(SORTS))


def _index(by: random.Random) -> Key | None:
    return Key(f"OPEN#{by.randint(1, 2)}", f"{by.randint(0, 999_999):06d}") if by.random() < 0.5 else None


def _condition(by: random.Random, depth: int = 0) -> ConditionBase:
    # Of values of one type only: moto fails where DynamoDB finds two types to be in no order.
    text, number = Attr("state"), Attr(by.choice(("n", "rev")))
    simple = [
        ABSENT,
        PRESENT,
        at_revision(by.randint(1, 3)),
        text.eq(by.choice(WORDS)),
        text.is_in([by.choice(WORDS), by.choice(WORDS), 4]),
        text.ne(by.choice(WORDS)),
        text.lte(by.choice(WORDS)),
        text.gte("2026"),
        text.begins_with("SEN"),
        number.lt(by.randint(0, 60)),
        number.gt(by.randint(0, 60)),
        number.between(1, 50),
        number.not_exists() | number.lt(by.randint(0, 60)),
        Attr("other").eq(_value(by)),
        Attr("other").exists(),
    ]
    if depth < 2 and by.random() < 0.4:
        one, other = _condition(by, depth + 1), _condition(by, depth + 1)
        return by.choice([one & other, one | other, ~one])
    return by.choice(simple)


def _write(by: random.Random, key: Key) -> Write:
    when = _condition(by) if by.random() < 0.35 else None
    kind = by.random()
    if kind < 0.4:
        attributes = {"state": by.choice(WORDS), "n": by.randint(0, 50), "other": _value(by)}
        return Put(key, "send", attributes, when, "gate", _index(by), _index(by), revision=by.randint(1, 3))
    if kind < 0.75:
        return Update(
            key,
            set={"state": by.choice(WORDS), "other": _value(by)},
            add={"n": by.randint(-3, 9)},
            remove=by.choice([(), ("gsi1pk", "gsi1sk"), ("gsi2pk", "gsi2sk"), ("nothing",)]),
            when=when,
            gate="gate",
            type="send",
        )
    if kind < 0.9:
        return Check(key, _condition(by), "gate")
    return Delete(key, when, "gate")


def _commit(on: Table, writes: list[Write]) -> str:
    try:
        on.commit(writes)
    except Refusal as refusal:
        return f"refused by {refusal.gates}"
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    return "done"


def _everything(on: Table) -> list[Item]:
    found = [item for pk in PARTITIONS for item in on.items(pk, consistent=True)]
    return sorted(found, key=lambda item: (item["pk"], item["sk"]))


def _answers(on: Table, by: random.Random) -> str:
    """What a few reads say; ``by`` is in the same state for both tables."""
    found: list[Any] = [on.get(_key(by)), sorted(on.get_many([_key(by) for _ in range(4)]).items())]
    for index in (None, "gsi1", "gsi2"):
        pk = by.choice(PARTITIONS) if index is None else f"OPEN#{by.randint(1, 2)}"
        prefix = by.choice(PREFIXES) if index is None else by.choice(("", "0", "00"))
        backwards, limit = by.random() < 0.5, by.choice((None, 1, 2, 3))
        # Where a page ends with the last item, DynamoDB names a place to go on all the same, moto none.
        cursor = None
        while True:
            page = on.query(pk, prefix, index=index, newest_first=backwards, limit=limit, cursor=cursor)
            found.append(page.items)
            cursor = page.cursor
            if cursor is None or not page.items:
                break
        found = [part for part in found if part != []]
    return json.dumps(found, sort_keys=True, default=str)


@pytest.mark.parametrize("seed", range(4))
def test_each_answer_is_the_one_that_moto_gives(seed: int, table: Table) -> None:  # noqa: F811
    quick = Table(MemoryTable(NAME), NAME)
    by = random.Random(seed)
    outcomes = set()
    for number in range(OPERATIONS):
        places = {_key(by): None for _ in range(by.randint(1, 4))}
        writes = [_write(by, key) for key in places]
        outcome = _commit(table, writes)
        assert _commit(quick, writes) == outcome, (number, writes)
        outcomes.add(outcome.split(" ")[0])
        if number % 5 == 0:
            state = by.getstate()
            expected = _answers(table, by)
            by.setstate(state)
            assert _answers(quick, by) == expected, number
    assert _everything(quick) == _everything(table)
    assert {"done", "refused"} <= outcomes, "one of the two never happened: the test can't fail"


def test_writing_one_item_twice_in_a_transaction_is_refused_as_moto_refuses_it(table: Table) -> None:  # noqa: F811
    twice: list[Write] = [Put(Key("a", "b"), "x", {}), Check(Key("a", "b"), PRESENT, "gate")]
    quick = Table(MemoryTable(NAME), NAME)
    assert _commit(quick, twice) == _commit(table, twice) == "ValidationException"


def test_threads_that_count_side_by_side_lose_nothing() -> None:
    shared = Table(MemoryTable(NAME), NAME)
    refused: list[str] = []

    def count(name: str) -> None:
        for number in range(50):
            below = Attr("n").not_exists() | Attr("n").lt(120)
            try:
                shared.commit(
                    [
                        Update(Key("CAP", "day"), add={"n": 1}, when=below, gate="cap"),
                        Put(Key("SEND", f"{name}-{number}"), "send", {}, ABSENT, "claimed"),
                    ]
                )
            except Refusal as refusal:
                refused.extend(refusal.gates)

    threads = [threading.Thread(target=count, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    item = shared.get(Key("CAP", "day"))
    assert item is not None
    assert item["n"] == 120
    assert len(list(shared.items("SEND"))) == 120, "a mail was claimed without being counted"
    assert refused == ["cap"] * 80


def test_a_conflict_changes_nothing_and_says_that_it_may_be_tried_again() -> None:
    class Held(Faults):
        def conflicts(self, places: Any) -> list[bool]:
            return [place[1] == "META" for place in places]

    busy = Table(MemoryTable(NAME, faults=Held()), NAME)
    with pytest.raises(Busy, match="TransactionConflict"):
        busy.commit([Put(Key("a", "META"), "x", {}), Put(Key("a", "b"), "x", {})])
    assert list(busy.items("a")) == []


def test_pages_end_by_their_bytes() -> None:
    paged = Table(MemoryTable(NAME, page_bytes=2_000), NAME)
    for number in range(9):
        paged.commit([Put(Key("a", f"{number}"), "x", {"text": "é" * 300})])
    first = paged.query("a")
    assert 1 < len(first.items) < 9
    assert [item["sk"] for item in paged.items("a")] == [str(number) for number in range(9)]


def test_an_index_that_is_behind_does_not_show_the_newest() -> None:
    class Late(Faults):
        behind = 1

        def lag(self) -> int:
            return self.behind

    late = Late()
    on = Table(MemoryTable(NAME, faults=late), NAME)
    for number in range(3):
        on.commit([Put(Key("a", str(number)), "x", {}, gsi1=Key("OPEN", str(number)))])
    assert [item["sk"] for item in on.items("OPEN", index="gsi1")] == ["0", "1"]
    late.behind = 0
    assert [item["sk"] for item in on.items("OPEN", index="gsi1")] == ["0", "1", "2"]
