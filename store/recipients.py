"""Whom a mail goes to, and what is known of the company: the lead as drafting and sending read it."""

from __future__ import annotations

from dataclasses import dataclass

from outreach.profile import Profile
from store import keys
from store.facts import fact_of
from store.table import Table


@dataclass(frozen=True, slots=True)
class Recipient:
    """An address, with the page that it was read from and when (ISO 8601 UTC); both empty when not known.

    ``published``: it was read from a page on the web. ``kind`` is ``role``, ``person`` or ``free``: whose
    mailbox it is (``scrapers.emails.mailbox_kind``), empty when not known.
    """

    contact_id: str
    address: str
    page: str
    seen_at: str
    published: bool
    kind: str = ""


def profile(table: Table, lead_id: str) -> Profile | None:
    """The company as its pages describe it."""
    item = table.get(keys.profile(lead_id))
    if item is None:
        return None
    facts = tuple(map(fact_of, item.get("facts", ())))
    return Profile(domain=item.get("domain", ""), seen_at=item.get("seen_at", ""), facts=facts)


def chosen(table: Table, lead_id: str) -> str | None:
    """The contact that was chosen to be written to: the lead's own, else its first."""
    lead = table.get(keys.lead(lead_id))
    if lead and lead.get("contact_id"):
        return str(lead["contact_id"])
    page = table.query(keys.lead_pk(lead_id), keys.CONTACT, limit=1, consistent=True)
    return str(page.items[0]["sk"]).removeprefix(keys.CONTACT) if page.items else None


def get(table: Table, lead_id: str, contact_id: str) -> Recipient | None:
    """One contact of the lead, with the evidence of its address."""
    item = table.get(keys.contact(lead_id, contact_id))
    if item is None or not item.get("address"):
        return None
    page = str(item.get("page") or "")
    return Recipient(
        contact_id=contact_id,
        address=str(item["address"]),
        page=page,
        seen_at=str(item.get("seen_at") or ""),
        published=page.startswith(("https://", "http://")),
        kind=str(item.get("kind") or ""),
    )
