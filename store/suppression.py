"""The suppression list: who is never to be mailed or dialled, by keyed hash, for all campaigns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from outreach.suppression import Gate
from store import keys
from store.table import Item, Table
from store.writes import ABSENT, Check, Put

LISTED = "suppressed_already"
"""The gate of an entry: somebody else has just listed it."""


class Entry(NamedTuple):
    """Why somebody is listed. ``reason`` and ``origin`` are words of ``events.vocabulary``."""

    reason: str
    origin: str
    lead_id: str = ""
    campaign_id: str = ""
    contact_id: str = ""


def listed(table: Table, gates: Sequence[Gate]) -> dict[Gate, Item]:
    """Those of the gates that are closed, with their entries."""
    of_key = {_key(gate): gate for gate in gates}
    return {of_key[key]: item for key, item in table.get_many(list(of_key)).items()}


def suppress(table: Table, gates: Sequence[Gate], entry: Entry, now: datetime) -> tuple[Put, ...]:
    """The writes that close the gates which are still open.

    An entry that stands is left as it is: the first refusal is the one that counts, and its time with it.
    """
    known = listed(table, gates)
    attributes = {
        "reason": entry.reason,
        "origin": entry.origin,
        "lead_id": entry.lead_id or None,
        "campaign_id": entry.campaign_id or None,
        "contact_id": entry.contact_id or None,
        "at": keys.stamp(now),
    }
    return tuple(
        Put(
            _key(gate),
            "suppression",
            attributes | {"scope": gate.scope.value, "hashed": gate.hashed},
            when=ABSENT,
            gate=LISTED,
        )
        for gate in gates
        if gate not in known
    )


def all_open(gates: Iterable[Gate]) -> tuple[Check, ...]:
    """Conditions of a transaction: none of the gates is closed. Each is named by its scope."""
    return tuple(Check(_key(gate), when=ABSENT, gate=gate.name) for gate in gates)


def _key(gate: Gate) -> keys.Key:
    return keys.suppression(gate.scope.value, gate.hashed)
