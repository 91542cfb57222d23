"""Events as items, and counters that count each of them once."""

import json
from datetime import UTC, datetime, timedelta

from events.base import Event, Meta
from events.lead_rejected import LeadRejected
from events.reply_unmatched import ReplyUnmatched
from outreach.ids import digest
from store import keys, outbox
from store.counters import NO_CAMPAIGN, count, totals
from store.table import Item, Table

NOW = datetime(2026, 3, 2, 16, 30, 0, 125_000, tzinfo=UTC)
LEAD = digest("lead")


def rejected(number: int, reason: str = "no_contact", at: datetime = NOW) -> Event:
    data = LeadRejected(lead_id=LEAD, campaign_id="shops", reason=reason, stage="enrich")
    return stamped(data, number, at)


def stamped(data, number: int, at: datetime = NOW) -> Event:
    meta = Meta(
        id=digest("event", number),
        type=data.TYPE,
        version=1,
        occurred_at=at,
        correlation_id=digest("run"),
        causation_id=digest("cause"),
        producer="enrich_lead",
    )
    return Event[type(data)](meta=meta, data=data)


def items(*events: Event) -> list[Item]:
    return [outbox.say(event).item() for event in events]


def test_an_event_stands_in_the_timeline_of_what_it_happened_to_in_the_order_of_time(table: Table):
    later, earlier = rejected(1, at=NOW + timedelta(seconds=1)), rejected(2)
    table.commit([outbox.say(later), outbox.say(earlier)])
    told = list(outbox.timeline(table, keys.lead_pk(LEAD)))
    assert [item["event_id"] for item in told] == [earlier.meta.id, later.meta.id]
    assert told[0]["data"]["reason"] == "no_contact"
    assert told[0]["meta"]["producer"] == "enrich_lead"


def test_an_entry_for_the_bus_holds_exactly_the_detail_that_was_said():
    event = rejected(1)
    entry = outbox.entry(items(event)[0], "a-bus")
    assert json.loads(entry["Detail"]) == event.detail()
    assert (entry["Source"], entry["DetailType"]) == ("beckon", "lead.rejected.v1")


def test_an_event_without_a_lead_or_campaign_has_its_own_timeline_and_counts_apart(table: Table):
    event = stamped(ReplyUnmatched(reply_id=digest("mail"), reason="unreadable"), 3)
    table.commit([outbox.say(event)])
    assert len(list(outbox.timeline(table, keys.mail_pk(digest("mail"))))) == 1
    assert count(table, items(event), NOW) == 1
    assert totals(table, NO_CAMPAIGN) == {"reply.unmatched:unreadable": 1}


def test_events_are_counted_once_though_they_are_told_again_in_other_batches(table: Table):
    events = items(*(rejected(n) for n in range(30)), *(rejected(n, "timed_out") for n in range(30, 40)))
    assert count(table, events[:25], NOW) == 25
    assert count(table, events, NOW) == 15
    assert count(table, list(reversed(events)), NOW) == 0
    assert totals(table, "shops") == {"lead.rejected:no_contact": 30, "lead.rejected:timed_out": 10}


def test_a_batch_larger_than_a_transaction_is_counted_whole(table: Table):
    assert count(table, items(*(rejected(n) for n in range(130))), NOW) == 130
    assert totals(table, "shops") == {"lead.rejected:no_contact": 130}


def test_an_event_that_stands_twice_in_one_batch_counts_once(table: Table):
    assert count(table, items(rejected(1), rejected(1)), NOW) == 1
