"""Counters per campaign, day and metric, each event counted exactly once.

The marker of an event and the counters that it moves stand in one transaction: a batch that the stream
delivers again finds its markers and moves nothing. Screens read counters and never scan.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from store import keys
from store.table import MOST_WRITES, Item, Refusal, Table
from store.writes import ABSENT, Put, Update, Write

CONSUMER = "aggregate_stats"
NO_CAMPAIGN = "none"
"""Where events count that belong to no campaign, such as unmatched replies."""

SHARDS = 4
"""Rows a counter is spread over. Stream shards are read side by side and would wait for one another on a
single row (1,000 writes a second a partition, and transactions on one item refuse each other)."""

_MARKER_DAYS = 45  # longer than the archive (30 days) and the dead-letter queues (14 days) can replay

# The field that splits an event's count, where one number would say too little.
QUALIFIERS = {
    "lead.rejected": "reason",
    "lead.scored": "selected",
    "email.drafted": "written_by",
    "email.blocked": "reason",
    "email.refused": "reason",
    "email.deferred": "reason",
    "email.bounced": "kind",
    "email.opened": "by",
    "email.clicked": "by",
    "recipient.suppressed": "reason",
    "reply.classified": "label",
    "reply.unmatched": "reason",
    "call.refused": "reason",
    "call.completed": "outcome",
    "crm.synced": "object",
    "crm.conflict": "reason",
}


def metric(detail: dict[str, dict[str, object]]) -> str:
    """The metric that an event moves: its type, with its qualifier where it has one."""
    kind = str(detail["meta"]["type"])
    field = QUALIFIERS.get(kind)
    return f"{kind}:{str(detail['data'].get(field)).lower()}" if field else kind


def count(table: Table, events: Sequence[Item], now: datetime) -> int:
    """Count event items; returns how many were new.

    All counters of a call go to one shard, so that a batch touches one row a metric.
    """
    fresh = list({item["event_id"]: item for item in events}.values())
    counted = 0
    while fresh:
        batch, fresh = fresh[: MOST_WRITES // 2], fresh[MOST_WRITES // 2 :]
        try:
            table.commit(_writes(batch, now))
            counted += len(batch)
        except Refusal as refusal:
            seen = set(refusal.gates)
            fresh = [item for item in batch if item["event_id"] not in seen] + fresh
    return counted


def _writes(batch: Sequence[Item], now: datetime) -> list[Write]:
    shard = int(batch[0]["event_id"][:4], 16) % SHARDS
    ttl = int(now.timestamp()) + _MARKER_DAYS * 86_400
    moved: Counter[tuple[str, str, str]] = Counter()
    for item in batch:
        detail = json.loads(item["detail"])
        moved[(item.get("campaign_id") or NO_CAMPAIGN, metric(detail), item["occurred_at"][:10])] += 1
    markers: list[Write] = [
        Put(
            keys.marker(CONSUMER, item["event_id"]), "marker", {}, when=ABSENT, gate=item["event_id"], ttl=ttl
        )
        for item in batch
    ]
    return markers + [
        Update(
            keys.counter(campaign_id, name, day, shard),
            set={"campaign_id": campaign_id, "metric": name, "day": day},
            add={"n": by},
            type="counter",
        )
        for (campaign_id, name, day), by in moved.items()
    ]


def totals(table: Table, campaign_id: str) -> dict[str, int]:
    """Metric → count over all days and shards of a campaign."""
    sums: Counter[str] = Counter()
    for item in table.items(keys.counter_pk(campaign_id), consistent=True):
        sums[item["metric"]] += item["n"]
    return dict(sorted(sums.items()))
