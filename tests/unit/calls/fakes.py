"""What a call's handlers depend on, in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace

from adapters.connect import Contact
from outreach.ids import digest
from runtime.clock import FixedClock
from store import calls, keys
from store.calls import Call

NOW = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)  # a Monday: 11:30 in New York, 16:30 in London
LEAD = digest("lead", "alderfinch.example")
CONTACT = "0f" * 16
CONNECT_ID = "58092a11-6075-4025-a57d-6ada88b26d5b"
PHONE = "+441174960001"


@dataclass
class FakeConnect:
    """Connect: one contact a token; what it knows of contacts is put in by the test."""

    contacts: dict[str, Contact] = field(default_factory=dict)
    started: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    refuse_with: Exception | None = None
    described: list[str] = field(default_factory=list)

    def start_call(self, call_id, phone, attributes):
        if self.refuse_with is not None:
            raise self.refuse_with
        self.started.append((call_id, phone, dict(attributes)))
        return f"contact-{call_id}"

    def describe(self, contact_id):
        self.described.append(contact_id)
        if self.refuse_with is not None:
            raise self.refuse_with
        return self.contacts.get(contact_id)


def deps(table, **more):
    """Dependencies of a handler, as far as calls need them."""
    return SimpleNamespace(
        table=table,
        clock=FixedClock(NOW),
        connect=FakeConnect(),
        settings=SimpleNamespace(max_receives=6, stage="unit"),
        keys=SimpleNamespace(pepper="pepper", token="token", api="api"),
        **more,
    )


def call(**changes) -> Call:
    """A call that is claimed."""
    values = {
        "call_id": digest("call", 1),
        "lead_id": LEAD,
        "campaign_id": "demo",
        "origin": "reply",
        "cause": digest("reply", 1),
        "attempt": 1,
        "state": calls.REQUESTED,
        "correlation_id": digest("run"),
        "contact_id": CONTACT,
        "phone": PHONE,
        "company": "Alder & Finch",
        "caller": "Lumenpost Ltd",
        "topic": "faster checkouts",
        "do_not_call": (("phone", "a" * 32), ("address", CONTACT), ("person", "c" * 32)),
    }
    return Call(**values | changes)


def placed(table, connect_id: str = CONNECT_ID, **changes) -> Call:
    """A call that Connect is dialling."""
    made = call(**changes)
    table.commit([calls.claim(made, NOW)])
    table.commit([calls.dial(calls.get(table, made.lead_id, made.call_id), NOW)])
    table.commit(list(calls.place(made, connect_id, NOW)))
    return calls.get(table, made.lead_id, made.call_id)


def said(table, lead_id: str = LEAD) -> list[tuple[str, dict]]:
    """The events of a lead's timeline: type and data."""
    import json

    found = []
    for item in table.items(keys.lead_pk(lead_id), keys.EVENT, consistent=True):
        detail = json.loads(item["detail"])
        found.append((detail["meta"]["type"], detail["data"]))
    return found
