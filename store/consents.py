"""Consents: what somebody agreed to, in which words, when and how. The newest of a kind counts."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from store import keys
from store.table import Table
from store.writes import PRESENT, Check, Update

CALL = "call"
MISSING = "consent_missing"
"""The gate of a call: there is no consent, or it was withdrawn."""


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


def record(lead_id: str, contact_id: str, consent: Consent, now: datetime) -> Update:
    """Record it; it replaces an older one.

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
    return Update(keys.consent(lead_id, contact_id, CALL), set=said, type="consent")


def still_given(lead_id: str, contact_id: str) -> Check:
    """A condition of a transaction: the consent to be called is in the table."""
    return Check(keys.consent(lead_id, contact_id, CALL), when=PRESENT, gate=MISSING)


def to_be_called(table: Table, lead_id: str, contact_id: str) -> Consent | None:
    """The person's consent to be called, if they gave one."""
    item = table.get(keys.consent(lead_id, contact_id, CALL))
    if item is None:
        return None
    return Consent(item["text"], item["version"], item.get("phone", ""), item["origin"], item["cause"])
