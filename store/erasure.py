"""Everything that is kept about one person, and what erasing it changes.

A person is found by address. What they wrote and what was written to them is blanked or deleted; ids, times
and keyed hashes stay, so that the books still balance and nobody is written to again (``store.personal`` says
of every kind of item what becomes of it). Answers of others that name the address lose it, and their raw
message. The contact itself goes last: erasing that was broken off finds the person once more and goes on.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from outreach.facts import Fact
from outreach.ids import contact_id, normalise_address
from outreach.suppression import person_gate, plain_form
from store import keys, mail, personal
from store import leads as leads_with
from store.facts import item_of
from store.table import Item, Table
from store.writes import Delete, Update, Write

ERASED_AT = "erased_at"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # only the partition of the key is used
_LEAST_NAME = 3  # letters of a name that are looked for in an address

_ERASED = "[erased]"
_TEXTS = ("visible", "summary", "suggestion", "subject")


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
    spellings = _spellings(address)
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
    person = person_gate(address, pepper).hashed
    # After an erasure nothing else leads to the person; an answer that was on its way came in later.
    written_to = table.items(keys.person_index(person, _EPOCH, "").pk, index="gsi1")
    leads |= dict.fromkeys(str(item["lead_id"]) for item in written_to)
    for lead_id in leads:
        rows += [item for item in _of_lead(table, lead_id) if _is_about(item, contacts, spellings)]
    answers = [keys.mail(str(item["reply_id"])) for item in rows if item["_type"] == "reply"]
    rows += table.get_many(answers).values()
    for item in mail.in_state(table, mail.UNMATCHED):
        if normalise_address(str(item.get("from_address") or "")) in spellings:
            rows.append(item)
    theirs = {str(item["reply_id"]) for item in rows if item["_type"] in ("reply", "mail")}
    rows += [item for item in mail.in_state(table, mail.DUPLICATE) if item.get("duplicate_of") in theirs]
    rows += _pointers(table, rows)
    objects = tuple(
        dict.fromkeys(
            str(item["key"])
            for item in rows
            if item["_type"] in ("reply", "mail") and "key" in item and ERASED_AT not in item
        )
    )
    return Person(normalise_address(address), contacts, tuple(leads), tuple(rows), objects)


def _pointers(table: Table, rows: Sequence[Item]) -> list[Item]:
    """Where the Message-IDs of the person's own messages lead."""
    locals_ = (
        str(item.get("message_id") or "").partition("@")[0] for item in rows if item["_type"] == "reply"
    )
    found = table.get_many([keys.message_pointer(local) for local in locals_ if local])
    return [item for item in found.values() if "reply_id" in item]


def blank(person: Person, now: str) -> Iterator[Write]:
    """What makes the person's rows say nothing of them; contacts and their owners are left for ``forget``."""
    for item in person.rows:
        key = keys.Key(item["pk"], item["sk"])
        kind = item["_type"]
        if ERASED_AT in item and not (kind in personal.WITH_FACTS and _names(item, person)):
            continue
        if kind in personal.DELETED or kind in personal.POINTERS:
            yield Delete(key)
        elif kind == "reply" and not _is_of(item, person):
            yield _without_mention(item, person, now)
        elif kind in personal.WITH_FACTS:
            left = [fact for fact in item["facts"] if not _tells(fact, person.address)]
            yield Update(key, set={"facts": left, ERASED_AT: now})
        elif kind in personal.REMOVED or kind in personal.EMPTIED:
            empty: dict[str, Any] = {name: "" for name in personal.EMPTIED.get(kind, ()) if name in item}
            empty |= {name: [] for name in personal.EMPTY_LISTS.get(kind, ()) if name in item}
            for name in personal.UNSAID.get(kind, ()):
                if name in item:
                    said = ({k: v for k, v in one.items() if k != "reason"} for one in item[name])
                    empty[name] = list(said)
            gone = tuple(name for name in personal.REMOVED.get(kind, ()) if name in item)
            yield Update(key, set=empty | {ERASED_AT: now}, remove=gone)


def _is_of(item: Item, person: Person) -> bool:
    """Whether an answer is the person's: written by them, or to a mail that they were sent."""
    from_address = normalise_address(str(item.get("from_address") or ""))
    return item.get("contact_id") in person.contacts or from_address in _spellings(person.address)


def _without_mention(item: Item, person: Person, now: str) -> Update:
    """Somebody else's answer that names the person: it stays, without the address."""
    changes = {name: _hide(str(item[name]), person.address) for name in _TEXTS if item.get(name)}
    gone = ("referral",) if _refers_to(item, _spellings(person.address)) else ()
    return Update(keys.Key(item["pk"], item["sk"]), set=changes | {ERASED_AT: now}, remove=gone)


def _hide(text: str, address: str) -> str:
    for spelling in _spellings(address):
        text = re.sub(re.escape(spelling), _ERASED, text, flags=re.IGNORECASE)
    return text


def _spellings(address: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((normalise_address(address), plain_form(address))))


def _names(item: Item, person: Person) -> bool:
    return any(_tells(fact, person.address) for fact in item["facts"])


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
    if kind in personal.WITH_FACTS:
        return any(_tells(fact, spelling) for fact in item["facts"] for spelling in spellings)
    if kind != "reply":
        return False
    if normalise_address(str(item.get("from_address") or "")) in spellings or _refers_to(item, spellings):
        return True
    return any(spelling in str(item.get(name) or "").lower() for name in _TEXTS for spelling in spellings)


def _refers_to(item: Item, spellings: Sequence[str]) -> bool:
    """Whether the writer named the person as the one to ask."""
    referral = item.get("referral")
    named = referral.get("address") if isinstance(referral, Mapping) else None
    return normalise_address(str(named or "")) in spellings


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
