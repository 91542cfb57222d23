"""Prospecting runs: what each met, counted in the transaction that wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from store import keys
from store.table import Item, Table
from store.writes import Update

RUNNING, DONE, PAUSED = "running", "done", "paused"


def get(table: Table, campaign_id: str, run_id: str) -> Item | None:
    return table.get(keys.run(campaign_id, run_id))


def page(
    campaign_id: str,
    run_id: str,
    *,
    state: str,
    counts: Mapping[str, int],
    now: datetime,
    first: bool,
    notes: Mapping[str, Any],
) -> Update:
    """Add one page's counts to the run's item, and say how far it is.

    ``counts`` are of ``found``, ``new``, ``known``, ``again`` and of each reason for which a row was refused.
    ``notes`` are attributes of their own, such as a source's problem.
    """
    changes: dict[str, Any] = {
        "campaign_id": campaign_id,
        "run_id": run_id,
        "state": state,
        "changed_at": keys.stamp(now),
        **notes,
    }
    if first:
        changes["started_at"] = keys.stamp(now)
    if state != RUNNING:
        changes["ended_at"] = keys.stamp(now)
    added = {name: n for name, n in counts.items() if n}
    return Update(keys.run(campaign_id, run_id), set=changes, add=added, type="run")
