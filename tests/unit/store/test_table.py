"""Reads, and writes in one transaction."""

import pytest

from store.keys import Key
from store.table import MOST_WRITES, Refusal, Table
from store.writes import ABSENT, PRESENT, Check, Delete, Put, Update, at_revision

A, B, C = Key("LEAD#a", "META"), Key("LEAD#a", "ENROL#x"), Key("LEAD#b", "META")


def test_an_item_comes_back_as_it_was_put_with_plain_numbers(table: Table):
    table.commit([Put(A, "lead", {"n": 3, "share": 0.1, "tags": ["x"], "in": {"y": 1.5}, "none": None})])
    assert table.get(A) == {
        "pk": "LEAD#a",
        "sk": "META",
        "_type": "lead",
        "_v": 1,
        "rev": 1,
        "n": 3,
        "share": 0.1,
        "tags": ["x"],
        "in": {"y": 1.5},
    }


def test_a_refused_transaction_writes_nothing_and_names_each_gate_that_refused(table: Table):
    table.commit([Put(A, "lead", {})])
    with pytest.raises(Refusal) as refusal:
        table.commit(
            [
                Put(B, "enrolment", {}, when=ABSENT, gate="first"),
                Put(A, "lead", {}, when=ABSENT, gate="new_lead"),
                Check(C, PRESENT, gate="other_lead"),
            ]
        )
    assert refusal.value.gates == ("new_lead", "other_lead")
    assert table.get(B) is None


def test_a_change_on_a_stale_revision_is_refused(table: Table):
    table.commit([Put(A, "lead", {"name": "one"})])
    table.commit([Update(A, set={"name": "two"}, when=at_revision(1), gate="fresh")])
    with pytest.raises(Refusal, match="fresh"):
        table.commit([Update(A, set={"name": "three"}, when=at_revision(1), gate="fresh")])
    item = table.get(A)
    assert item is not None
    assert (item["name"], item["rev"]) == ("two", 2)


def test_an_update_sets_adds_and_removes_and_moves_the_index_of_open_work(table: Table):
    table.commit([Put(A, "lead", {"old": 1, "n": 2}, gsi2=Key("OPEN#X", "1"))])
    table.commit([Update(A, set={"new": "y"}, add={"n": 3}, remove=("old", "gsi2pk", "gsi2sk"))])
    item = table.get(A)
    assert item is not None
    assert (item["new"], item["n"], "old" in item) == ("y", 5, False)
    assert table.query("OPEN#X", index="gsi2").items == []
    table.commit([Update(A, gsi2=Key("OPEN#Y", "2"))])
    assert [found["pk"] for found in table.query("OPEN#Y", index="gsi2").items] == ["LEAD#a"]


def test_a_delete_obeys_its_condition(table: Table):
    table.commit([Put(A, "lead", {})])
    with pytest.raises(Refusal, match="fresh"):
        table.commit([Delete(A, when=at_revision(9), gate="fresh")])
    table.commit([Delete(A, when=at_revision(1), gate="fresh")])
    assert table.get(A) is None


def test_expired_items_are_not_seen_though_the_service_still_holds_them(table: Table):
    table.commit([Put(A, "marker", {}, ttl=1), Put(B, "marker", {}, ttl=4_000_000_000)])
    assert table.get(A) is None
    assert table.get(B) is not None
    assert list(table.get_many([A, B])) == [B]
    assert [item["sk"] for item in table.items("LEAD#a")] == ["ENROL#x"]


def test_many_items_are_read_by_key_whatever_their_number(table: Table):
    wanted = [Key(f"LEAD#{n}", "META") for n in range(130)]
    for start in range(0, 130, 100):
        table.commit([Put(key, "lead", {"n": 1}) for key in wanted[start : start + 100]])
    assert set(table.get_many([*wanted, *wanted, Key("LEAD#none", "META")])) == set(wanted)


def test_a_partition_is_read_page_by_page_in_either_order(table: Table):
    table.commit([Put(Key("LEAD#a", f"EVENT#{n}"), "event", {}) for n in range(5)])
    table.commit([Put(A, "lead", {})])
    first = table.query("LEAD#a", "EVENT#", limit=2, newest_first=True)
    assert [item["sk"] for item in first.items] == ["EVENT#4", "EVENT#3"]
    second = table.query("LEAD#a", "EVENT#", limit=9, newest_first=True, cursor=first.cursor)
    assert [item["sk"] for item in second.items] == ["EVENT#2", "EVENT#1", "EVENT#0"]
    assert second.cursor is None
    assert len(list(table.items("LEAD#a"))) == 6


def test_more_writes_than_a_transaction_may_have_are_refused_before_the_call(table: Table):
    with pytest.raises(ValueError, match="at most 100"):
        table.commit([Put(Key("LEAD#a", str(n)), "x", {}) for n in range(MOST_WRITES + 1)])


def test_committing_nothing_calls_nobody():
    Table(client=None, name="none").commit([])
