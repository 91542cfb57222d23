"""What a company did with our mails, as scoring counts it: clicks of people, and answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from outreach.engagement import CLICK, Touch, judge
from scoring.intent import Signal

_OF_LABEL = {"WARM": "replied_warm", "COLD": "replied_cold", "UNSUBSCRIBE": "replied_cold"}


def clicks(mails: Iterable[Iterable[Touch]]) -> Iterator[Signal]:
    """The clicks of people. ``mails`` holds the touches of each mail together.

    They are judged anew: two clicks that came in at the same moment did not know of each other.
    """
    for mail in mails:
        together = list(mail)
        for touch in together:
            if touch.kind == CLICK and not judge(touch, together).is_machine:
                yield Signal("clicked", touch.at)


def answers(rows: Iterable[Mapping[str, Any]]) -> Iterator[Signal]:
    """The answers that say whether there is interest; those that wait for a person's review are left out."""
    for row in rows:
        kind = _OF_LABEL.get(str(row.get("label")))
        if kind is not None and not row.get("needs_review"):
            yield Signal(kind, datetime.fromisoformat(row["received_at"]))
