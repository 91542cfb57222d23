"""The record of a legitimate interest: what it is, and when it was weighed against the recipients' (GDPR
Art. 6(1)(f)). The weighing itself is a document of the controller's; the campaign points at it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Interest(NamedTuple):
    """``purpose`` in a sentence; ``assessed_on`` the ISO date of the weighing; ``reference`` where it is kept
    (a document's name or address), empty where nobody said."""

    purpose: str
    assessed_on: str
    reference: str = ""

    @classmethod
    def from_item(cls, item: Mapping[str, Any]) -> Interest:
        return cls(item["purpose"], item["assessed_on"], item.get("reference", ""))
