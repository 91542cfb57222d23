"""Which services and apps a site runs, by the fingerprints of ``data/technologies.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from scrapers.document import Document
from scrapers.finding import Finding
from scrapers.traces import PLACES, leaves, look_for, spellings

_DATA = Path(__file__).parent / "data" / "technologies.toml"
_CONFIDENCE = {"host": 0.9, "asset": 0.9, "script": 0.85, "tag": 0.85, "link": 0.8, "meta": 0.8}
_CONFIDENCE |= {"generator": 0.9, "header": 0.9}


@dataclass(frozen=True, slots=True)
class Technology:
    """One service: its name, its category, and what tells it, each a place and a text."""

    name: str
    category: str
    signs: tuple[tuple[str, str], ...]
    example: str


def find_technologies(document: Document) -> list[Finding]:
    """The services that the page uses, by name; ``detail["for"]`` is the category.

    One sign is enough: a page calls these hosts and files only where the service is installed.
    """
    found: dict[str, Finding] = {}
    for name, where, has in _candidates(document):
        if name not in found and leaves(document, where, has):
            detail = {"for": TECHNOLOGIES[name].category}
            if where == "host":
                detail["host"] = has
            found[name] = Finding("technology", name, where, _CONFIDENCE[where], detail, f"{where} {has}")
    return [found[name] for name in sorted(found)]


def _load() -> dict[str, Technology]:
    raw = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    loaded: dict[str, Technology] = {}
    for category, technologies in raw.items():
        for name, entry in technologies.items():
            example = entry.pop("example")
            signs = tuple((place, text) for place, texts in entry.items() for text in texts)
            if (
                name in loaded
                or not signs
                or not {place for place, _ in signs} <= _CONFIDENCE.keys() & PLACES
            ):
                raise ValueError(f"technology {name} is malformed, or there twice")
            for where, text in signs:
                look_for(where, text)
            loaded[name] = Technology(name, category, signs, example)
    return loaded


TECHNOLOGIES = _load()
"""Every technology by name. Read at import: a page is searched for all of them at once."""

_BY_MARK: dict[str, list[tuple[str, str, str]]] = {}
_UNMARKED: dict[str, list[tuple[str, str, str]]] = {"generator": [], "meta": [], "header": []}
for _known in TECHNOLOGIES.values():
    for _where, _has in _known.signs:
        _sign = (_known.name, _where, _has)
        for _mark in spellings(_where, _has):
            _BY_MARK.setdefault(_mark, []).append(_sign)
        if _where in _UNMARKED:
            _UNMARKED[_where].append(_sign)


def _candidates(document: Document) -> list[tuple[str, str, str]]:
    """Signs that the page may leave, the same page's always in the same order."""
    found = [sign for held in document.marks & _BY_MARK.keys() for sign in _BY_MARK[held]]
    found += _UNMARKED["meta"]
    if document.generators:
        found += _UNMARKED["generator"]
    if document.page.headers:
        found += _UNMARKED["header"]
    return sorted(found)
