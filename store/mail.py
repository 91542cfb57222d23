"""Incoming mail: the terminal state of each object of the mail bucket, and the answers under their leads.

Every object ends in exactly one state. ``CLASSIFIED``: an answer, labelled. ``BOUNCE``, ``COMPLAINT``,
``AUTOMATIC``: reports and machines. ``UNMATCHED``: no conversation was found; kept and shown. ``UNREADABLE``:
no mail. ``DUPLICATE``: the same message, stored again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from store import keys
from store.table import Item, Table
from store.writes import ABSENT, Put

CLASSIFIED, BOUNCE, COMPLAINT, AUTOMATIC = "classified", "bounce", "complaint", "automatic"
UNMATCHED, UNREADABLE, DUPLICATE = "unmatched", "unreadable", "duplicate"
STATES = (CLASSIFIED, BOUNCE, COMPLAINT, AUTOMATIC, UNMATCHED, UNREADABLE, DUPLICATE)

FILED = "mail_filed"
"""The gate of a terminal state: the object has reached one already."""
ARRIVED = "mail_arrived"
"""The gate of a first arrival: the same message came in at the same moment."""
POINTED = "message_pointed"
"""The gate of a pointer: somebody else has just used this Message-ID."""
REVIEW = "REVIEW"
"""The kind of open work that an answer is which a person should look at."""


def state_of(table: Table, reply_id: str) -> Item | None:
    """The terminal state of an object, with what is known of it."""
    return table.get(keys.mail(reply_id))


def in_state(table: Table, state: str) -> Iterator[Item]:
    """The objects that reached a state."""
    return table.items(keys.all_mail_index(state, "").pk, index="gsi1")


def file(reply_id: str, state: str, attributes: Mapping[str, Any], now: datetime) -> Put:
    """Give an object its terminal state, once for ever."""
    return Put(
        keys.mail(reply_id),
        "mail",
        {"reply_id": reply_id, "state": state, "at": keys.stamp(now)} | dict(attributes),
        when=ABSENT,
        gate=FILED,
        gsi1=keys.all_mail_index(state, reply_id),
    )


def first_arrival(table: Table, fingerprint: str) -> str | None:
    """The reply id under which a message with this fingerprint came in before."""
    pointer = table.get(keys.body_pointer(fingerprint))
    return str(pointer["reply_id"]) if pointer else None


def remember(fingerprint: str, reply_id: str) -> Put:
    """Note the first arrival of a message."""
    return Put(
        keys.body_pointer(fingerprint), "body_pointer", {"reply_id": reply_id}, when=ABSENT, gate=ARRIVED
    )


def is_pointed(table: Table, message_id: str) -> bool:
    """Whether a Message-ID's local part leads somewhere already."""
    return table.get(keys.message_pointer(message_id)) is not None


def point(message_id: str, reply_id: str, lead_id: str, send_id: str) -> Put:
    """Let the next answer find its conversation through this answer's Message-ID."""
    return Put(
        keys.message_pointer(message_id),
        "message_pointer",
        {"lead_id": lead_id, "send_id": send_id, "reply_id": reply_id},
        when=ABSENT,
        gate=POINTED,
    )


def answer(lead_id: str, reply_id: str, attributes: Mapping[str, Any], now: datetime, *, review: bool) -> Put:
    """Keep an answer under its lead; with ``review`` it also waits for a person."""
    return Put(
        keys.reply(lead_id, reply_id),
        "reply",
        {"reply_id": reply_id, "lead_id": lead_id, "received_at": keys.stamp(now)} | dict(attributes),
        when=ABSENT,
        gate=FILED,
        gsi2=keys.open_work_index(REVIEW, now, reply_id) if review else None,
    )


def get(table: Table, lead_id: str, reply_id: str) -> Item | None:
    """An answer by its lead and id."""
    return table.get(keys.reply(lead_id, reply_id))


def of_lead(table: Table, lead_id: str) -> Iterator[Item]:
    """All answers of a lead."""
    return table.items(keys.lead_pk(lead_id), keys.REPLY, consistent=True)


def for_review(table: Table) -> Iterator[Item]:
    """The answers that wait for a person, oldest first."""
    return table.items(f"OPEN#{REVIEW}", index="gsi2")


def leads_of(table: Table, contact_id: str) -> list[str]:
    """The leads that an address belongs to."""
    found = table.items(keys.contact_index(contact_id, "").pk, index="gsi1")
    return list(dict.fromkeys(str(item["lead_id"]) for item in found))
