"""What pages say of a company's size: people, shops, years, reviews. Only numbers that stand there."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from scrapers.document import Document
from scrapers.finding import Finding
from scrapers.marks import mark
from scrapers.patterns import pattern
from scrapers.structured import types, values
from scrapers.wording import tidy

_MOST_PLACES = 20  # at which one word is looked at
_AROUND = 80  # characters before a word, and after it
_MOST_PEOPLE, _MOST_STORES = 500_000, 20_000

_NUMBER = r"([0-9]{1,3}(?:[,.\u00a0 ][0-9]{3})+|[0-9]{1,6})"
_MORE = (
    r"(over|more than|about|around|some|almost|nearly|über|mehr als|rund|plus de|más de|oltre|"
    r"meer dan|ca\.)?\s?"
)
_OUR = pattern(
    r"\b(?:our|we|us|team|staff|employs?|have|has|wir|unser\w*|beschäftig\w*|nous|notre|nos|nuestr\w*|nostr\w*|"
    r"ons|onze)\b",
    re.I,
)
_THEIRS = pattern(
    r"\b(?:companies|businesses|organi[sz]ations|firms|brands|retailers|clients|unternehmen) (?:with|of)\b",
    re.I,
)
_WORDS = tomllib.loads((Path(__file__).parent / "data" / "signals.toml").read_text(encoding="utf-8"))["size"]
_PEOPLE, _TEAM_OF, _STORES, _FOUNDED = (
    tuple(_WORDS[name]) for name in ("people", "team_of", "stores", "founded")
)
mark(*_PEOPLE, *_TEAM_OF, *_STORES, *_FOUNDED)

_COUNTED_BEFORE = pattern(rf"{_MORE}{_NUMBER}\s?(\+)?\s(?:[a-zß-ÿ]{{2,12}}\s){{0,2}}\Z", re.I)
_STORES_BEFORE = pattern(rf"{_MORE}{_NUMBER}\s?(\+)?(?:\s[a-zß-ÿ]{{2,12}})?\Z", re.I)
_COUNTED_AFTER = pattern(rf"{_MORE}{_NUMBER}(\+)?(?![\w,.]?\w| years)", re.I)
_YEAR_AFTER = pattern(r"[\s:]{0,2}(?:in\s|im Jahr\s)?((?:1[6-9]|20)[0-9]{2})(?![\w%-])")
_SAYS_MORE = frozenset(("over", "more than", "über", "mehr als", "plus de", "más de", "oltre", "meer dan"))
_COMPANIES = frozenset(
    {"organization", "corporation", "localbusiness", "store", "onlinestore", "restaurant", "brand"}
)


def find_size_evidence(document: Document) -> Iterator[Finding]:
    """Facts of the kinds headcount, stores, founded and reviews; each kind once."""
    found: dict[str, Finding] = {}
    for finding in (*_stated(document), *_written(document)):
        found.setdefault(finding.kind, finding)
    yield from found.values()


def _stated(document: Document) -> Iterator[Finding]:
    for node in document.json_ld:
        for number in values(node, "numberOfEmployees"):
            if people := _people_of(number):
                yield Finding("headcount", people, "jsonld", 0.95, at="json-ld numberOfEmployees")
        year = str(node.get("foundingDate", ""))[:4]
        if year.isdigit() and 1500 < int(year) < 2100:
            yield Finding("founded", year, "jsonld", 0.95, at="json-ld foundingDate")
        rating = node.get("aggregateRating")
        if isinstance(rating, dict) and not _COMPANIES.isdisjoint(types(node)):
            count = _whole(rating.get("reviewCount", rating.get("ratingCount")))
            if count:
                stars = tidy(str(rating.get("ratingValue", "")), 5)
                detail = {"rating": stars} if stars else {}
                yield Finding("reviews", str(count), "jsonld", 0.9, detail, "json-ld aggregateRating")


def _people_of(number: object) -> str:
    """ "12", "11-50", "50+", or nothing, of schema.org's Integer or QuantitativeValue."""
    if isinstance(number, dict):
        least, most = _whole(number.get("minValue")), _whole(number.get("maxValue"))
        if least and most:
            return f"{least}-{most}"
        if least:
            return f"{least}+"
        return _people_of(number.get("value"))
    count = _whole(number)
    return str(count) if count else ""


def _whole(number: object) -> int:
    """A positive number as JSON-LD writes it; 0 for anything else."""
    text = str(number).replace(",", "").strip() if isinstance(number, (str, int)) else ""
    return int(text) if text.isdecimal() and 0 < len(text) <= 7 and int(text) <= _MOST_PEOPLE else 0


def _written(document: Document) -> Iterator[Finding]:
    held = document.marks
    if held.isdisjoint((*_PEOPLE, *_TEAM_OF, *_STORES, *_FOUNDED)):
        return
    text = document.text
    for word in (one for one in (*_PEOPLE, *_TEAM_OF) if one in held):
        for at in _places(text, word):
            before, after = _sides(text, at, word)
            match = _COUNTED_AFTER.match(after) if word in _TEAM_OF else _COUNTED_BEFORE.search(before)
            ours = word in _TEAM_OF or _OUR.search(before + " " + after[:30])
            if match and ours and not _THEIRS.search(before) and (count := _count(match, _MOST_PEOPLE)):
                yield Finding("headcount", count, "text", 0.7, at=f"text@{at}")
    for word in (one for one in _STORES if one in held):
        for at in _places(text, word):
            before, _ = _sides(text, at, word)
            match = _STORES_BEFORE.search(before)
            if (
                match
                and _OUR.search(before)
                and not _THEIRS.search(before)
                and (count := _count(match, _MOST_STORES))
            ):
                yield Finding("stores", count, "text", 0.6, at=f"text@{at}")
    for word in (one for one in _FOUNDED if one in held):
        for at in _places(text, word):
            if year := _YEAR_AFTER.match(text, at + len(word.rstrip())):
                yield Finding("founded", year[1], "text", 0.6, at=f"text@{at}")


def _places(text: str, word: str) -> Iterator[int]:
    at = -1
    for _ in range(_MOST_PLACES):
        at = text.find(word, at + 1)
        if at == -1:
            return
        yield at


def _sides(text: str, at: int, word: str) -> tuple[str, str]:
    """The sentence around a word, as far as it stands in one line and within 80 characters."""
    before = text[max(0, at - _AROUND) : at].rpartition("\n")[2]
    after = text[at + len(word) : at + len(word) + _AROUND].partition("\n")[0]
    return before, after


def _count(match: re.Match[str], most: int) -> str:
    """The number with its "+", where the page says that it is more. Empty for none that can be."""
    number = int("".join(filter(str.isdecimal, match[2])))
    if not 1 < number <= most or 1900 < number < 2100:
        return ""
    return f"{number}+" if match[3] or (match[1] or "").lower() in _SAYS_MORE else str(number)
