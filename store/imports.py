"""What a list that somebody brought along says of a company; kept apart from what its own pages say.

Reading the pages again replaces the profile, not this.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from events.base import Event, EventData
from outreach.enrolment import Enrolment
from outreach.facts import Fact
from store import enrolments, keys, leads, outbox
from store.facts import fact_of, item_of
from store.table import Table
from store.writes import Put, Write


def facts(table: Table, lead_id: str) -> tuple[Fact, ...]:
    """The facts of the last list in which the company stood."""
    item = table.get(keys.imported(lead_id))
    return tuple(map(fact_of, item["facts"])) if item else ()


def save(lead_id: str, stated: Sequence[Fact], now: datetime) -> Put:
    """Keep what a list says. A later list replaces an earlier one."""
    attributes = {
        "lead_id": lead_id,
        "facts": [item_of(fact) for fact in stated],
        "saved_at": keys.stamp(now),
    }
    return Put(keys.imported(lead_id), "imported", attributes)


def company(
    domain: str,
    fresh: Enrolment | None,
    stated: Sequence[Fact],
    said: Event[EventData],
    run_id: str,
    now: datetime,
    *,
    is_new: bool,
) -> list[Write]:
    """Everything that importing one company writes, in one transaction.

    ``fresh`` is its enrolment where it has none in the campaign. ``is_new``: no lead of this domain exists.
    """
    lead_id, campaign_id = said.data.lead_id, said.data.campaign_id  # type: ignore[attr-defined]
    writes: list[Write] = [save(lead_id, stated, now)]
    if is_new:
        writes.append(leads.new(lead_id, domain, "import", campaign_id, run_id, now))
    if fresh is not None:
        writes.append(enrolments.save(fresh, 0, "imported from a list", now))
    return [*writes, outbox.say(said)]
