"""A spreadsheet of companies that somebody brings along: rows to facts, and every row that is refused with
its reason.

The first row names the columns. Names that people use are recognised (``Website``, ``E-mail``, ``Company
name`` …); a mapping says the rest. One row that is wrong costs that row and no other: a consent that is half
written down is no consent, and is not guessed at.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from outreach.consent import Basis, Consent, moment
from outreach.facts import Fact
from outreach.ids import digest
from scrapers.charset import decode
from scrapers.country import country_code
from scrapers.domains import host_of, registrable_domain
from scrapers.emails import mailbox_kind, parse_address

MOST_BYTES = 20_000_000
MOST_ROWS = 50_000
_MOST_LINES_OF_A_ROW = 20  # more is a quotation mark that is never closed
_MOST_CHARS = 300

FIELDS: dict[str, tuple[str, ...]] = {
    "domain": ("domain", "website", "web site", "web", "url", "site", "homepage", "company domain", "shop"),
    "email": ("email", "e mail", "mail", "email address", "e mail address", "work email", "contact email"),
    "company": (
        "company",
        "company name",
        "organisation",
        "organization",
        "account",
        "account name",
        "firma",
    ),
    "country": ("country", "country code", "land"),
    "phone": ("phone", "telephone", "phone number", "tel", "telefon", "mobile"),
    "person": ("person", "name", "full name", "contact", "contact name"),
    "first_name": ("first name", "firstname", "given name", "vorname"),
    "last_name": ("last name", "lastname", "surname", "family name", "nachname"),
    "role": ("role", "title", "job title", "position"),
    "consent_text": ("consent", "consent text", "consent words", "opt in text"),
    "consent_at": ("consent at", "consent date", "consent time", "opt in date", "opt in time"),
    "consent_origin": ("consent origin", "consent source", "opt in source"),
    "consent_version": ("consent version", "opt in version"),
    "consent_basis": ("consent basis", "consent kind"),
}
"""What can be imported, and the names of columns that mean it (lower case, punctuation as blanks)."""


class BadTable(ValueError):
    """The file is no table that can be imported. The text says what is missing."""


@dataclass(frozen=True, slots=True)
class Row:
    """A company of the table. ``line`` is where its row begins, counted from 1.

    ``consent`` is that of ``address``, where the row states one.
    """

    line: int
    domain: str
    facts: tuple[Fact, ...]
    address: str = ""
    consent: Consent | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that is not imported: ``column`` holds what is wrong, ``reason`` is a word."""

    line: int
    column: str
    reason: str


REASONS = {
    "no_domain": "neither a website nor an address on a domain of the company's own",
    "bad_domain": "not a website that a company can have",
    "bad_email": "not an e-mail address",
    "bad_phone": "not a telephone number of its country; write it with +, or give the country",
    "bad_country": "no country by this name; write its two-letter code",
    "bad_consent": "a consent needs an address, the words agreed to, where and when (a day that has passed)",
    "repeated": "the same company stands further up",
    "unclosed_quote": "a quotation mark is not closed, or stands in the middle of a cell",
}
"""What a reason means, in words for the person whose table it is."""


@dataclass(frozen=True, slots=True)
class Table:
    """What a file held. ``columns`` maps fields to the columns they were read from."""

    rows: tuple[Row, ...]
    refused: tuple[Refused, ...]
    columns: Mapping[str, str]
    ignored: tuple[str, ...]


def read(body: bytes, origin: str, seen_at: str, mapping: Mapping[str, str] | None = None) -> Table:
    """The companies of a CSV file (comma, semicolon or tab; any charset).

    ``origin`` says where the list comes from and becomes the page of its facts: people are told it when they
    ask. ``mapping`` is field → column name and wins over names that are recognised. Raises ``BadTable`` for
    a file without a usable header, a mapping to a column that is not there, or too large a file.
    """
    if len(body) > MOST_BYTES:
        raise BadTable(f"the file has more than {MOST_BYTES // 1_000_000} MB")
    text = decode(body)[0].lstrip("\ufeff")
    records = _records(text)
    header = next(records, None)
    if header is None:
        raise BadTable("the file is empty")
    names = [cell.strip() for cell in header[1] or ()]
    columns = _columns(names, mapping or {})
    if "domain" not in columns and "email" not in columns:
        raise BadTable("no column holds websites or e-mail addresses")
    rows: dict[str, Row] = {}
    refused: list[Refused] = []
    for number, (line, cells) in enumerate(records):
        if number >= MOST_ROWS:
            raise BadTable(f"the file has more than {MOST_ROWS} rows")
        if cells is None:
            refused.append(Refused(line, "", "unclosed_quote"))
            continue
        values = {
            field: _plain(cells[names.index(name)]) if names.index(name) < len(cells) else ""
            for field, name in columns.items()
        }
        if not any(values.values()):
            continue
        outcome = _row(line, values, origin, seen_at)
        if isinstance(outcome, Row) and outcome.domain in rows:
            outcome = Refused(line, "domain", "repeated")
        if isinstance(outcome, Row):
            rows[outcome.domain] = outcome
        else:
            refused.append(Refused(outcome.line, columns.get(outcome.column, outcome.column), outcome.reason))
    ignored = tuple(name for name in names if name and name not in columns.values())
    return Table(tuple(rows.values()), tuple(refused), columns, ignored)


def _records(text: str) -> Iterator[tuple[int, list[str] | None]]:
    """Line numbers and cells; None for cells where a quotation mark swallowed what follows."""
    delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
    lines = text.splitlines(keepends=True)
    start = 0
    while start < len(lines):
        # Each record is read from its own line on, so that an open quotation mark costs one row only.
        window = io.StringIO("".join(lines[start : start + _MOST_LINES_OF_A_ROW]))
        record = csv.reader(window, delimiter=delimiter, strict=True)
        try:
            cells: list[str] | None = next(record, [])
        except csv.Error:
            cells = None
        taken = max(1, record.line_num)
        if cells is None or "".join(lines[start : start + taken]).count('"') % 2:
            cells, taken = None, 1
        if cells is None or any(cell.strip() for cell in cells):
            yield start + 1, cells
        start += taken


def _columns(names: list[str], mapping: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    by_name = {_key(name): name for name in reversed(names) if name}
    for field, wanted in mapping.items():
        if field not in FIELDS:
            raise BadTable(f"{field!r} is nothing to import; there are: {', '.join(FIELDS)}")
        if _key(wanted) not in by_name:
            raise BadTable(f"there is no column {wanted!r}; there are: {', '.join(names)}")
        found[field] = by_name[_key(wanted)]
    for field, known in FIELDS.items():
        for name in known:
            if field not in found and name in by_name and by_name[name] not in found.values():
                found[field] = by_name[name]
    return found


def _key(name: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in name.lower()).split())


def _plain(cell: str) -> str:
    """A cell's text on one line, without the apostrophe that keeps spreadsheets from computing it."""
    text = " ".join(cell.split())[:_MOST_CHARS]
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text


def _row(line: int, values: Mapping[str, str], origin: str, seen_at: str) -> Row | Refused:
    email = values.get("email", "")
    address = parse_address(email) if email else None
    if email and address is None:
        return Refused(line, "email", "bad_email")
    website = values.get("domain", "")
    domain = registrable_domain(host_of(website) or "") if website else None
    if website and domain is None:
        return Refused(line, "domain", "bad_domain")
    if domain is None and address is not None and mailbox_kind(address) != "free":
        domain = registrable_domain(address)
    if domain is None:
        return Refused(line, "domain", "no_domain")
    country = country_code(values["country"]) if values.get("country") else ""
    if country is None:
        return Refused(line, "country", "bad_country")
    phone = _e164(values.get("phone", ""), country) if values.get("phone") else ""
    if phone is None:
        return Refused(line, "phone", "bad_phone")
    consent = _consent(values, address, seen_at)
    if consent == _NO_CONSENT:
        return Refused(line, "consent_text", "bad_consent")
    person = values.get("person") or " ".join(
        part for part in (values.get("first_name", ""), values.get("last_name", "")) if part
    )
    stated: list[tuple[str, str, dict[str, str]]] = [
        ("company", values.get("company", ""), {}),
        ("country", country, {}),
        ("phone", phone, {"kind": "phone", "raw": values.get("phone", "")}),
        ("person", person, {"role": values["role"]} if values.get("role") else {}),
    ]
    if address is not None:
        own = {"domain": "own"} if registrable_domain(address) == domain else {}
        stated.append(("email", address, {"kind": mailbox_kind(address)} | own))
    return Row(
        line,
        domain,
        tuple(
            Fact(
                id=digest("fact", kind, value, origin),
                kind=kind,
                value=value,
                page=origin,
                rule="import",
                confidence=0.9,
                seen_at=seen_at,
                detail=detail,
                at=f"line {line}",
            )
            for kind, value, detail in stated
            if value
        ),
        address or "",
        consent,
    )


_NO_CONSENT = Consent("", "", "", "")


def _consent(values: Mapping[str, str], address: str | None, seen_at: str) -> Consent | None:
    """What the row says was agreed to; None where it says nothing, ``_NO_CONSENT`` where too little."""
    said = {name: values.get(f"consent_{name}", "") for name in ("text", "at", "origin", "version", "basis")}
    if not any(said.values()):
        return None
    if address is None or not (said["text"] and said["at"] and said["origin"]):
        return _NO_CONSENT
    try:
        given_at = moment(said["at"], datetime.fromisoformat(seen_at))
        basis = Basis(said["basis"].lower() or Basis.EXPRESS)
    except ValueError:
        return _NO_CONSENT
    return Consent(said["text"], said["version"] or "1", given_at, said["origin"], basis)


def _e164(text: str, country: str) -> str | None:
    import phonenumbers

    try:
        number = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
