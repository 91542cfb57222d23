"""Who must not be mailed or called: which keys a mail is checked against, and which ones a refusal writes.

Suppression holds for all campaigns and for ever. Its keys are keyed hashes: after a person's data are
erased they still refuse, and they tell nobody whom.

Scopes. ``address``: this mailbox, exactly as written. ``person``: every spelling of the mailbox, with
or without a ``+tag`` (RFC 5233), and with Gmail's dots. ``domain``: every mailbox of a domain and of
its subdomains. ``phone``: one number.
Not covered: one person's mailboxes in two companies are two persons here.
"""

from __future__ import annotations

import hashlib
import hmac
from enum import StrEnum
from typing import NamedTuple

from outreach.ids import contact_id, normalise_address

_IGNORES_DOTS = frozenset({"gmail.com", "googlemail.com"})


class Scope(StrEnum):
    """How much a suppression covers."""

    ADDRESS = "address"
    DOMAIN = "domain"
    PERSON = "person"
    PHONE = "phone"


class Gate(NamedTuple):
    """One key that refuses when it is in the table. ``name`` is the reason an event gives."""

    scope: Scope
    hashed: str

    @property
    def name(self) -> str:
        return f"{self.scope.value}_suppressed"


def plain_form(address: str) -> str:
    """The mailbox that an address reaches, without what its owner may add: ``ada+shop@x`` is ``ada@x``."""
    local, at, domain = normalise_address(address).rpartition("@")
    base = local.partition("+")[0] or local
    if domain in _IGNORES_DOTS:
        base, domain = base.replace(".", "") or base, "gmail.com"
    return f"{base}{at}{domain}"


def address_gate(address: str, pepper: str) -> Gate:
    """The key of one address: the contact's own id, so that the id alone is enough to suppress."""
    return Gate(Scope.ADDRESS, contact_id(address, pepper))


def person_gate(address: str, pepper: str) -> Gate:
    """The key of the person behind an address."""
    return Gate(Scope.PERSON, _keyed("person", plain_form(address), pepper))


def domain_gate(domain: str, pepper: str) -> Gate:
    """The key of a whole domain."""
    return Gate(Scope.DOMAIN, _keyed("domain", _tidy_domain(domain), pepper))


def phone_gate(number: str, pepper: str) -> Gate:
    """The key of a phone number in E.164; spaces and punctuation don't matter."""
    digits = "".join(character for character in number if character.isdigit())
    return Gate(Scope.PHONE, _keyed("phone", digits, pepper))


def mail_gates(address: str, pepper: str) -> tuple[Gate, ...]:
    """Every key that forbids a mail to this address.

    The address as written, the address without its tag, the person, the domain and each domain above it
    that still has a dot: a suppressed ``example.com`` covers ``shop.example.com``.
    """
    domain = _tidy_domain(normalise_address(address).rpartition("@")[2])
    labels = domain.split(".")
    domains = [".".join(labels[n:]) for n in range(len(labels) - 1)] or [domain]
    gates = [
        address_gate(address, pepper),
        address_gate(plain_form(address), pepper),
        person_gate(address, pepper),
        *(domain_gate(name, pepper) for name in domains),
    ]
    return tuple(dict.fromkeys(gates))


def refusal_gates(address: str, pepper: str) -> tuple[Gate, ...]:
    """The keys that an unsubscribe, a complaint or an objection writes: the address and the person."""
    return address_gate(address, pepper), person_gate(address, pepper)


def _tidy_domain(domain: str) -> str:
    return domain.strip().strip(".").lower().lstrip("@")


def _keyed(scope: str, value: str, pepper: str) -> str:
    keyed = hmac.new(pepper.encode(), f"suppress:{scope}:{value}".encode(), hashlib.sha256)
    return keyed.hexdigest()[:32]
