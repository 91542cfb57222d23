"""Everything that is kept about one person, and what erasing it changes.

A person is found by address. What they wrote and what was written to them is blanked or deleted; ids, times
and keyed hashes stay, so that the books still balance and nobody is written to again. The contact itself goes
last: erasing that was broken off finds the person once more and goes on.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from outreach.facts import Fact
from outreach.ids import contact_id, normalise_address
from outreach.suppression import person_gate, plain_form
from store import keys, mail
from store import leads as leads_with
from store.facts import item_of
from store.table import Item, Table
from store.writes import Delete, Update, Write

ERASED_AT = "erased_at"
_LEAST_NAME = 3  # letters of a name that are looked for in an address

# Attributes that hold words, names, addresses or numbers of people, by the kind of row; the rest are ids,
# times, states and keyed hashes. Lists and texts that readers expect become empty, others are removed.
_EMPTIED: Mapping[str, tuple[str, ...]] = {"draft": ("subject",)}
_EMPTY_LISTS: Mapping[str, tuple[str, ...]] = {"draft": ("paragraphs", "sentences", "complaints")}
_REMOVED: Mapping[str, tuple[str, ...]] = {
    "reply": (
        "from_address", "subject", "visible", "summary", "phone", "phone_as_written", "failures",
        "auto_reply", "message_id", "suggestion", "language",
    ),
    "mail": ("from_address", "subject", "visible", "message_id", "candidates"),
    "call": ("phone", "company", "topic", "answers", "turns"),
    "settlement": ("why",),
    "inquiry": ("name", "phone", "message", "callback_time"),
}  # fmt: skip
_DELETED = frozenset({"touch", "consent", "consent_entry", "consent_standing", "lease"})
_WITH_FACTS = frozenset({"profile", "imported", "page"})


@dataclass(frozen=True, slots=True)
class Person:
    """What is kept about an address. ``rows`` are whole items, ``objects`` keys of the mail bucket.

    ``contacts`` are the ids that the address has: as written, and without a tag.
    """

    address: str
    contacts: tuple[str, ...]
    leads: tuple[str, ...]
    rows: tuple[Item, ...]
    objects: tuple[str, ...]


def find(table: Table, address: str, pepper: str) -> Person:
    """Look a person up in the leads that the address belongs to, and among mail without a conversation."""
    spellings = dict.fromkeys((normalise_address(address), plain_form(address)))
    contacts = tuple(contact_id(spelling, pepper) for spelling in spellings)
    leads: dict[str, None] = {}
    rows: list[Item] = []
    for contact in contacts:
        owner = table.get(keys.contact_owner(contact))
        if owner is not None:
            rows.append(owner)
            leads[str(owner["lead_id"])] = None
        leads |= dict.fromkeys(leads_with.with_contact(table, contact))
        rows += table.items(keys.consent_ledger_pk(contact), consistent=True)
    turn = table.get(keys.person_lease(person_gate(address, pepper).hashed))
    rows += [turn] if turn is not None else []
    for lead_id in leads:
        rows += [item for item in _of_lead(table, lead_id) if _is_about(item, contacts, tuple(spellings))]
    answers = [keys.mail(str(item["reply_id"])) for item in rows if item["_type"] == "reply"]
    rows += table.get_many(answers).values()
    for item in mail.in_state(table, mail.UNMATCHED):
        if normalise_address(str(item.get("from_address") or "")) in spellings:
            rows.append(item)
    objects = tuple(
        dict.fromkeys(
            str(item["key"]) for item in rows if item["_type"] in ("reply", "mail") and "key" in item
        )
    )
    return Person(normalise_address(address), contacts, tuple(leads), tuple(rows), objects)


def blank(person: Person, now: str) -> Iterator[Write]:
    """What makes the person's rows say nothing of them; contacts and their owners are left for ``forget``."""
    for item in person.rows:
        key = keys.Key(item["pk"], item["sk"])
        kind = item["_type"]
        if kind in _DELETED:
            yield Delete(key)
        elif kind in _WITH_FACTS:
            left = [fact for fact in item["facts"] if not _tells(fact, person.address)]
            yield Update(key, set={"facts": left, ERASED_AT: now})
        elif kind in _REMOVED or kind in _EMPTIED:
            empty: dict[str, Any] = {name: "" for name in _EMPTIED.get(kind, ()) if name in item}
            empty |= {name: [] for name in _EMPTY_LISTS.get(kind, ()) if name in item}
            gone = tuple(name for name in _REMOVED.get(kind, ()) if name in item)
            yield Update(key, set=empty | {ERASED_AT: now}, remove=gone)


def forget(person: Person, lead_id: str) -> list[Write]:
    """The last writes for one lead: the contact, who owns it, and that it was whom to write to."""
    writes: list[Write] = []
    for item in person.rows:
        key = keys.Key(item["pk"], item["sk"])
        if item.get("lead_id") != lead_id:
            continue
        if item["_type"] in ("contact", "contact_owner"):
            writes.append(Delete(key))
        elif item["_type"] == "lead":
            writes.append(Update(key, remove=("contact_id",)))
    return writes


def without(facts: Sequence[Fact], addresses: Collection[str]) -> tuple[Fact, ...]:
    """The facts that tell of none of these people."""
    if not addresses:
        return tuple(facts)
    return tuple(fact for fact in facts if not any(_tells(item_of(fact), address) for address in addresses))


def _of_lead(table: Table, lead_id: str) -> Iterator[Item]:
    """The lead's rows without its events, which hold ids only."""
    for item in table.items(keys.lead_pk(lead_id), consistent=True):
        if item["_type"] != "event":
            yield item


def _is_about(item: Item, contacts: Sequence[str], spellings: Sequence[str]) -> bool:
    kind = item["_type"]
    if item.get("contact_id") in contacts or kind == "touch":
        return True
    if kind in _WITH_FACTS:
        return any(_tells(fact, spelling) for fact in item["facts"] for spelling in spellings)
    return kind == "reply" and normalise_address(str(item.get("from_address") or "")) in spellings


def _tells(fact: Mapping[str, Any], address: str) -> bool:
    """Whether a fact is of the person: the address, or a name that is in it."""
    value = str(fact["value"])
    if fact["kind"] == "email":
        return normalise_address(value) == address
    if fact["kind"] != "person":
        return False
    local = re.sub(r"[^a-z]", "", address.partition("@")[0].lower())
    names = [re.sub(r"[^a-z]", "", name.lower()) for name in value.split()]
    return any(len(name) >= _LEAST_NAME and name in local for name in names)
