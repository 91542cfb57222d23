"""What screens show: the campaigns, the leads of one page by page, and all that is kept of one lead.

Bounded: a page reads so many rows, and a timeline so many events, however many there are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from store import keys
from store.table import Item, Table

MOST_EVENTS = 500
"""Of a lead's timeline, the newest: links of one mail may be fetched by machines all day."""

Parts = Mapping[str, Sequence[Item]]


@dataclass(frozen=True, slots=True)
class Row:
    """A lead in a campaign. ``lead`` and ``score`` are empty where there is none (yet, or any more)."""

    enrolment: Item
    lead: Item
    score: Item


@dataclass(frozen=True, slots=True)
class Found:
    """Rows, and the lead id after which to go on (``None``: there are no more)."""

    rows: list[Row]
    after: str | None


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything of one lead. ``parts`` are its items by ``_type``, without events.

    ``timeline`` holds the newest events, oldest first, each with ``meta`` and ``data``; ``complete`` says
    whether they are all.
    """

    lead: Item
    parts: Parts
    timeline: list[Item]
    complete: bool

    def one(self, kind: str) -> Item:
        """The only item of a kind; empty where there is none."""
        return next(iter(self.parts.get(kind, ())), {})


def campaigns(table: Table) -> list[Item]:
    """All campaigns as they are now, by id."""
    return list(table.items(keys.CAMPAIGNS, index="gsi1"))


def leads(
    table: Table, campaign_id: str, *, state: str | None, after: str | None, most: int, reading: int
) -> Found:
    """A campaign's leads by id, those in a state where one is named.

    ``most`` rows at most, and no more than ``reading`` enrolments looked at: with a rare state a page may be
    short, or empty, and still say where to go on.
    """
    found: list[Item] = []
    looked = 0
    while len(found) <= most:
        page = table.query(
            keys.campaign_leads_index(campaign_id, "").pk,
            index="gsi1",
            limit=min(max(2 * most, 100), reading),
            cursor=_start(campaign_id, after) if after else None,
        )
        for item in page.items:
            after = str(item["lead_id"])
            if state is None or item["state"] == state:
                found.append(item)
                if len(found) > most:
                    break
        looked += len(page.items)
        if page.cursor is None and len(found) <= most:
            return Found(_rows(table, found), None)
        if looked >= reading:
            break
    if len(found) > most:
        found = found[:most]
        after = str(found[-1]["lead_id"])
    return Found(_rows(table, found), after)


def lead(table: Table, lead_id: str) -> Whole | None:
    """Everything of a lead, or ``None`` when there is no such lead."""
    pk = keys.lead_pk(lead_id)
    single = table.get_many([keys.lead(lead_id), keys.profile(lead_id), keys.crm(lead_id)])
    about = single.get(keys.lead(lead_id))
    if about is None:
        return None
    parts: dict[str, list[Item]] = {}
    for item in single.values():
        parts.setdefault(item["_type"], []).append(item)
    for prefix in _PREFIXES:
        for item in table.items(pk, prefix, consistent=True):
            parts.setdefault(item["_type"], []).append(item)
    events = table.query(pk, keys.EVENT, limit=MOST_EVENTS, newest_first=True, consistent=True)
    timeline = [item | json.loads(item["detail"]) for item in reversed(events.items)]
    return Whole(about, parts, timeline, events.cursor is None)


_PREFIXES = (
    keys.ENROLMENT,
    keys.SCORE,
    keys.DRAFT,
    keys.SEND,
    keys.REPLY,
    keys.CALL,
    keys.INQUIRY,
    keys.CONTACT,
    keys.CONSENT,
)


def _start(campaign_id: str, lead_id: str) -> Item:
    """The key after an enrolment, as a query of the index wants it: it follows from the lead's id alone."""
    item, entry = keys.enrolment(lead_id, campaign_id), keys.campaign_leads_index(campaign_id, lead_id)
    return {"pk": item.pk, "sk": item.sk, "gsi1pk": entry.pk, "gsi1sk": entry.sk}


def _rows(table: Table, enrolments: Sequence[Item]) -> list[Row]:
    wanted = [
        key
        for item in enrolments
        for key in (keys.lead(item["lead_id"]), keys.score(item["lead_id"], item["campaign_id"]))
    ]
    known = table.get_many(wanted, consistent=False)
    return [
        Row(
            item,
            known.get(keys.lead(item["lead_id"]), {}),
            known.get(keys.score(item["lead_id"], item["campaign_id"]), {}),
        )
        for item in enrolments
    ]
