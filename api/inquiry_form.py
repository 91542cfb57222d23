"""What an inquiry must look like, and what is wrong with one that does not.

All faults are told at once, by field, in words for the person who fills in the form. Nothing here asks the
network: whether a mailbox exists shows when it is written to.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from api.http import Problem

LONGEST = {
    "campaign": 48,
    "name": 120,
    "email": 254,  # RFC 5321 4.5.3.1.3, without the angle brackets
    "phone": 40,
    "message": 5_000,
    "consent.text": 2_000,
    "consent.version": 60,
}
"""Characters of each field."""

_FIELDS = {"campaign", "name", "email", "phone", "message", "wants_call", "consent"}
_CONSENT_FIELDS = {"text", "version"}


@dataclass(frozen=True, slots=True)
class Form:
    """An inquiry as it was meant: ``email`` with an ASCII domain, ``phone`` in E.164, or empty.

    ``company`` is the registrable domain of the address, empty for a provider of private mailboxes.
    ``mailbox`` is ``role``, ``person`` or ``free``.
    ``consent`` is the text that the person agreed to, empty where they agreed to none.
    """

    campaign_id: str
    name: str
    email: str
    mailbox: str
    company: str
    phone: str
    message: str
    wants_call: bool
    consent: str
    consent_version: str


class _Faults(list[tuple[str, str]]):
    """What is wrong so far."""

    def add(self, field: str, problem: str) -> None:
        self.append((field, problem))


def read(value: Mapping[str, Any]) -> Form:
    """Understand an inquiry. Raises ``Problem`` 400 with every field that is wrong."""
    faults = _Faults()
    for name in sorted(map(str, value.keys() - _FIELDS)):
        faults.add(name[:60], "is not known here")
    wants_call = _flag(value, "wants_call", faults)
    email = _text(value, "email", faults, needed=True)
    phone = _text(value, "phone", faults)
    consent, version = _consent(value, faults)
    address = _address(email, faults) if email else ""
    mailbox = _mailbox(address) if address else ""
    form = Form(
        campaign_id=_text(value, "campaign", faults, needed=True),
        name=" ".join(_text(value, "name", faults, needed=True).split()),
        message=_text(value, "message", faults, needed=not wants_call),
        email=address,
        mailbox=mailbox,
        company=_company(address) if mailbox not in ("", "free") else "",
        phone=_e164(phone, faults) if phone else "",
        wants_call=wants_call,
        consent=consent,
        consent_version=version,
    )
    if wants_call and not phone and not _names(faults, "phone"):
        faults.add("phone", "is needed for a call")
    if faults:
        raise Problem(400, "Bad request", "Some fields are wrong.", faults)
    return form


def _names(faults: _Faults, field: str) -> bool:
    return any(name == field for name, _ in faults)


def _text(value: Mapping[str, Any], field: str, faults: _Faults, *, needed: bool = False) -> str:
    """A text without control characters and the space around it; empty where there is none."""
    given = value.get(field.rpartition(".")[2])
    if given is None:
        given = ""
    if not isinstance(given, str):
        faults.add(field, "is no text")
        return ""
    tidy = _tidy(given)
    if len(tidy) > LONGEST[field]:
        faults.add(field, f"is longer than {LONGEST[field]} characters")
        return ""
    if needed and not tidy:
        faults.add(field, "is missing")
    return tidy


def _tidy(text: str) -> str:
    """Composed characters, one kind of line end, nothing that controls a screen, no half of a character."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(c for c in lines if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs")).strip()


def _flag(value: Mapping[str, Any], field: str, faults: _Faults) -> bool:
    given = value.get(field, False)
    if not isinstance(given, bool):
        faults.add(field, "is neither true nor false")
        return False
    return given


def _consent(value: Mapping[str, Any], faults: _Faults) -> tuple[str, str]:
    """The text that the person agreed to and its version, both or neither."""
    given = value.get("consent")
    if given is None:
        return "", ""
    if not isinstance(given, dict):
        faults.add("consent", "is no object with text and version")
        return "", ""
    for name in sorted(map(str, given.keys() - _CONSENT_FIELDS)):
        faults.add(f"consent.{name[:60]}", "is not known here")
    text = _text(given, "consent.text", faults, needed=True)
    return text, _text(given, "consent.version", faults, needed=True)


def _address(text: str, faults: _Faults) -> str:
    """The address with its domain in ASCII. The local part is ASCII: not every mail server takes another."""
    # 20 ms, and the public suffixes 40: paid by this route alone.
    from email_validator import EmailNotValidError, validate_email

    from scrapers.domains import is_known_suffix

    try:
        found = validate_email(
            text,
            check_deliverability=False,
            globally_deliverable=False,
            allow_smtputf8=False,
            allow_quoted_local=False,
            strict=True,  # the local part has at most 64 octets
        )
    except EmailNotValidError:
        faults.add("email", "is no e-mail address")
        return ""
    domain = found.ascii_domain
    if "." not in domain or not is_known_suffix(domain.rpartition(".")[2]):
        faults.add("email", f"ends in “.{domain.rpartition('.')[2]}”, which is no top-level domain")
        return ""
    return f"{found.local_part}@{domain}"


def _mailbox(address: str) -> str:
    from scrapers.emails import mailbox_kind

    return mailbox_kind(address.lower())


def _company(address: str) -> str:
    """The domain of a company's own; a marketplace's belongs to none of those who write from it."""
    from scrapers.domains import is_excluded, registrable_domain

    domain = registrable_domain(address) or ""
    return "" if not domain or is_excluded(domain) else domain


def _e164(text: str, faults: _Faults) -> str:
    """The number in E.164. It must say its country: guessing one would ring at a stranger's."""
    import phonenumbers  # 16 ms

    try:
        number = phonenumbers.parse(f"+{text[2:]}" if text.startswith("00") else text, None)
    except phonenumbers.NumberParseException as error:
        lacks = error.error_type == phonenumbers.NumberParseException.INVALID_COUNTRY_CODE
        faults.add("phone", "lacks its country code (+44 …)" if lacks else "is no telephone number")
        return ""
    if not phonenumbers.is_possible_number(number):
        faults.add("phone", "is no telephone number")
        return ""
    kind = phonenumbers.number_type(number)
    if kind in (phonenumbers.PhoneNumberType.PREMIUM_RATE, phonenumbers.PhoneNumberType.SHARED_COST):
        # Anybody can send this form: it must not make us dial a number that earns by being dialled.
        faults.add("phone", "is a number that charges its callers")
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
