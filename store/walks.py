"""The walk over the mail bucket, as far as it has come: one row, changed on the revision that was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from outreach.completeness import Walk
from store import keys
from store.table import Table
from store.writes import ABSENT, Put, at_revision

WALKED = "mail_walked"
"""The gate of a walk: somebody else has gone on with it."""

_TIMES = frozenset({"started_at", "until", "accounted_until", "oldest_missing", "finished_at"})


def get(table: Table) -> tuple[Walk | None, int]:
    """The last walk, and its revision (0 when there was none)."""
    item = table.get(keys.mail_walk())
    if item is None:
        return None, 0
    told: dict[str, Any] = {field.name: item[field.name] for field in fields(Walk) if field.name in item}
    told |= {name: datetime.fromisoformat(told[name]) for name in _TIMES & told.keys()}
    return Walk(**told), item["rev"]


def save(walk: Walk, revision: int) -> Put:
    """Write how far a walk has come that was read at ``revision``."""
    values = {field.name: getattr(walk, field.name) for field in fields(Walk)}
    return Put(
        keys.mail_walk(),
        "mail_walk",
        {name: keys.stamp(v) if isinstance(v, datetime) else v for name, v in values.items()},
        when=at_revision(revision) if revision else ABSENT,
        gate=WALKED,
        revision=revision + 1,
    )


def without_state(table: Table, reply_ids: Sequence[str]) -> set[str]:
    """Those of the objects that reached no terminal state."""
    filed = table.get_many([keys.mail(reply_id) for reply_id in reply_ids], consistent=False)
    return {reply_id for reply_id in reply_ids if keys.mail(reply_id) not in filed}
