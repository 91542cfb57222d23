"""Incoming mail: the terminal state of each object of the mail bucket, and the answers under their leads.

Every object ends in exactly one state. ``CLASSIFIED``: an answer, labelled. ``BOUNCE``, ``COMPLAINT``,
``AUTOMATIC``: reports and machines. ``UNMATCHED``: no conversation was found; kept and shown. ``UNREADABLE``:
no mail. ``DUPLICATE``: the same message, stored again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from boto3.dynamodb.conditions import Attr

from store import keys
from store.table import Item, Table
from store.writes import ABSENT, Check, Put, Update, Write, at_revision

CLASSIFIED, BOUNCE, COMPLAINT, AUTOMATIC = "classified", "bounce", "complaint", "automatic"
UNMATCHED, UNREADABLE, DUPLICATE = "unmatched", "unreadable", "duplicate"
STATES = (CLASSIFIED, BOUNCE, COMPLAINT, AUTOMATIC, UNMATCHED, UNREADABLE, DUPLICATE)

_STATE_OF = {"BOUNCED": BOUNCE, "COMPLAINT": COMPLAINT, "AUTO_REPLY": AUTOMATIC}

FILED = "mail_filed"
"""The gate of a terminal state: the object has reached one already."""
ARRIVED = "mail_arrived"
"""The gate of a first arrival: the same message came in at the same moment."""
POINTED = "message_pointed"
"""The gate of a pointer: somebody else has just used this Message-ID."""
REVIEWED = "reply_reviewed"
"""The gate of a review: somebody else has just said what the answer is."""
WARM = "WARM"
"""The label that people are told of."""
WORDS = ("from_address", "subject", "visible", "language", "message_id", "defects", "label", "rule")
"""What an unmatched message says: kept beside its state until it has a conversation."""
REVIEW = "REVIEW"
"""The kind of open work that an answer is which a person should look at."""


def state_for(label: str) -> str:
    """The terminal state of an answer with this label."""
    return _STATE_OF.get(label, CLASSIFIED)


def overlooked(reply_id: str, key: str, size: int, now: datetime) -> Put:
    """Note where an object lies that nobody had told of, for the one who will read it."""
    about = {"reply_id": reply_id, "key": key, "size": size, "at": keys.stamp(now)}
    return Put(keys.mail_found(reply_id), "mail_found", about)


def found(table: Table, reply_id: str) -> Item | None:
    """Such an object: its ``key`` and its ``size`` in bytes."""
    return table.get(keys.mail_found(reply_id))


def state_of(table: Table, reply_id: str) -> Item | None:
    """The terminal state of an object, with what is known of it."""
    return table.get(keys.mail(reply_id))


def states_of(table: Table, reply_ids: Sequence[str]) -> dict[str, str]:
    """The states of those objects that have one."""
    found = table.get_many([keys.mail(reply_id) for reply_id in reply_ids])
    return {item["reply_id"]: item["state"] for item in found.values()}


def beginning_with(table: Table, beginning: str) -> Iterator[Item]:
    """The objects whose id begins so."""
    for state in STATES:
        yield from table.items(keys.all_mail_index(state, "").pk, beginning, index="gsi1")


def still_unmatched(reply_id: str) -> Check:
    """A condition of a transaction: nobody has given the object a conversation."""
    return Check(keys.mail(reply_id), when=Attr("state").eq(UNMATCHED), gate=FILED)


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
    """Keep an answer under its lead; with ``review`` it also waits for a person.

    One labelled WARM is marked ``flagged``, and found by ``warm``.
    """
    warm = attributes.get("label") == WARM
    return Put(
        keys.reply(lead_id, reply_id),
        "reply",
        {"reply_id": reply_id, "lead_id": lead_id, "received_at": keys.stamp(now), "flagged": warm or None}
        | dict(attributes),
        when=ABSENT,
        gate=FILED,
        gsi1=keys.warm_index(now, reply_id) if warm else None,
        gsi2=keys.open_work_index(REVIEW, now, reply_id) if review else None,
    )


def attach(reply_id: str, state: str, attributes: Mapping[str, Any], now: datetime) -> Update:
    """Give an unmatched object the state that it has in the conversation where a person put it.

    The one change of a terminal state there is. The words move to the answer under its lead.
    """
    return Update(
        keys.mail(reply_id),
        set={"state": state, "attached_at": keys.stamp(now)} | _present(attributes),
        remove=tuple(name for name in ("reason", "candidates", *WORDS) if name not in attributes),
        when=Attr("state").eq(UNMATCHED),
        gate=FILED,
        gsi1=keys.all_mail_index(state, reply_id),
    )


def review(row: Item, label: str, now: datetime) -> Update:
    """Write what a person said of an answer that waited for one. Once: it waits no longer.

    The first reading stays beside it: what a person corrected is what a better model is measured on.
    """
    read = {"read_as": row.get("label"), "read_by": row.get("model") or row.get("rule")}
    warm = label == WARM
    said = {"label": label, "decided_by": "person", "confidence": 1, "needs_review": False}
    received = datetime.fromisoformat(row["received_at"])
    return Update(
        keys.reply(row["lead_id"], row["reply_id"]),
        set=said | _present(read) | {"decided_at": keys.stamp(now), "flagged": warm},
        remove=("gsi2pk", "gsi2sk", *(() if warm else ("gsi1pk", "gsi1sk"))),
        when=Attr("needs_review").eq(True),
        gate=REVIEWED,
        gsi1=keys.warm_index(received, row["reply_id"]) if warm else None,
    )


def reread(row: Item, attributes: Mapping[str, Any], now: datetime) -> tuple[Write, ...]:
    """Write what a newer version reads in an answer, unless it has changed since ``row`` was read.

    What it was read as before stays beside it. ``attributes`` are those of ``answer``; what they lack goes.
    """
    lead_id, reply_id = row["lead_id"], row["reply_id"]
    label, received = attributes["label"], datetime.fromisoformat(row["received_at"])
    warm, review = label == WARM, bool(attributes.get("needs_review"))
    read = {"read_as": row.get("label"), "read_by": row.get("model") or row.get("rule")}
    gone = tuple(name for name, value in attributes.items() if value is None and name in row)
    left = (*(() if warm else ("gsi1pk", "gsi1sk")), *(() if review else ("gsi2pk", "gsi2sk")))
    return (
        Update(
            keys.reply(lead_id, reply_id),
            set=_present(attributes) | _present(read) | {"reread_at": keys.stamp(now), "flagged": warm},
            remove=(*gone, *left),
            when=at_revision(row["rev"]),
            gate=REVIEWED,
            gsi1=keys.warm_index(received, reply_id) if warm else None,
            gsi2=keys.open_work_index(REVIEW, received, reply_id) if review else None,
        ),
        Update(
            keys.mail(reply_id),
            set={"state": state_for(label), "label": label},
            when=Attr("lead_id").eq(lead_id),
            gate=FILED,
            gsi1=keys.all_mail_index(state_for(label), reply_id),
        ),
    )


def sign(lead_id: str, reply_id: str, by: str, now: datetime) -> Update:
    """Note who reads an answer that waits for a person, and when. The first one who does is the one."""
    return Update(
        keys.reply(lead_id, reply_id),
        set={"reviewed_by": by, "reviewed_at": keys.stamp(now)},
        when=Attr("needs_review").eq(True) & Attr("reviewed_by").not_exists(),
        gate=REVIEWED,
    )


def warm(table: Table, most: int) -> list[Item]:
    """The newest warm answers, newest first."""
    return table.query(keys.WARM_ANSWERS, index="gsi1", limit=most, newest_first=True).items


def _present(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in attributes.items() if value is not None}


def get(table: Table, lead_id: str, reply_id: str) -> Item | None:
    """An answer by its lead and id."""
    return table.get(keys.reply(lead_id, reply_id))


def of_lead(table: Table, lead_id: str) -> Iterator[Item]:
    """All answers of a lead."""
    return table.items(keys.lead_pk(lead_id), keys.REPLY, consistent=True)


def for_review(table: Table) -> Iterator[Item]:
    """The answers that wait for a person, oldest first."""
    return table.items(f"OPEN#{REVIEW}", index="gsi2")
