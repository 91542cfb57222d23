"""How addresses and company forms are written in one country and hardly in any other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scrapers.document import Document
from scrapers.marks import mark
from scrapers.patterns import pattern

_US_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|"
    "OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|DC"
)
# Around a postal code.
_BEFORE_CODE = (
    ("US", 5, pattern(rf"(?<![A-Z])(?:{_US_STATES})[,.]?\s{{1,3}}\Z")),
    ("DE", 5, pattern(r"(?<!\w)D-\Z")),
    ("AT", 4, pattern(r"(?<!\w)A-\Z")),
    ("CH", 4, pattern(r"(?<!\w)CH-\Z")),
    ("AU", 4, pattern(r"(?<![A-Z])(?:NSW|VIC|QLD|TAS|ACT)[,.]?\s{1,3}\Z")),
)
_AFTER_CODE = (("NL", 4, pattern(r"\s?[A-Z]{2}\s{1,3}[A-Z][a-z]")),)
# British and Canadian codes have letters and digits: "W1A 1AA", "M5V 2T6".
_MIXED_CODE = pattern(r"[A-Z]{1,2}[0-9][A-Z0-9]?\s?[0-9][A-Z]{2}\b|[A-Z][0-9][A-Z]\s?[0-9][A-Z][0-9]\b")
_GB_CODE = pattern(r"(?<![A-Z0-9])[A-Z]{1,2}\d[A-Z\d]?\s?\d[ABD-HJLNP-UW-Z]{2}")
_CA_PROVINCE = pattern(r"\b(?:AB|BC|MB|N[BLSTU]|ON|PE|QC|SK|YT)[,.]?\s{1,3}\Z")
_FORMS: tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...] = (
    ("NL", ("KvK",), pattern(r"\bKvK\b")),
    ("DE", ("HRB", "HR B", "USt"), pattern(r"\bHR\s?B\s?\d|\bUSt-?Id")),
    ("AT", ("FN", "ATU"), pattern(r"\bFN\s?\d{5,6}\s?[a-z]\b|\bATU\d{8}\b")),
    ("CH", ("CHE-",), pattern(r"\bCHE-\d{3}")),
    ("AU", ("ABN", "Pty"), pattern(r"\bABN:?\s?\d|\bPty\.? Ltd")),
    ("FR", ("SIRET", "RCS"), pattern(r"\bSIRET\b|\bRCS\s[A-Z]")),
    ("IT", ("IVA", ".iva", " iva", "Iva"), pattern(r"\bP\.?\s?IVA\b|\bPartita IVA\b", re.I)),
    ("ES", ("C.I.F", "CIF", "S.L.U."), pattern(r"\bC\.?I\.?F\.?:?\s?[A-Z]-?\d{8}|\bS\.L\.U\.")),
    ("PL", ("NIP", "o.o", "o. o"), pattern(r"\bNIP:?\s?\d|\bsp\. z o\.\s?o\.", re.I)),
    ("SE", ("rg.nr", "rg. nr", "rgnr", "RG.NR"), pattern(r"\borg\.?\s?nr", re.I)),
)
_FORM_OF = {word: (country, form) for country, words, form in _FORMS for word in words}
mark(*_FORM_OF)
_MOST_CHARS = 60_000
_MOST_CODES = 2_000
_MOST_FORMS, _AROUND = 20, 24
_SHAPES = bytes.maketrans(b"123456789BCDEFGHIJKLMNOPQRSTUVWXYZ", b"0" * 9 + b"A" * 25)


def written_in(document: Document) -> tuple[str, int] | None:
    """The country (ISO 3166-1) as whose addresses and companies most in the page's text is written.

    With the offset in ``Document.text`` where it is first; None where nothing is. 60,000 characters are read.
    """
    text = document.text[:_MOST_CHARS]
    counts: dict[str, int] = {}
    first: dict[str, int] = {}
    shape = _shape(text)
    for country, at in (*_codes(text, shape), *_mixed_codes(text, shape), *_forms(document, text)):
        counts[country] = counts.get(country, 0) + 1
        first.setdefault(country, at)
    if not counts:
        return None
    country = max(counts, key=lambda each: (counts[each], -first[each]))
    return country, first[country]


def _codes(text: str, shape: bytes) -> Iterator[tuple[str, int]]:
    for at in _places(shape, b"0000"):
        if shape[at - 1 : at] == b"0":
            continue
        digits = 5 if shape[at + 4 : at + 5] == b"0" else 4
        if shape[at + digits : at + digits + 1] == b"0":
            continue
        before = text[max(0, at - 8) : at]
        for country, length, written in _BEFORE_CODE:
            if length == digits and written.search(before):
                yield country, at
        for country, length, written in _AFTER_CODE:
            if length == digits and written.match(text, at + digits):
                yield country, at


def _mixed_codes(text: str, shape: bytes) -> Iterator[tuple[str, int]]:
    end = 0
    for letter in _places(shape, b"A0"):
        at = letter - 1 if shape[letter - 1 : letter] == b"A" else letter
        if at < end or not (code := _MIXED_CODE.match(text, at)):
            continue
        end = code.end()
        if _CA_PROVINCE.search(text, max(0, at - 8), at):
            yield "CA", at
        elif _GB_CODE.fullmatch(text, at, end):
            yield "GB", at


def _shape(text: str) -> bytes:
    """``text`` with ``0`` for every digit and ``A`` for every capital, sign for sign: quick to search."""
    return text.encode("ascii", errors="replace").translate(_SHAPES)


def _places(shape: bytes, part: bytes) -> Iterator[int]:
    at = shape.find(part)
    for _ in range(_MOST_CODES):
        if at == -1:
            return
        yield at
        at = shape.find(part, at + 1)


def _forms(document: Document, text: str) -> Iterator[tuple[str, int]]:
    for word in _FORM_OF.keys() & document.marks:
        country, form = _FORM_OF[word]
        at = text.find(word)
        for _ in range(_MOST_FORMS):
            if at == -1:
                break
            if found := form.search(text, max(0, at - _AROUND), at + _AROUND):
                yield country, found.start()
            at = text.find(word, at + len(word))
