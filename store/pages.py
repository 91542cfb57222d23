"""A company's pages as they were last read, one row a page, so that the next visit asks only what has
changed.

The profile merges what they say. They are kept apart, because a page that has not changed must still say all
that it said when another page no longer says the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from outreach.ids import digest
from outreach.pages import SitePage
from store import keys
from store.facts import fact_of, item_of
from store.table import Item, Table
from store.writes import Delete, Put, Write

MOST_FACTS = 300
"""Facts kept of a page, the most confident ones: an item has 400 KB at most."""


def of_lead(table: Table, lead_id: str) -> tuple[SitePage, ...]:
    """The company's pages, the home page first."""
    rows = table.items(keys.lead_pk(lead_id), keys.PAGE, consistent=True)
    return tuple(_page(row) for row in sorted(rows, key=lambda row: row["position"]))


def replace(lead_id: str, before: Sequence[SitePage], after: Sequence[SitePage]) -> tuple[Write, ...]:
    """Keep ``after`` instead of ``before``."""
    gone = {page.url for page in before} - {page.url for page in after}
    return (
        *(
            Put(_key(lead_id, page.url), "page", _item(lead_id, number, page))
            for number, page in enumerate(after)
        ),
        *(Delete(_key(lead_id, url)) for url in sorted(gone)),
    )


def _key(lead_id: str, url: str) -> keys.Key:
    return keys.page(lead_id, digest("page", url))


def _item(lead_id: str, position: int, page: SitePage) -> Item:
    sure = sorted(page.facts, key=lambda fact: -fact.confidence)[:MOST_FACTS]
    kept = {fact.id for fact in sure}
    return {
        "lead_id": lead_id,
        "position": position,
        "role": page.role,
        "url": page.url,
        "read_at": page.read_at,
        "checked_at": page.checked_at,
        "etag": page.etag or None,
        "last_modified": page.last_modified or None,
        "leads_to": dict(page.leads_to),
        # In the order in which the page says them.
        "facts": [item_of(fact) for fact in page.facts if fact.id in kept],
    }


def _page(item: Item) -> SitePage:
    return SitePage(
        role=item["role"],
        url=item["url"],
        read_at=item["read_at"],
        checked_at=item["checked_at"],
        etag=item.get("etag", ""),
        last_modified=item.get("last_modified", ""),
        leads_to=item["leads_to"],
        facts=tuple(map(fact_of, item["facts"])),
    )
