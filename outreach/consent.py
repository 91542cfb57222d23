"""Consent to be written to: what somebody agreed to or did, and for how long it counts.

Data and arithmetic only. Whether a country's law lets it count is said by ``outreach.country_rules``; the
ledger that keeps every entry is ``store.consents``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple


class Basis(StrEnum):
    """What somebody did that lets them be written to."""

    EXPRESS = "express"
    """They agreed, in words that were shown to them. It counts until it is withdrawn."""
    CUSTOMER = "customer"
    """They bought something: what is like it may be offered to them (Directive 2002/58/EC Art. 13(2)),
    for two years (CASL, S.C. 2010 c. 23, s. 10(10)(a))."""
    INQUIRY = "inquiry"
    """They asked about it: for six months (CASL s. 10(10)(e))."""


_MONTHS = {Basis.CUSTOMER: 24, Basis.INQUIRY: 6}


class Consent(NamedTuple):
    """One consent. ``text`` is what was agreed to, or what was bought or asked, ``version`` that of the text.

    ``given_at``: ISO 8601 with an offset. ``origin``: the form, page, contract or list it came by.
    ``entry`` is the id of its entry in the ledger, and ``withdrawn_at`` when it was taken back (ISO 8601).
    """

    text: str
    version: str
    given_at: str
    origin: str
    basis: Basis = Basis.EXPRESS
    entry: str = ""
    withdrawn_at: str = ""


class Entry(NamedTuple):
    """One line of the ledger: that a consent was given, or that what was given before it was taken back.

    ``at`` is when that was said (ISO 8601 UTC), not when it was written down.
    """

    consent: Consent
    at: str
    withdrawn: bool = False


def standing(entries: Iterable[Entry]) -> Consent | None:
    """The present state: the consent that counts, the last one withdrawn, or None where nothing was said.

    Entries may come in any order. A consent from before a withdrawal stays withdrawn, however late a list
    brings it. Of several, consent in words outranks dealings, and the newest of a kind the others.
    """
    told = sorted(entries, key=lambda entry: (entry.at, entry.withdrawn))
    last = max((entry.at for entry in told if entry.withdrawn), default="")
    after = [entry.consent for entry in told if not entry.withdrawn and entry.at > last]
    if after:
        return ([consent for consent in after if consent.basis is Basis.EXPRESS] or after)[-1]
    before = [entry.consent for entry in told if not entry.withdrawn]
    return before[-1]._replace(withdrawn_at=last) if before else None


def expires_at(consent: Consent) -> datetime | None:
    """When it ceases to count by itself; None for one that does not."""
    months = _MONTHS.get(consent.basis)
    return None if months is None else _months_after(datetime.fromisoformat(consent.given_at), months)


def has_expired(consent: Consent, now: datetime) -> bool:
    """Whether its time is over at ``now`` (aware)."""
    end = expires_at(consent)
    return end is not None and end <= now


def _months_after(moment: datetime, months: int) -> datetime:
    """The same day so many months on; the last of the month where it has no such day."""
    year, month = divmod(moment.month - 1 + months, 12)
    for day in range(moment.day, 27, -1):
        try:
            return moment.replace(year=moment.year + year, month=month + 1, day=day)
        except ValueError:
            continue
    return moment.replace(year=moment.year + year, month=month + 1)


def moment(text: str, now: datetime) -> str:
    """A day or time as people write it (ISO 8601; without an offset it is UTC), as the ledger keeps it.

    Raises ``ValueError`` for what is no time, or is still to come.
    """
    read = datetime.fromisoformat(text.strip())
    read = read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    if read > now:
        raise ValueError(f"{text.strip()} is still to come")
    return read.isoformat()
