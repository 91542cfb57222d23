"""What the API depends on, in memory, and a way to ask it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from events.base import Event, EventData, Meta
from outreach import tokens
from outreach.campaign_file import load
from outreach.ids import digest, send_id
from outreach.suppression import person_gate
from runtime.clock import FixedClock
from store import keys
from store.sends import SENT
from store.table import Refusal
from store.writes import Put

NOW = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)
KEY = "a key of the tests, long enough"
PEPPER, TOKEN_KEY = "pepper", "token key"
LEAD = digest("lead", "alderfinch.example")
SEND = send_id(LEAD, "demo", 0)
CONTACT = "0f" * 16
CAMPAIGN = load(Path(__file__).parents[3] / "campaigns" / "demo.yml")
DEMO = CAMPAIGN.id


def deps(table):
    return SimpleNamespace(
        table=table,
        clock=FixedClock(NOW),
        keys=SimpleNamespace(token=TOKEN_KEY, pepper=PEPPER, api=KEY),
        settings=SimpleNamespace(stage="unit", public_url="https://api.example"),
    )


def sent(table) -> str:
    """A mail that was sent; returns its unsubscribe token."""
    person = person_gate("jo@alderfinch.example", PEPPER).hashed
    row = {
        "send_id": SEND,
        "lead_id": LEAD,
        "campaign_id": "demo",
        "step": 0,
        "contact_id": CONTACT,
        "person": person,
        "domain": "d" * 32,
        "sender": "ada@lumenpost.example",
        "day": "2026-03-02",
        "state": SENT,
    }
    table.commit([Put(keys.send(LEAD, SEND), "send", row)])
    return tokens.sign(tokens.TokenKind.UNSUBSCRIBE, tokens.subject_id(LEAD, SEND), TOKEN_KEY)


def given_campaign(table, paused: bool = False, **changes: Any) -> None:
    """Store the demo campaign as it is now, and as its version."""
    form = replace(CAMPAIGN, **changes).to_item()
    table.commit(
        [
            Put(
                keys.campaign(form["id"]),
                "campaign",
                form | {"paused": paused},
                gsi1=keys.campaigns_index(form["id"]),
            ),
            Put(keys.campaign_version(form["id"], form["version"]), "campaign_version", form),
        ]
    )


def heard(data: EventData) -> Event[Any]:
    """An event as a queue hands it over."""
    meta = Meta(
        id="event",
        type=data.TYPE,
        version=data.VERSION,
        occurred_at=NOW,
        correlation_id="cause",
        causation_id="cause",
        producer="test",
    )
    return Event[Any](meta=meta, data=data)


def items(table) -> list[dict[str, Any]]:
    """All items, for comparing before and after."""
    answer = table._client.scan(TableName=table.name, ConsistentRead=True)
    return sorted(answer["Items"], key=lambda item: (item["pk"]["S"], item["sk"]["S"]))


def said(table, lead_id: str = LEAD) -> list[tuple[str, dict[str, Any]]]:
    """The events of a lead's timeline: type and data."""
    details = [json.loads(i["detail"]) for i in table.items(keys.lead_pk(lead_id), keys.EVENT)]
    return [(detail["meta"]["type"], detail["data"]) for detail in details]


class OneAhead:
    """A table before whose first commit somebody else commits."""

    def __init__(self, table, first):
        self._table = table
        self._first = first

    def __getattr__(self, name):
        return getattr(self._table, name)

    def commit(self, writes):
        first, self._first = self._first, None
        if first is not None:
            first()
        self._table.commit(writes)


class AlwaysRefused(OneAhead):
    def __init__(self, table):
        super().__init__(table, None)

    def commit(self, writes):
        raise Refusal(("other",))
