"""Facts as they stand in items."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from outreach.facts import Fact


def item_of(fact: Fact) -> dict[str, Any]:
    return {
        "id": fact.id,
        "kind": fact.kind,
        "value": fact.value,
        "page": fact.page,
        "rule": fact.rule,
        "confidence": fact.confidence,
        "seen_at": fact.seen_at,
        "detail": dict(fact.detail),
        "at": fact.at,
    }


def fact_of(item: Mapping[str, Any]) -> Fact:
    """Read one back. What an older shape lacks is empty."""
    return Fact(
        id=item["id"],
        kind=item["kind"],
        value=item["value"],
        page=item.get("page", ""),
        rule=item.get("rule", ""),
        confidence=float(item.get("confidence", 0)),
        seen_at=item.get("seen_at", ""),
        detail=dict(item.get("detail", {})),
        at=item.get("at", ""),
    )
