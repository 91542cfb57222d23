"""Events as the command reads them back from the table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Said:
    """One event of the log. ``data`` is its data as it stands on the bus."""

    id: str
    type: str
    at: datetime
    cause: str
    correlation: str
    producer: str
    data: Mapping[str, Any]

    @property
    def lead_id(self) -> str | None:
        return self.data.get("lead_id")

    @property
    def campaign_id(self) -> str | None:
        return self.data.get("campaign_id")

    def __getitem__(self, field: str) -> Any:
        return self.data.get(field)


def read(item: Mapping[str, Any]) -> Said:
    """An event item (its ``detail`` is the JSON of the envelope)."""
    detail = json.loads(item["detail"])
    meta = detail["meta"]
    return Said(
        id=meta["id"],
        type=meta["type"],
        at=datetime.fromisoformat(meta["occurred_at"]),
        cause=meta["causation_id"],
        correlation=meta["correlation_id"],
        producer=meta["producer"],
        data=detail["data"],
    )


def of_type(events: Iterable[Said], *types: str) -> list[Said]:
    """The events of some types, in their order."""
    return [event for event in events if event.type in types]
