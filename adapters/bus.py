"""EventBridge: put entries, and know which of them failed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_MOST_ENTRIES = 10  # of one PutEvents
_MOST_BYTES = 240_000  # of one PutEvents; EventBridge refuses 256 KB


class Bus:
    """``client`` is ``boto3.client("events")``."""

    def __init__(self, client: Any, name: str) -> None:
        self._client = client
        self.name = name

    def put(self, entries: Sequence[dict[str, Any]]) -> int | None:
        """Put all entries in order. Returns the index of the first that failed, or ``None``.

        Entries before a failure were accepted; some after it may have been. A consumer that sees one twice
        knows it by its id.
        """
        start = 0
        for size in _sizes(entries):
            answer = self._client.put_events(Entries=list(entries[start : start + size]))
            if answer["FailedEntryCount"]:
                failed = [n for n, result in enumerate(answer["Entries"]) if "ErrorCode" in result]
                return start + failed[0]
            start += size
        return None


def _sizes(entries: Sequence[dict[str, Any]]) -> list[int]:
    """How many entries each call takes: within the limits on number and bytes."""
    sizes: list[int] = []
    count = taken = 0
    for entry in entries:
        weight = len(entry["Detail"].encode()) + len(entry["DetailType"]) + len(entry["Source"]) + 64
        if count and (count == _MOST_ENTRIES or taken + weight > _MOST_BYTES):
            sizes.append(count)
            count = taken = 0
        count += 1
        taken += weight
    return [*sizes, count] if count else sizes
