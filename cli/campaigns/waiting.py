"""Those whose mail waits for somebody else's conversation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import output
from cli.campaigns.saving import known
from cli.invocation import current

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cli.connection import Connection
    from store.table import Item


@dataclass(frozen=True, slots=True)
class _Waits:
    """One company: why it waits, which campaign it waits for and how long that may last, and when it asks."""

    lead_id: str
    company: str
    why: str
    waits_for: str | None
    until: str | None
    asks_again: str

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def waiting(
    campaign: Annotated[str, typer.Argument(help="The campaign's id.")],
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many to show.")] = 50,
) -> None:
    """Companies that wait because another campaign is in conversation with them, or somebody answered it."""
    run = current()
    known(run.connection, campaign)
    found = sorted(_found(run.connection, campaign), key=lambda one: (one.asks_again, one.lead_id))
    if run.json:
        return output.emit([one.as_json() for one in found[:limit]])
    if not found:
        return output.say("Nobody waits for another conversation.")
    rows = [
        (
            one.company,
            one.why,
            one.waits_for or "–",
            output.clock(one.until or ""),
            output.clock(one.asks_again),
        )
        for one in found[:limit]
    ]
    output.out().print(output.grid(("company", "why", "in conversation", "until", "asks again"), rows))
    if len(found) > limit:
        return output.say(f"{len(found) - limit} more: --limit {len(found)}")
    return None


def _found(connection: Connection, campaign_id: str) -> Iterator[_Waits]:
    from cli import reading
    from outreach.enrolment import WAITING
    from store import keys, leases

    gates = tuple(f"deferred: {gate}" for gate in leases.GATES)
    for item in reading.enrolments(connection.table, campaign_id):
        why = str(item.get("why", ""))
        if item["state"] not in WAITING or not why.startswith((*gates, "paused: ")):
            continue
        lead_id = str(item["lead_id"])
        lead = connection.table.get(keys.lead(lead_id)) or {}
        yield _of(item, why, str(lead.get("domain", lead_id)), connection)


def _of(item: Item, why: str, company: str, connection: Connection) -> _Waits:
    from store import leases, sends

    lead_id = str(item["lead_id"])
    persons = sorted({mail.person for mail in sends.every(connection.table, lead_id)})
    others = [
        row.lease
        for row in leases.rows(connection.table, lead_id, *persons)
        if row.lease is not None
        and row.lease.running(connection.clock.now())
        and row.lease.holder.rpartition("/")[2] != item["campaign_id"]
    ]
    longest = max(others, key=lambda lease: lease.until, default=None)
    return _Waits(
        lead_id=lead_id,
        company=company,
        why=why.partition(": ")[2],
        waits_for=longest.holder.rpartition("/")[2] if longest else None,
        until=longest.until.isoformat() if longest else None,
        asks_again=str(item.get("not_before", "")),
    )
