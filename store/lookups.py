"""How often a run has asked services that want to be paid."""

from __future__ import annotations

from datetime import datetime, timedelta

from boto3.dynamodb.conditions import Attr

from outreach.address_policy import PROVIDERS
from store import keys
from store.table import Refusal, Table
from store.writes import Update

USED_UP = "lookups_used_up"
"""The gate of a question: the run has asked as often as its campaign allows."""
_KEPT_DAYS = 400  # what was paid for is looked up when the bill comes


def claim(table: Table, run_id: str, provider: str, most: int, now: datetime) -> bool:
    """Take one question out of the run's budget before it is asked; False where none is left.

    Asked and then crashed is paid for: it is counted once more when it is asked again.
    """
    try:
        table.commit(
            [
                Update(
                    keys.cap("lookups", run_id, "all"),
                    add={"n": 1, provider: 1},
                    when=Attr("n").not_exists() | Attr("n").lt(most),
                    gate=USED_UP,
                    type="cap",
                    ttl=int((now + timedelta(days=_KEPT_DAYS)).timestamp()),
                )
            ]
        )
    except Refusal:
        return False
    return True


def spent(table: Table, run_id: str) -> dict[str, int]:
    """Service → how often the run has asked it."""
    item = table.get(keys.cap("lookups", run_id, "all")) or {}
    return {name: int(item[name]) for name in PROVIDERS if name in item}
