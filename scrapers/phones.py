"""Telephone and fax numbers on a page, in E.164 and valid for their country's numbering plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple
from urllib.parse import unquote

from scrapers import structured
from scrapers.document import Document
from scrapers.finding import Finding
from scrapers.marks import mark
from scrapers.patterns import pattern

_ITEMPROPS = [f"itemprop={quote}{name}" for quote in ("", '"', "'") for name in ("telephone", "faxNumber")]
mark(*_ITEMPROPS)

# What a number may consist of. Searching for it is quick, and the page's other words are not looked at again.
_WINDOW = pattern(r"[(+0-9][-0-9 \n().+–—/·\u2010\u2011]{3,}")
# A run in it that may be a number: starts with + or ( or a digit, holds 7 to 15 digits, ends in a digit.
_RUN = pattern(
    r"(?<![\w@/=#$€£%.,:+-])(?:\(?\s?\+|\(|00(?=[1-9])|(?=\d))[\d(][\d\s().\-–—/·\u2010\u2011]{5,26}\d(?![\d@%€$£a-z_])",
)
_LABEL = pattern(
    r"(?P<fax>fax|telefax|faks|facsimile|telefaks|télécopie)|"
    r"(?P<phone>telf?|tfn?o|t[ée]l[ée]phone|phone|ph|telefon|telefoon|tel[ée]fono|telefone|puhelin|fon|call|ring|"
    r"mobile|mobil|mob|cell|handy|gsm|hotline|toll[ -]?free|dial|text us|whatsapp|office|main|support|"
    r"customer service|reservations|voice|contact us|tlf|p|t|m|f(?=\s*[:.]))"
    r"\b",
    re.I,
)
# A word behind a number labels it, unless it labels the next one: "… (fax)", but not "… Fax: 401-…".
_NOT_THE_NEXT = r"\b(?![\s:.]{0,3}[\d(+])(?!\s*:)"
_FAX_AFTER = pattern(rf"[^\S\n]?[([{{,-]?[^\S\n]?(?:fax|telefax){_NOT_THE_NEXT}", re.I)
_PHONE_AFTER = pattern(
    rf"[^\S\n]?[([{{,-]?[^\S\n]?(?:phone|tel|office|cell|mobile|toll){_NOT_THE_NEXT}", re.I
)
# Spellings that hardly anything but a telephone number has: (413) 732-8702, 413-732-8702, 1.800.433.4512.
_NANP = pattern(r"(?:\+?1[ .-]{0,3})?(?:\(\s?\d{3}\s?\)[ .-]{0,3}|\d{3} ?[.-] ?)\d{3} ?[ .-] ?\d{4}\Z")
_NANP_LOOSE = pattern(r"1[ .-]\(?[2-9]\d{2}\)?[ .-]\d{3}[ .-]\d{4}\Z")
_TRUNK = pattern(r"\(0\)")
_DATE = pattern(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}(?:\s|\Z)|(?:19|20)\d\d\s?[-–—]\s?(?:19|20)\d\d")
_CALENDAR = pattern(r"[0-3]?\d[./-][01]?\d[./-](?:19|20)\d\d|(?:19|20)\d\d[./-][01]?\d[./-][0-3]?\d")
_NOT_A_NUMBER = pattern(
    r"(?:\b(?:isbn|issn|ean|gtin|upc|sku|art\.?\s?n|iban|bic|vat|ust|tax|hrb|siret|kvk|nip|regon|abn|acn|ein|order|"
    r"licen[cs]e|lic\.|npi|ref|model|item|part no|no\.|nr\.?|id|p\.?o\.? box)|#)[\s:#.]{0,3}[\w-]{0,4}\s?\Z",
    re.I,
)
_WORD = pattern(r"\w")
_TIMES = pattern(r"\d\d?[.:]\d\d\s?[-–—]\s?\d\d?[.:]\d\d")
# Words on a keypad: 1-888-LUTRON1, 1-877-SOV-BANK, (520) 494 STAR. Seven signs after the area code.
_VANITY = pattern(
    r"(?<![\w.-])(?:1[-. ]{0,2})?\(?[2-9]\d\d\)?[-. ]{1,2}(?=[A-Z0-9-. ]{0,8}[A-Z]{3})"
    r"[A-Z0-9](?:[-. ]?[A-Z0-9]){6}(?![\w-])"
)
# ITU-T E.161: ABC on 2 … WXYZ on 9.
_KEYPAD = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
# Countries whose national numbers have no trunk zero and are written as three groups of three.
_THREES = frozenset({"PL", "ES", "CZ", "PT", "NO", "GR"})
# A number in two lines: an inline tag may stand in it.
_NEXT_LINE = pattern(r"\n([ (.\-/]{0,3}[0-9][0-9 ().\-/]*)")
_IN_NUMBERS = frozenset("0123456789 ().-/+")
_LINE_BEFORE = pattern(r"[+(]?[0-9+(][0-9 ().\-/]*\Z")
_LOOK_BACK = 40
_MAX_FOUND = 80
_MOST_CANDIDATES = 600
_MOST_RUNS = 5_000
_MOST_CHARS = 400_000


def find_phones(document: Document, region: str | None) -> list[Finding]:
    """Every number on the page, each once; ``detail`` has ``kind`` (phone or fax) and ``raw``.

    ``region`` (ISO 3166-1) reads national spellings. A number in running text counts where it is written
    with its country code, in North America's own fashion, or after a word such as "Tel". Where no country is
    known, only North America's fashion is read without one.
    """
    found: dict[str, Finding] = {}
    for candidate in islice(_candidates(document, region), _MOST_CANDIDATES):
        number = _read(candidate.raw, region, labelled=candidate.rule != "text")
        if number is not None and number not in found:
            detail = {"kind": candidate.kind, "raw": " ".join(candidate.raw.split())}
            found[number] = Finding(
                "phone", number, candidate.rule, candidate.confidence, detail, candidate.place
            )
        if len(found) >= _MAX_FOUND:
            break
    return list(found.values())


class _Candidate(NamedTuple):
    raw: str
    rule: str
    kind: str
    confidence: float
    place: str


def _read(raw: str, region: str | None, *, labelled: bool) -> str | None:
    """The number as its own country reads it; else as a country code without its plus; else cut shorter."""
    text = _strip(raw)
    while sum(char.isdigit() for char in text) >= 7:
        number = to_e164(text, "US" if _NANP_LOOSE.match(text) else region)
        if number is None and _NANP.match(text):
            number = to_e164(text, "US")  # a toll-free number of North America on a page from elsewhere
        if number is None and labelled and not text.startswith(("+", "0", "(0")):
            # "(852) 2572-1121", "822-3404-3609": nothing says that the first digits are a country's.
            number = to_e164("+" + re.sub(r"\D", "", text), None)
        if number is not None:
            return number
        # "(413) 545-0722 (8" ran into opening hours, "074700/01/02" into further extensions.
        cut = max(text.rfind(" "), text.rfind("("), text.rfind("/"))
        text = text[:cut].rstrip(" (/-") if cut > 0 else ""
    return None


def to_e164(raw: str, region: str | None) -> str | None:
    """``+CC…`` where the text is a number that its country's plan can give out; None otherwise."""
    text = _TRUNK.sub("", raw).strip()
    if text.startswith("00"):
        text = "+" + text[2:]
    elif text.startswith("("):
        # "(+44 117 …", "(852) 2572-1121": brackets around a country code.
        text = text.replace("(", " ", 1).replace(")", " ", 1).strip() if "+" in text[:3] else text
    if not text.startswith("+") and region is None:
        return None
    import phonenumbers  # 20 ms that a handler pays when it has met a number, not when it starts

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _candidates(document: Document, region: str | None) -> Iterator[_Candidate]:
    """What may be a number; the surest first."""
    for link in document.links_with("tel:"):
        raw = unquote(link.href[4:]).split(";", 1)[0].strip("/ ")
        kind = "fax" if "fax" in link.text.lower() else "phone"
        yield _Candidate(raw, "tel", kind, 0.95, 'a[href^="tel:"]')
    for link in document.links_with("fax:"):
        yield _Candidate(unquote(link.href[4:]), "tel", "fax", 0.95, 'a[href^="fax:"]')
    for key, kind in (("telephone", "phone"), ("faxNumber", "fax")):
        for node in document.stating(key):
            for one in structured.values(node, key):
                if isinstance(one, str):
                    yield _Candidate(one, "jsonld", kind, 0.95, f"json-ld {key}")
    if document.holds_any(*_ITEMPROPS):
        for element in document.select('[itemprop="telephone"],[itemprop="faxNumber"]'):
            name = element.attributes.get("itemprop") or ""
            kind = "fax" if name == "faxNumber" else "phone"
            raw = element.attributes.get("content") or element.text()
            yield _Candidate(raw, "microdata", kind, 0.9, f'[itemprop="{name}"]')
    text, view = document.text, "text"
    if _is_broken(text):
        text, view = document.flow, "flow"
    yield from _in_text(text[:_MOST_CHARS], view, region)


def _is_broken(text: str) -> bool:
    """May an inline tag stand within a number: are there two lines that only together have enough digits?"""
    for line in islice(_NEXT_LINE.finditer(text), _MOST_RUNS):
        if text[line.start() - 1 : line.start()] not in _IN_NUMBERS:
            continue
        before = _LINE_BEFORE.search(text, max(0, line.start() - 16), line.start())
        if before:
            first, second = _digits(before[0]), _digits(line[1])
            if first <= 6 and 7 <= first + second <= 13 and (second >= 3 or first >= 6):
                return True
    return False


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))


def _in_text(text: str, view: str, region: str | None) -> Iterator[_Candidate]:
    on_keypads = []
    for window in islice(_WINDOW.finditer(text), _MOST_RUNS):
        end = window.end()
        if end - window.start() >= 7 and _digits(window[0]) >= 7:
            # One sign more than the window: it may be what says that this is no number.
            for run in _RUN.finditer(text, window.start(), end + 1):
                for start, raw in _split(run[0], run.start()):
                    yield from _judged(text, view, start, raw, region)
        if text[end : end + 1].isupper() and _digits(window[0]) >= 3:
            on_keypads += _VANITY.findall(text, window.start(), end + 16)[:1]
    for raw in on_keypads[:_MAX_FOUND]:
        yield _Candidate(raw.translate(_KEYPAD), "vanity", "phone", 0.8, f"{view}@{text.find(raw)}")


def _judged(text: str, view: str, start: int, raw: str, region: str | None) -> Iterator[_Candidate]:
    if not 7 <= _digits(raw) <= 15 or _CALENDAR.fullmatch(raw):
        return
    before = text[max(0, start - _LOOK_BACK) : start]
    after = text[start + len(raw) : start + len(raw) + 12]
    label = _last_label(before)
    if label is None and _FAX_AFTER.match(after):
        label = "fax"
    elif label is None and _PHONE_AFTER.match(after):
        label = "phone"
    elif label == "phone" and _FAX_AFTER.match(after):
        label = "fax"
    if label is not None:
        yield _Candidate(raw, "label", label, 0.8, f"{view}@{start}")
    elif _speaks_for_itself(raw, before, region):
        yield _Candidate(raw, "text", "phone", 0.65, f"{view}@{start}")


def _split(run: str, start: int) -> Iterator[tuple[int, str]]:
    """One number per line or slash group: two numbers under each other are not one."""
    at = 0
    for piece in re.split(r"(\n+|\s/\s|\s{3,}|/(?=\s?\(?0\d{2}))", run):
        if sum(char.isdigit() for char in piece) >= 7:
            lead = len(piece) - len(piece.lstrip(" .-/–—)"))
            yield start + at + lead, piece[lead:].rstrip()
        at += len(piece)


def _last_label(before: str) -> str | None:
    """The kind named by the nearest word before a number, unless another number stands between."""
    tail = re.split(r"\d{4}", before)[-1]
    # A label stands on the number's line or on the one above it.
    line = tail.rpartition("\n")[2]
    tail = line if _WORD.search(line) else "\n".join(tail.rstrip("\n :.-").split("\n")[-2:])
    if _NOT_A_NUMBER.search(tail):
        return None
    kind = None
    for label in _LABEL.finditer(tail):
        edge = label.start() == 0 or not tail[label.start() - 1].isalpha()
        if edge or (label["fax"] and label.start() and tail[: label.start()].lower().endswith("tele")):
            kind = "fax" if label["fax"] or label[0] in "fF" else "phone"
            if label["fax"] and re.search(r"(?:tel|phone)\w*\s*[/&+]\s*\Z", tail[: label.start()], re.I):
                kind = "phone"  # "Tel/Fax": one line for both
    return kind


def _speaks_for_itself(raw: str, before: str, region: str | None) -> bool:
    text = _strip(raw)
    if _DATE.match(text) or _TIMES.match(text) or _NOT_A_NUMBER.search(before):
        return False
    if text.startswith(("+", "(+")):
        return True
    if text.startswith("00") and len(text) > 10 and region not in ("US", "CA"):
        return True
    if _NANP.match(text) or _NANP_LOOSE.match(text):
        return True
    if region in _THREES and re.match(r"\d{3} \d{3} \d{3}\Z", text):
        return True
    # A national number with its trunk zero and at least two groups: 020 7946 0958, (0511) 123 456.
    return bool(
        region and region not in ("US", "CA") and re.match(r"\(?0[1-9][\d]{0,4}\)?[ /.-]{1,3}\d", text)
    )


def _strip(raw: str) -> str:
    return raw.strip().replace("–", "-").replace("—", "-").replace("\u2010", "-").replace("\u2011", "-")
