"""Consents: a ledger that is only added to, and what stands now.

Every consent and every withdrawal is an entry of its own under the person's contact id, never changed. What
stands is kept beside it, for the transactions that rest on it: consent to be written to in the ledger's own
partition, consent to be called under the lead that the call is for.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from boto3.dynamodb.conditions import Attr

from outreach import consent as rules
from outreach.ids import digest
from store import keys
from store.table import Item, Table
from store.writes import ABSENT, PRESENT, Check, Delete, Put, Update, Write, at_revision

CALL, MAIL = "call", "mail"
MISSING = "consent_missing"
"""The gate of a call: there is no consent, or it was withdrawn."""
CHANGED = "consent_changed"
"""The gate of a mail: what was read of the consent no longer stands; and of the ledger's own changes."""


class Consent(NamedTuple):
    """Somebody's consent to be called.

    ``text`` are their words, or the text that they agreed to; ``version`` that of the rules or form which
    took it. ``phone`` is E.164, empty when they gave no number. ``origin`` is ``reply`` or ``web``, ``cause``
    the id of the reply or inquiry.
    """

    text: str
    version: str
    phone: str
    origin: str
    cause: str


# To be called ----------------------------------------------------------------------------------------------


def record(lead_id: str, contact_id: str, consent: Consent, now: datetime) -> tuple[Update, Put]:
    """Record it: the entry, and what stands now.

    A number that was given before stands until another is given: "yes, call me" in a second answer takes
    nothing back.
    """
    said = {
        "lead_id": lead_id,
        "contact_id": contact_id,
        "kind": CALL,
        "text": consent.text,
        "version": consent.version,
        "origin": consent.origin,
        "cause": consent.cause,
        "at": keys.stamp(now),
    }
    if consent.phone:
        said["phone"] = consent.phone
    entry_id = digest("consent", contact_id, CALL, consent.cause, consent.text)
    return (
        Update(keys.consent(lead_id, contact_id, CALL), set=said, type="consent"),
        _entry(contact_id, CALL, now, entry_id, said | {"act": "given", "recorded_at": keys.stamp(now)}),
    )


def still_given(lead_id: str, contact_id: str) -> Check:
    """A condition of a transaction: the consent to be called is in the table."""
    return Check(keys.consent(lead_id, contact_id, CALL), when=PRESENT, gate=MISSING)


def to_be_called(table: Table, lead_id: str, contact_id: str) -> Consent | None:
    """The person's consent to be called, if they gave one."""
    item = table.get(keys.consent(lead_id, contact_id, CALL))
    if item is None:
        return None
    return Consent(item["text"], item["version"], item.get("phone", ""), item["origin"], item["cause"])


def withdraw_call(lead_id: str, contact_id: str, why: str, origin: str, now: datetime) -> tuple[Write, ...]:
    """Take back what stands; the ledger keeps that it was given, and that it was taken back."""
    said = {"lead_id": lead_id, "contact_id": contact_id, "kind": CALL, "text": why, "origin": origin}
    entry_id = digest("withdrawn", contact_id, CALL, lead_id)
    return (
        Delete(keys.consent(lead_id, contact_id, CALL), when=PRESENT, gate=MISSING),
        _entry(contact_id, CALL, now, entry_id, said | _withdrawn(now)),
    )


# To be written to ------------------------------------------------------------------------------------------


class Standing(NamedTuple):
    """What stands for a person, as it was read; ``revision`` is 0 where nothing was ever recorded."""

    consent: rules.Consent | None
    revision: int


def to_be_written_to(table: Table, contact_id: str) -> rules.Consent | None:
    """What stands of a person's consent, a withdrawn one too. ``contact_id``: of the address's plain form."""
    item = table.get(keys.consent_standing(contact_id, MAIL))
    return _consent(item) if item else None


def still_stands(contact_id: str, consent: rules.Consent) -> Check:
    """A condition of a claim: nothing was added or taken back since the consent was read."""
    same = Attr("entry").eq(consent.entry) & Attr("withdrawn_at").not_exists()
    return Check(keys.consent_standing(contact_id, MAIL), when=same, gate=CHANGED)


def give(table: Table, contact_id: str, consent: rules.Consent, now: datetime) -> list[Write]:
    """The writes that add a consent to be written to; none where the ledger has this very one."""
    given = datetime.fromisoformat(consent.given_at)
    entry_id = digest(
        "consent", contact_id, MAIL, consent.text, consent.version, consent.given_at, consent.origin
    )
    told = rules.Entry(consent._replace(entry=entry_id), keys.stamp(given))
    said = _said(told.consent) | {"act": "given", "at": told.at, "recorded_at": keys.stamp(now)}
    return _add(table, contact_id, told, _entry(contact_id, MAIL, given, entry_id, said), now)


def withdraw(table: Table, contact_id: str, why: str, origin: str, now: datetime) -> list[Write]:
    """The writes that take back what stands; none where nothing does."""
    stands = to_be_written_to(table, contact_id)
    if stands is None or stands.withdrawn_at:
        return []
    entry_id = digest("withdrawn", contact_id, MAIL, stands.entry)
    told = rules.Entry(stands, keys.stamp(now), withdrawn=True)
    said = {"text": why, "origin": origin, "of": stands.entry} | _withdrawn(now)
    return _add(table, contact_id, told, _entry(contact_id, MAIL, now, entry_id, said), now)


def ledger(table: Table, contact_id: str) -> list[Item]:
    """Every entry of a person, of both kinds, oldest first within a kind."""
    return list(table.items(keys.consent_ledger_pk(contact_id), keys.CONSENT_ENTRY, consistent=True))


def _add(table: Table, contact_id: str, told: rules.Entry, entry: Put, now: datetime) -> list[Write]:
    pk, prefix = keys.consent_ledger_pk(contact_id), f"{keys.CONSENT_ENTRY}{MAIL}#"
    known = list(table.items(pk, prefix, consistent=True))
    if entry.key.sk in {item["sk"] for item in known}:
        return []
    stands = rules.standing([*map(_told, known), told])
    key = keys.consent_standing(contact_id, MAIL)
    before = table.get(key)
    attributes = {"contact_id": contact_id, "kind": MAIL, "changed_at": keys.stamp(now)}
    return [
        entry,
        Put(
            key,
            "consent_standing",
            attributes | (_said(stands) if stands else {}),
            when=at_revision(int(before["rev"])) if before else ABSENT,
            gate=CHANGED,
            revision=int(before["rev"]) + 1 if before else 1,
        ),
    ]


def _entry(contact_id: str, kind: str, moment: datetime, entry_id: str, attributes: Mapping[str, Any]) -> Put:
    return Put(
        keys.consent_entry(contact_id, kind, moment, entry_id),
        "consent_entry",
        {"contact_id": contact_id, "kind": kind, "entry": entry_id, **attributes},
    )


def _withdrawn(now: datetime) -> dict[str, str]:
    return {"act": "withdrawn", "at": keys.stamp(now), "recorded_at": keys.stamp(now)}


def _said(consent: rules.Consent) -> dict[str, str]:
    return {name: str(value) for name, value in consent._asdict().items() if value}


def _told(item: Item) -> rules.Entry:
    if item["act"] == "withdrawn":
        nothing = rules.Consent("", "", str(item["at"]), "")
        return rules.Entry(nothing, str(item["at"]), withdrawn=True)
    return rules.Entry(_consent(item), str(item["at"]))


def _consent(item: Item) -> rules.Consent:
    said = {name: str(item[name]) for name in rules.Consent._fields if name in item}
    return rules.Consent(**said | {"basis": rules.Basis(said.get("basis", "express"))})  # type: ignore[arg-type]
