"""What was committed, in its order: the only order in which claims and refusals can be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from outreach.enrolment import State
from store import keys, sends
from store.table import from_stream_image
from tests.dynamo.memory import Change


class Claim(NamedTuple):
    """The claim of a mail. ``number`` is of its commit."""

    number: int
    row: dict[str, Any]


@dataclass(frozen=True)
class Accepted:
    """A mail that SES took, and the claim that stood then."""

    send_id: str
    to: str
    at: str
    claim: Claim | None


class Ledger:
    """Listens to the table's commits."""

    def __init__(self) -> None:
        self.claims: dict[str, list[Claim]] = {}
        self.closed: dict[str, int] = {}
        """Partition of a suppression → the commit that made it."""
        self.stopped: dict[tuple[str, str], int] = {}
        self.left: dict[str, int] = {}
        """Address → the last commit before its unsubscribing was answered with 200."""
        self.accepted: list[Accepted] = []

    def hear(self, changes: Sequence[Change]) -> None:
        for change in changes:
            pk, sk = change.place
            if change.after is None:
                continue
            if pk.startswith("SUPPRESS#"):
                self.closed.setdefault(pk, change.number)
            elif sk.startswith(keys.ENROLMENT):
                self._enrolment(change)
            elif sk.startswith(keys.SEND):
                self._send(change)

    def _enrolment(self, change: Change) -> None:
        row = from_stream_image(change.after or {})
        if row["state"] == State.STOPPED:
            self.stopped.setdefault((row["lead_id"], row["campaign_id"]), change.number)

    def _send(self, change: Change) -> None:
        after, before = change.after or {}, change.before or {}
        was, will = (item.get("state", {}).get("S") for item in (before, after))
        if will == sends.SENDING and was != sends.SENDING:
            row = from_stream_image(after)
            self.claims.setdefault(row["send_id"], []).append(Claim(change.number, row))

    def accept(self, send_id: str, to: str, at: str) -> None:
        claims = self.claims.get(send_id)
        self.accepted.append(Accepted(send_id, to, at, claims[-1] if claims else None))
