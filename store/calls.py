"""Calls: one row an attempt, under its lead, and a pointer from Connect's contact to it.

States: ``REQUESTED`` (claimed, to be dialled now) or ``WAITING`` (for the callee's hours) → ``DIALLING``
(handed to Connect, which is idempotent by the call's id) → ``PLACED`` (Connect has it) → ``COMPLETED``.
``REFUSED`` ends it before Connect. Every change is conditional, so that two readers can't both make it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from boto3.dynamodb.conditions import Attr

from store import keys
from store.table import Item, Table
from store.writes import ABSENT, Put, Update, at_revision

REQUESTED, WAITING, DIALLING = "REQUESTED", "WAITING", "DIALLING"
PLACED, COMPLETED, REFUSED = "PLACED", "COMPLETED", "REFUSED"
UNDIALLED = (REQUESTED, WAITING, DIALLING)
"""States in which Connect may still have to be asked, or its answer to be recorded."""

CLAIM = "call_claimed"
"""The gate of a claim: another event has claimed, or refused, this very call."""
CHANGED = "call_changed"
"""The gate of a change: the row is not as it was read."""
TURN = "turn_recorded"
"""The gate of a turn: it has been recorded before, or the call has no row."""

CALLING = "CALLING"
"""The kind of open work that a placed call is, until its ending is known."""


class Call(NamedTuple):
    """One attempt to call somebody.

    ``cause`` is the reply or inquiry that asked for it. ``phone`` is E.164. Times are ISO 8601 UTC.
    ``company``, ``caller`` and ``topic`` are spoken. ``do_not_call`` holds the keys (scope, hash) that a wish
    to be left alone suppresses: kept here, so that the bot needs neither the pepper nor the address.
    ``correlation_id`` continues the chain of its cause.
    A named tuple, because it is cheap to define: see ``outreach.conversation``.
    """

    call_id: str
    lead_id: str
    campaign_id: str
    origin: str
    cause: str
    attempt: int
    state: str
    correlation_id: str
    contact_id: str | None = None
    phone: str = ""
    company: str = ""
    caller: str = ""
    topic: str = ""
    do_not_call: tuple[tuple[str, str], ...] = ()
    reason: str | None = None
    dialled_at: str | None = None
    connect_contact_id: str | None = None
    connected_at: str | None = None
    ended_at: str | None = None
    outcome: str | None = None
    session: str | None = None
    turn: int = 0
    closed: str | None = None
    answers: Mapping[str, Any] = MappingProxyType({})
    revision: int = 1

    @classmethod
    def from_item(cls, item: Item) -> Call:
        known = {name: item[name] for name in cls._fields if name in item}
        gates = tuple((scope, hashed) for scope, hashed in item.get("do_not_call", ()))
        return cls(**{**known, "do_not_call": gates, "revision": int(item["rev"])})


def get(table: Table, lead_id: str, call_id: str) -> Call | None:
    """A call by its lead and id."""
    item = table.get(keys.call(lead_id, call_id))
    return Call.from_item(item) if item else None


def by_contact(table: Table, connect_contact_id: str) -> Call | None:
    """The call that a Connect contact belongs to, if it is ours and recorded."""
    pointer = table.get(keys.connect_pointer(connect_contact_id))
    return get(table, pointer["lead_id"], pointer["call_id"]) if pointer else None


def of_lead(table: Table, lead_id: str) -> Iterator[Call]:
    """All calls of a lead."""
    return map(Call.from_item, table.items(keys.lead_pk(lead_id), keys.CALL, consistent=True))


def placed_before(table: Table, moment: datetime) -> Iterator[Call]:
    """The calls that were placed before a moment and have no ending yet, oldest first."""
    limit = keys.stamp(moment)
    for item in table.items(keys.open_work_index(CALLING, moment, "").pk, index="gsi2"):
        if item["gsi2sk"] >= limit:
            return
        yield Call.from_item(item)


def claim(call: Call, now: datetime) -> Put:
    """Create the row, once for ever: the claim of a call, or the record of its refusal."""
    attributes = {
        name: getattr(call, name) for name in Call._fields if name != "revision" and getattr(call, name)
    }
    return Put(
        keys.call(call.lead_id, call.call_id),
        "call",
        attributes | {"requested_at": keys.stamp(now)},
        when=ABSENT,
        gate=CLAIM,
    )


def wait(call: Call) -> Update:
    """Put it off until the callee's hours. One that Connect may have already stays ``DIALLING``."""
    return _change(call, {"state": DIALLING if call.state == DIALLING else WAITING})


def refuse(call: Call, reason: str) -> Update:
    """End it before Connect, with the rule's name."""
    return _change(call, {"state": REFUSED, "reason": reason})


def dial(call: Call, now: datetime) -> Update:
    """Hand it to Connect. ``dialled_at`` stays that of the first time: Connect's token counts from there."""
    return _change(call, {"state": DIALLING, "dialled_at": call.dialled_at or keys.stamp(now)})


def place(call: Call, connect_contact_id: str, now: datetime) -> tuple[Update, Put]:
    """Connect has it: the row, and the pointer from the contact."""
    row = Update(
        keys.call(call.lead_id, call.call_id),
        set={"state": PLACED, "connect_contact_id": connect_contact_id, "placed_at": keys.stamp(now)},
        when=Attr("state").eq(DIALLING),
        gate=CHANGED,
        gsi2=keys.open_work_index(CALLING, now, call.call_id),
    )
    pointer = Put(
        keys.connect_pointer(connect_contact_id),
        "connect_pointer",
        {"lead_id": call.lead_id, "call_id": call.call_id},
    )
    return row, pointer


def connected(call: Call, at: datetime) -> Update:
    """Somebody picked up."""
    return _change(call, {"connected_at": keys.stamp(at)})


def complete(call: Call, outcome: str, at: datetime, connected_at: datetime | None = None) -> Update:
    """It is over; it is no longer open work."""
    changes: dict[str, Any] = {"state": COMPLETED, "outcome": outcome, "ended_at": keys.stamp(at)}
    if connected_at is not None:
        changes["connected_at"] = keys.stamp(connected_at)
    return _change(call, changes, remove=("gsi2pk", "gsi2sk"))


def record_turn(
    call: Call, session: str, turn: int, answers: Mapping[str, Any], closed: str | None
) -> Update:
    """What the callee said up to this turn of the conversation; ``closed`` says how it ended, once it has.

    Refused for a turn of this session that was recorded before. A bot that lost its session begins anew.
    """
    changes: dict[str, Any] = {"session": session, "turn": turn, "answers": dict(answers)}
    if closed is not None:
        changes["closed"] = closed
    return Update(
        keys.call(call.lead_id, call.call_id),
        set=changes,
        when=Attr("pk").exists()
        & (Attr("session").not_exists() | Attr("session").ne(session) | Attr("turn").lt(turn)),
        gate=TURN,
    )


def _change(call: Call, changes: Mapping[str, Any], remove: tuple[str, ...] = ()) -> Update:
    return Update(
        keys.call(call.lead_id, call.call_id),
        set=changes,
        remove=remove,
        when=at_revision(call.revision),
        gate=CHANGED,
    )
