"""Sizes and units by the rules that AWS publishes."""

import pytest

from tests.dynamo.meter import Meter, index_units
from tests.dynamo.sizes import item_bytes, read_units, write_units

KEY = {"pk": {"S": "a"}, "sk": {"S": "b"}}  # 2 + 1 + 2 + 1 bytes


def text(size: int) -> dict[str, dict[str, str]]:
    return {"t": {"S": "x" * (size - 1)}}


@pytest.mark.parametrize(
    ("item", "size"),
    [
        (KEY, 6),
        ({"name": {"S": "é"}}, 6),
        ({"n": {"N": "0"}}, 2),
        ({"n": {"N": "12345"}}, 5),
        ({"n": {"N": "-1200"}}, 4),
        ({"b": {"BOOL": True}}, 2),
        ({"l": {"L": [{"S": "ab"}, {"NULL": True}]}}, 9),
        ({"m": {"M": {"k": {"S": "v"}}}}, 7),
        (None, 0),
    ],
)
def test_an_item_weighs_its_names_and_values(item, size):
    assert item_bytes(item) == size


def test_a_write_unit_is_a_kilobyte_begun():
    assert [write_units(size) for size in (0, 1, 1_024, 1_025, 3_500)] == [1, 1, 1, 2, 4]


def test_a_read_unit_is_four_kilobytes_begun_and_half_where_it_may_be_stale():
    assert [read_units(size, consistent=True) for size in (0, 4_096, 4_097)] == [1, 1, 2]
    assert read_units(4_097, consistent=False) == 1


def test_an_index_pays_to_enter_to_leave_twice_to_move_and_not_for_what_stays():
    here = KEY | {"gsi1pk": {"S": "A"}, "gsi1sk": {"S": "1"}}
    there = KEY | {"gsi1pk": {"S": "B"}, "gsi1sk": {"S": "1"}}
    changed = here | {"state": {"S": "SENT"}}
    paid = {
        "enter": index_units("gsi1", None, here),
        "leave": index_units("gsi1", here, KEY),
        "move": index_units("gsi1", here, there),
        "change": index_units("gsi1", here, changed),
        "stay": index_units("gsi1", here, here),
        "elsewhere": index_units("gsi2", here, changed),
    }
    assert paid == {"enter": 1, "leave": 1, "move": 2, "change": 1, "stay": 0, "elsewhere": 0}


def test_a_transaction_pays_twice_also_for_its_conditions():
    meter = Meter()
    big = KEY | {"_type": {"S": "draft"}} | text(1_500)
    meter.transaction(
        [("Put", {}), ("ConditionCheck", {}), ("Delete", {})], [None, None, big], [big, None, None]
    )
    assert meter.writes == {("", "draft"): 8, ("", "check of nothing"): 2}
    assert meter.written == 10
