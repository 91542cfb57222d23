"""Street addresses: from structured data, from marked-up elements, and from text around a postal code.

A street is only believed next to a postal code that fits its country, or where the page itself marks it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from scrapers.address_forms import (
    CITY,
    CODE_HINT,
    CONTINENTAL_STREETS,
    COUNTIES,
    COUNTRY_PREFIX,
    DIGIT_CODE,
    ENGLISH_STREET,
    MIXED_CODE,
    POST_BOX,
    REGIONS,
    WITHIN_BUILDING,
)
from scrapers.document import Document
from scrapers.finding import Finding
from scrapers.marks import mark
from scrapers.patterns import pattern
from scrapers.structured import types, values
from scrapers.wording import tidy

_MOST_CHARS = 60_000
_MOST_HINTS = 500
_MOST_LINES = 5  # above a postal code
_LONGEST_LINE = 160
_MARKED_UP = ("streetAddress", "street-address")
mark(*_MARKED_UP)

_CODE_LAST = frozenset(
    {"US", "CA", "AU", "GB", "IE", "NZ", "United States", "USA", "United Kingdom", "UK", "Canada"}
)
_PARTS = ("street", "postcode", "city", "region", "country")
_CODE_LENGTH = {"AT": 4, "BE": 4, "CH": 4, "DK": 4, "NO": 4, "NL": 4, "PT": 4}
_NO_CODE_BEHIND = frozenset("0123456789.,€$£/+#_") | frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
)
_BY_PREFIX = {
    "D": "DE",
    "F": "FR",
    "I": "IT",
    "E": "ES",
    "S": "SE",
    "B": "BE",
    "L": "LU",
    "A": "AT",
    "FIN": "FI",
}
_SEPARATOR = pattern(r"\s*[,|•·;–]\s*|\s{2,}|\s+-\s+")
_LABEL = pattern(
    r"\A(?:our |mailing |postal |street |business |company |registered |head |main |visit us|we are)?"
    r"\s?(?:address|office|location|adresse|anschrift|indirizzo|dirección|adres|headquarters|find us|at)"
    r"\s?[:-]\s?",
    re.I,
)


def find_marked_addresses(document: Document) -> Iterator[Finding]:
    """Addresses in JSON-LD, microdata and hCards. To be read before the page's text is."""
    for node in document.stating("address"):
        for address in values(node, "address"):
            yield from _stated(address)
    for node in document.stating("addressLocality"):
        if "postaladdress" in types(node):
            yield from _stated(node)
    if document.holds_any(*_MARKED_UP):
        yield from _elements(document)


def find_written_addresses(document: Document, marked: Iterable[Finding] = ()) -> Iterator[Finding]:
    """Addresses in the visible text, each found from its postal code; none at a street that is ``marked``."""
    known = [_squashed(finding.detail.get("street") or finding.value) for finding in marked]
    text = document.text[:_MOST_CHARS]
    read_to = 0
    for hint in islice(CODE_HINT.finditer(text), _MOST_HINTS):
        start = hint.start()
        if start < read_to:
            continue
        if text[start + 1].isdigit():
            if text[start - 1 : start] in _NO_CODE_BEHIND or (code := DIGIT_CODE.match(text, start)) is None:
                continue
            finding = _by_digits(text, start, code.end())
        elif code := MIXED_CODE.search(text, max(0, start - 5), start + 8):
            finding = _by_mixed(text, code.start(), code.end())
        else:
            continue
        read_to = code.end()
        if finding is None:
            continue
        street = _squashed(finding.detail["street"])
        if not any(street in other for other in known):
            known.append(street)
            yield finding


def _stated(address: object) -> Iterator[Finding]:
    if isinstance(address, str) and len(address) > 8:
        yield Finding("address", tidy(address), "jsonld", 0.8, at="json-ld address")
    elif isinstance(address, dict):
        country = address.get("addressCountry")
        stated = {
            "street": address.get("streetAddress"),
            "postcode": address.get("postalCode"),
            "city": address.get("addressLocality"),
            "region": address.get("addressRegion"),
            "country": country.get("name") if isinstance(country, dict) else country,
        }
        parts = {
            name: tidy(str(value), 120) for name, value in stated.items() if isinstance(value, (str, int))
        }
        parts = {name: value for name, value in parts.items() if value}
        if "city" in parts or "street" in parts:
            yield _finding(parts, "jsonld", 0.95, "json-ld address")


def _elements(document: Document) -> Iterator[Finding]:
    """Schema.org microdata and RDFa, and the class names of hCards (https://microformats.org/wiki/adr)."""
    selectors = {
        "street": '[itemprop="streetAddress"],[property="streetAddress"],.street-address',
        "postcode": '[itemprop="postalCode"],[property="postalCode"],.postal-code',
        "city": '[itemprop="addressLocality"],[property="addressLocality"],.locality',
        "region": '[itemprop="addressRegion"],[property="addressRegion"],.region',
        "country": '[itemprop="addressCountry"],[property="addressCountry"],.country-name',
    }
    for street in document.select(selectors["street"])[:20]:
        scope = street.parent
        for _ in range(3):
            if scope is None or scope.css_first(selectors["city"]) or scope.css_first(selectors["postcode"]):
                break
            scope = scope.parent
        if scope is None or len(scope.css(selectors["street"])) > 2:
            continue
        parts = {}
        for name, selector in selectors.items():
            if (node := street if name == "street" else scope.css_first(selector)) is not None:
                content = node.attributes.get("content") or node.text(separator=" ")
                if value := tidy(content, 120).strip(" ,"):
                    parts[name] = value
        if "street" in parts:
            yield _finding(parts, "microdata", 0.9, selectors["street"].split(",")[0])


def _by_digits(text: str, start: int, end: int) -> Finding | None:
    code = text[start:end]
    digits = len(code.partition("-")[0])
    for country, length in (("US", 5), ("AU", 4)):
        if digits == length and (region := _region_before(text, start, country)):
            parts = {"postcode": code, "region": region[0], "country": country}
            return _english(text, region[1], start, parts)
    found = CITY.match(text, end)
    if found and "\n" in text[end : found.start(1)] and code[-1].isdigit():
        found = None  # only the Dutch set the place in another line
    street = _continental(text, start, code) if found else None
    if found is None or street is None:
        return None
    written, country = street
    if code[-1].isalpha():
        country = "NL"  # nobody else has letters behind the digits
    elif prefix := COUNTRY_PREFIX.search(text, max(0, start - 5), start):
        country = _BY_PREFIX.get(prefix[1], prefix[1])
    parts = {"street": written, "postcode": code, "city": found[1].rstrip(" .-/"), "country": country}
    return _finding(parts, "postcode", 0.75, f"text@{start}")


def _by_mixed(text: str, start: int, end: int) -> Finding | None:
    if text[end - 1].isdigit():
        region = _region_before(text, start, "CA")
        if region is None:
            return None
        return _english(
            text, region[1], start, {"postcode": text[start:end], "region": region[0], "country": "CA"}
        )
    return _english(text, start, start, {"postcode": text[start:end], "country": "GB"})


def _region_before(text: str, at: int, country: str) -> tuple[str, int] | None:
    """The region whose name ends right before ``at``, of one word to three, and where it begins."""
    before = text[max(0, at - 30) : at].rstrip(" ,.\u00a0\n")
    if not before or not (before[-1].isalpha() or before[-1] == ")"):
        return None
    line = before.rpartition("\n")[2].replace(",", " ").replace("(", " ").rstrip(")")
    words = line.split()
    for number in (1, 2, 3):
        name = " ".join(words[-number:]).strip(".")
        if len(words) >= number and name in REGIONS[country]:
            return name, max(0, at - 30) + before.rfind(words[-number])
    return None


def _english(text: str, city_end: int, at: int, parts: dict[str, str]) -> Finding | None:
    """An address whose place stands before ``city_end`` and whose street stands before the place."""
    pieces = _above(text, city_end)
    places: list[str] = []
    for number, piece in enumerate(pieces):
        if street := _english_street(piece, pieces[number + 1 :]):
            written, left = street
            if left:
                places.append(left)
            city = next((place for place in places if not _is_county(place)), "")
            if not city and parts["country"] != "GB":
                return None
            return _finding({"street": written, **parts, "city": city}, "postcode", 0.75, f"text@{at}")
        if len(places) >= 3 or len(piece) > 40 or any(sign.isdigit() for sign in piece):
            return None
        places.append(piece)
    return None


def _above(text: str, end: int) -> list[str]:
    """The pieces of text before ``end``, nearest first: of its line, and of the lines above."""
    start = end
    for _ in range(_MOST_LINES):
        start = text.rfind("\n", max(0, end - 400), max(0, start - 1))
        if start == -1:
            start = max(0, end - 400)
            break
    lines = [line.strip() for line in text[start:end].split("\n")]
    pieces = [
        piece for line in lines for piece in _SEPARATOR.split(line[-_LONGEST_LINE:]) if piece.strip(" .:")
    ]
    return pieces[::-1][:8]


def _english_street(piece: str, further: list[str]) -> tuple[str, str] | None:
    """The street that ``piece`` begins with or is, and what stands behind it. None where it is none."""
    piece = _LABEL.sub("", piece)
    found = ENGLISH_STREET.search(piece) or POST_BOX.search(piece)
    if found is None:
        bare = piece.strip(" .")
        if further and WITHIN_BUILDING.fullmatch(f", {bare}"):
            above = _english_street(further[0], [])
            return (f"{above[0]}, {bare}", above[1]) if above and not above[1] else None
        return None
    end = found.end()
    while inner := WITHIN_BUILDING.match(piece, end):
        end = inner.end()
    return piece[found.start() : end].strip(" ,"), piece[end:].strip(" ,.-")


def _is_county(place: str) -> bool:
    word = place.lower().rstrip(".")
    return word in COUNTIES or word.endswith("shire") or word.rpartition(" ")[2] in COUNTIES


def _continental(text: str, start: int, code: str) -> tuple[str, str] | None:
    """The street in the line of a postal code or the two above, and the country that writes it so."""
    length = len(code.partition(" ")[0].partition("-")[0])
    for line in text[max(0, start - 200) : start].split("\n")[-3:][::-1]:
        if not any(sign in line for sign in "0123456789"):
            continue
        for countries, form in CONTINENTAL_STREETS:
            if found := form.search(line):
                country = next(
                    (each for each in countries if _CODE_LENGTH.get(each, 5) == length), countries[0]
                )
                return found[0].strip(" ,"), country
    return None


def _finding(parts: dict[str, str], rule: str, confidence: float, at: str) -> Finding:
    ordered = {name: parts[name] for name in _PARTS if parts.get(name)}
    return Finding("address", _on_one_line(ordered), rule, confidence, ordered, at)


def _squashed(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()


def _on_one_line(parts: dict[str, str]) -> str:
    """As the country writes it: the postal code after the region, or before the place."""
    code, city, region = (parts.get(name, "") for name in ("postcode", "city", "region"))
    if parts.get("country") in _CODE_LAST:
        place = [city, f"{region} {code}".strip()]
    else:
        place = [f"{code} {city}".strip(), region]
    return ", ".join(filter(None, [parts.get("street", ""), *place, parts.get("country", "")]))
