"""A made-up run in which everything adds up, so that a test can spoil one thing."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from cli.accounting.books import (
    Accepted,
    Called,
    Dialled,
    Enrolled,
    Inbound,
    OneClick,
    Ours,
    Record,
    Sent,
    Told,
    World,
)
from cli.eventlog import Said
from outreach.ids import call_id, digest, lead_id, reply_id, send_id
from store.counters import NO_CAMPAIGN, metric

NOW = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
START = NOW - timedelta(minutes=5)
CAMPAIGN = "demo"


def said(event_type: str, seconds: float = 0, cause: str = "outside", /, **data: object) -> Said:
    """An event of the log, some seconds after the start."""
    name = digest(event_type, sorted(data.items()))
    return Said(name, event_type, START + timedelta(seconds=seconds), cause, "run", "test", data)


def hashes(address: str) -> tuple[str, ...]:
    return (f"#{address.lower()}",)


def counted(events: tuple[Said, ...]) -> dict[tuple[str, str], int]:
    """What honest counters say of a log."""
    names = Counter(
        (event.campaign_id or NO_CAMPAIGN, metric({"meta": {"type": event.type}, "data": dict(event.data)}))
        for event in events
    )
    return dict(names)


def honest(people: int = 4) -> tuple[World, Ours]:
    """The first is called, the second unsubscribes, the third bounces, the fourth has no contact."""
    events: list[Said] = []
    accepted, told, inbound, one_clicks, dialled, records = [], [], [], [], [], []
    enrolled, sends, calls = [], [], []
    mail, suppressed, stored = {}, {}, []
    for number in range(people):
        lead = lead_id(f"shop{number}.example")
        common = {"lead_id": lead, "campaign_id": CAMPAIGN}
        events.append(said("lead.discovered", number, source="csv", **common))
        if number == 3:
            events.append(said("lead.rejected", number + 1, reason="no_contact", stage="enrich", **common))
            enrolled.append(Enrolled(lead, CAMPAIGN, "rejected", "no_contact"))
            continue
        sent = send_id(lead, CAMPAIGN, 0)
        address = f"person{number}@shop{number}.example"
        at = START + timedelta(seconds=number + 10)
        accepted.append(Accepted(f"mid-{number}", sent, address, at, CAMPAIGN, 0))
        sends.append(Sent(sent, lead, "SENT", f"mid-{number}", at - timedelta(milliseconds=20)))
        events.append(said("email.drafted", number + 9, send_id=sent, step=0, written_by="model", **common))
        events.append(said("email.sent", number + 10, send_id=sent, step=0, **common))
        records.append(Record("Lead", lead, f"00Q{number}"))
        events.append(
            said("crm.synced", 40, object="Lead", external_id=lead, salesforce_id=f"00Q{number}", **common)
        )
        if number == 2:
            told.append(Told("bounced", sent, permanent=True))
            events.append(said("email.bounced", 20, send_id=sent, kind="hard", **common))
            suppressed[hashes(address)[0]] = at + timedelta(seconds=2)
            enrolled.append(Enrolled(lead, CAMPAIGN, "stopped", "bounced"))
            continue
        told.append(Told("delivered", sent))
        events.append(said("email.delivered", 20, send_id=sent, **common))
        if number == 1:
            one_clicks.append(OneClick(sent, address, at + timedelta(seconds=2), 200))
            suppressed[hashes(address)[0]] = at + timedelta(seconds=2)
            enrolled.append(Enrolled(lead, CAMPAIGN, "stopped", "unsubscribed"))
            continue
        if number == 0:
            key = "inbound/first"
            reply = reply_id(key)
            inbound.append(Inbound(key, at + timedelta(seconds=3), sent, address, frozenset({"WARM"})))
            stored.append(key)
            mail[reply] = "classified"
            events.append(said("reply.classified", 25, reply_id=reply, label="WARM", **common))
            call = call_id(lead, CAMPAIGN, reply)
            calls.append(Called(call, lead, "COMPLETED", "contact-0", "answered"))
            dialled.append(Dialled("contact-0", call, "answered"))
            events.append(said("call.completed", 40, call_id=call, outcome="answered", **common))
            enrolled.append(Enrolled(lead, CAMPAIGN, "stopped", "replied"))
            continue
        enrolled.append(Enrolled(lead, CAMPAIGN, "active", "step 1", NOW + timedelta(days=3)))
    listed = tuple(f"shop{number}.example" for number in range(people))
    world = World(*map(tuple, (accepted, told, inbound, one_clicks, dialled, records)), listed=listed)
    log = tuple(events)
    ours = Ours(
        now=NOW,
        events=log,
        enrolled=tuple(enrolled),
        sends=tuple(sends),
        calls=tuple(calls),
        mail=mail,
        stored=tuple(stored),
        suppressed=suppressed,
        hashes=hashes,
        counters=counted(log),
        dead={"enrich_lead": 0},
    )
    return world, ours
