"""The two readers of the stream."""

import pytest

from adapters.bus import Bus
from handlers.aggregate_stats import aggregate
from handlers.publish_outbox import publish
from runtime.settings import Settings
from runtime.stream import Unread
from store.counters import totals
from store.table import Busy, Table, _wire
from tests.unit.runtime.test_consume import NOW, FakeDeps
from tests.unit.store.test_outbox_and_counters import items, rejected


class FakeEvents:
    """EventBridge that refuses the entries whose number (over all calls) it was told."""

    def __init__(self, *refused: int) -> None:
        self.refused = refused
        self.seen = 0
        self.calls: list[list[dict]] = []

    def put_events(self, Entries: list[dict]) -> dict:
        self.calls.append(Entries)
        results = []
        for _ in Entries:
            results.append({"ErrorCode": "Throttled"} if self.seen in self.refused else {"EventId": "x"})
            self.seen += 1
        return {"FailedEntryCount": sum("ErrorCode" in r for r in results), "Entries": results}


def stream(items: list[dict], name: str = "INSERT") -> dict:
    return {
        "Records": [
            {"eventName": name, "dynamodb": {"SequenceNumber": f"s{n}", "NewImage": _wire(item)}}
            for n, item in enumerate(items)
        ]
    }


@pytest.fixture
def deps(table: Table) -> FakeDeps:
    deps = FakeDeps(table)
    deps.settings = Settings({"BECKON_BUS": "a-bus"})
    return deps


def test_events_are_put_in_order_ten_a_call(deps):
    client = FakeEvents()
    deps.bus = Bus(client, "a-bus")
    said = items(*(rejected(n) for n in range(23)))
    publish(stream(said), deps)
    assert [len(call) for call in client.calls] == [10, 10, 3]
    assert [entry["Detail"] for call in client.calls for entry in call] == [item["detail"] for item in said]


def test_a_large_event_does_not_share_a_call_beyond_the_limit_on_bytes():
    client = FakeEvents()
    entry = {"Detail": "x" * 100_000, "DetailType": "t", "Source": "s"}
    assert Bus(client, "b").put([entry] * 5) is None
    assert [len(call) for call in client.calls] == [2, 2, 1]


def test_after_a_refused_entry_the_batch_is_asked_for_again(deps):
    deps.bus = Bus(FakeEvents(12), "a-bus")
    with pytest.raises(Unread, match="entry 12 of 23"):
        publish(stream(items(*(rejected(n) for n in range(23)))), deps)
    assert len(deps.bus._client.calls) == 2, "nothing is put behind a refused entry"


def test_a_counter_that_another_reader_holds_is_counted_later(deps, monkeypatch):
    batch = stream(items(rejected(1)))
    with monkeypatch.context() as patch:
        patch.setattr(deps.table, "commit", _held)
        with pytest.raises(Unread, match="TransactionConflict"):
            aggregate(batch, deps)
    aggregate(batch, deps)
    assert totals(deps.table, "shops") == {"lead.rejected:no_contact": 1}


def _held(writes) -> None:
    raise Busy("TransactionConflict")


def test_other_items_updates_and_deletions_are_neither_published_nor_counted(deps):
    deps.bus = Bus(FakeEvents(), "a-bus")
    other = [{"pk": "LEAD#a", "sk": "META", "_type": "lead"}]
    for batch in (stream(other), stream(items(rejected(1)), "MODIFY"), stream(items(rejected(1)), "REMOVE")):
        publish(batch, deps)
        aggregate(batch, deps)
    assert deps.bus._client.calls == []
    assert totals(deps.table, "shops") == {}


def test_a_batch_told_twice_is_counted_once(deps):
    batch = stream(items(*(rejected(n) for n in range(12))))
    for _ in range(2):
        aggregate(batch, deps)
    assert totals(deps.table, "shops") == {"lead.rejected:no_contact": 12}
    assert deps.clock.now() == NOW
