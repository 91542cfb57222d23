"""People and what they do at a company, where a page says both: precision before recall.

A name alone is not enough: pages name customers, authors and streets as well. A person is a name that stands
in a fixed relation to a role: in structured data, behind a label ("Owner: Jane Doe"), or on a team card (the
name on one line, the role on the next).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from scrapers.document import Document
from scrapers.finding import Finding
from scrapers.marks import mark
from scrapers.patterns import pattern
from scrapers.structured import types, values
from scrapers.wording import tidy

_MOST_CHARS = 60_000
_KEYS = {
    "founder": "Founder",
    "founders": "Founder",
    "employee": "",
    "contactPoint": "",
}  # to the role they give
_MOST_PEOPLE = 30
_MOST_PLACES = 60  # at which one role's word is looked at
_LONGEST_ROLE = 60

_DATA = Path(__file__).parent / "data"
_WORDS = tomllib.loads((_DATA / "roles.toml").read_text(encoding="utf-8"))
_WHOLE, _LABELS = frozenset(_WORDS["whole"]), _WORDS["labels"]
_ROLES = frozenset((*_WORDS["whole"], *_WORDS["begun"], *_WORDS["imprint"]))
_NEEDS_NO_COLON = frozenset(_WORDS["imprint"]) | {"Vertreten durch", "ounded by"}
mark(*_ROLES, *_LABELS)

_FIRST = r"[A-ZÀ-ÞŚŁŻČŠŽ][a-zà-žß]{1,15}(?:[-’'][A-ZÀ-Þ][a-zà-žß]{1,15})?"
_LAST = r"(?:Mc|Mac|O[’']|D[’']|Fitz|De|Di|La|Van)?[A-ZÀ-ÞŚŁŻČŠŽ][a-zà-žß]{1,20}(?:-[A-ZÀ-Þ][a-zà-žß]{1,20})?"
_TITLE = r"(?:(?:Dr|Prof|Mr|Mrs|Ms|Herr|Frau|Dipl|Ing|Mag|Sir|Dame)\b\.?(?:-[A-Z][a-z]{2,5}\.)?\s){0,3}"
_NAME = (
    rf"(?:{_FIRST}|[A-Z]\.) (?:(?:[A-Z]\.?|{_FIRST}) ){{0,2}}"
    rf"(?:(?:van|von|de|der|den|la|le|di|da|del|dos|ten|ter|zu) ){{0,2}}{_LAST}"
)
_WHOLE_NAME = pattern(rf"{_TITLE}({_NAME})(?:,?\s(?:Jr|Sr|PhD|Ph\.D|MD|MBA|CPA|Esq)\.?)?")
_BEHIND = pattern(rf"(?:\s?\((?:[^()\n]{{1,30}})\))?\s?[:\u2013-]?\s{{0,3}}{_TITLE}({_NAME})(?![\w@])")
_AND_ANOTHER = pattern(rf"\s?(?:,|&|\+|/|und|and|et|y|e|en)\s{{1,2}}{_TITLE}({_NAME})(?![\w@])")
_BEFORE_ROLE = pattern(rf"{_TITLE}({_NAME})\s?(?:,|\||[\u2013\u2014-]|\(|:|/)\s?")
_ROLE_LINE = pattern(r"[A-ZÀ-Þ][\w&/,.’' ()+\u2013-]{1,60}")
# "Director of Sales", "Director, Sales", "Director": but not "Directory", "Director's cut", "Head Office".
_ENDS_ROLE = pattern(r"\s*(?:[,/&)(:;|\u2013-]|\Z|\n|(?:of|for|and|at|to)\s)")
_COMPANY = pattern(r"\b(?:Inc|LLC|Ltd|GmbH|AG|Corp|Limited|Company|Co)\b(?!-)")


def find_stated_people(document: Document) -> Iterator[Finding]:
    """People in JSON-LD who have a role there. To be read before the page's text is."""
    found: dict[str, Finding] = {}
    for key, role in _KEYS.items():
        for node in document.stating(key):
            for one in values(node, key):
                for person in _stated(one, role, key):
                    found.setdefault(person.value, person)
    for node in document.stating("jobTitle"):
        if "person" in types(node) and isinstance(node["jobTitle"], str):
            for person in _stated(node, "", "jobTitle"):
                found.setdefault(person.value, person)
    yield from found.values()


def _stated(one: Any, role: str, key: str) -> Iterator[Finding]:
    name = one.get("name") if isinstance(one, dict) else one if role else None
    if not isinstance(name, str) or not 2 <= len(name.split()) <= 5:
        return
    title = one.get("jobTitle") if isinstance(one, dict) else None
    role = tidy(title, 80) if isinstance(title, str) and title.strip() else role
    detail = {"role": role} if role else {}
    yield Finding("person", tidy(name, 80), "jsonld", 0.9, detail, f"json-ld {key}")


def find_written_people(document: Document) -> Iterator[Finding]:
    """People with their role in the visible text, at most 30."""
    if document.marks.isdisjoint((*_ROLES, *_LABELS)):
        return
    text = document.text[:_MOST_CHARS]
    found: dict[str, Finding] = {}
    cards: list[_Card] = []
    for word in sorted(document.marks.intersection((*_ROLES, *_LABELS))):
        for at in _places(text, word):
            line_start, line_end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
            line = _Line(text, line_start, line_end if line_end != -1 else len(text))
            people = list(_behind_label(line, word, at)) or list(_before_role(line, at))
            for person in people:
                found.setdefault(person.value, person)
            if not people and word not in _LABELS and _is_role(line.text):
                cards.append(_Card(line.text, line.names_above(), line.names_below(), at))
    for person in _on_cards(cards):
        found.setdefault(person.value, person)
    yield from list(found.values())[:_MOST_PEOPLE]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of ``whole``, from ``start`` to ``end``."""

    whole: str
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.whole[self.start : self.end].strip()

    def names_above(self) -> list[str]:
        lines = self.whole[max(0, self.start - 200) : self.start].split("\n")[::-1]
        return _names_in(next((line for line in lines[:4] if line.strip()), ""))

    def names_below(self) -> list[str]:
        lines = self.whole[self.end : self.end + 200].split("\n")
        return _names_in(next((line for line in lines[:4] if line.strip()), ""))


@dataclass(frozen=True, slots=True)
class _Card:
    """A line that is a role, and the names in the lines next to it."""

    role: str
    above: list[str]
    below: list[str]
    at: int


def _on_cards(cards: list[_Card]) -> Iterator[Finding]:
    """The people of cards.

    In a column of names and roles, each role has a name on both of its sides. Whether the names come first or
    the roles is told by the column's ends; where that does not tell, nobody is named.
    """
    names_first = any(card.above and not card.below for card in cards)
    roles_first = any(card.below and not card.above for card in cards)
    for card in cards:
        if card.above and card.below and names_first == roles_first:
            continue
        names = card.above if names_first and card.above else card.below if roles_first else []
        for name in names:
            yield Finding("person", name, "card", 0.75, {"role": card.role}, f"text@{card.at}")


def _places(text: str, word: str) -> Iterator[int]:
    """Where the word stands as one, at most 60 times. German ones have endings."""
    at = -1
    for _ in range(_MOST_PLACES):
        at = text.find(word, at + 1)
        if at == -1:
            return
        if word not in _WHOLE or _ENDS_ROLE.match(text, at + len(word)):
            yield at


def _behind_label(line: _Line, word: str, at: int) -> Iterator[Finding]:
    """People behind "Owner: ", or in an imprint behind "Geschäftsführer", perhaps on the next line."""
    text, after = line.whole, at + len(word)
    colon = text.find(":", at, min(line.end, after + 30))
    if colon == -1 and word not in _NEEDS_NO_COLON:
        return
    if colon == -1:
        colon = after + 1 if text[after : after + 2] == "in" else after - 1
    role = _LABELS.get(word) or tidy(text[line.start : colon + (text[colon] != ":")], _LONGEST_ROLE)
    found = _BEHIND.match(text, colon + 1)
    while found and _is_name(found[1]):
        yield Finding("person", found[1], "label", 0.8, {"role": role}, f"text@{at}")
        found = _AND_ANOTHER.match(text, found.end())


def _before_role(line: _Line, at: int) -> Iterator[Finding]:
    """The person of "Jane Doe, Head of Sales"."""
    text = line.text
    found = _BEFORE_ROLE.match(text)
    if found and found.end() <= at - line.start + _LONGEST_ROLE and _is_name(found[1]):
        role = text[found.end() :].strip(" ).,")
        if _is_role(role):
            yield Finding("person", found[1], "line", 0.8, {"role": role}, f"text@{at}")


def _names_in(line: str) -> list[str]:
    """The names that a line consists of; none where it holds anything else."""
    names = []
    for part in line.strip().split(", "):
        whole = _WHOLE_NAME.fullmatch(part)
        if whole is None or not _is_name(whole[1]):
            return []
        names.append(whole[1])
    return names


def _is_role(line: str) -> bool:
    """Is the whole line what somebody does: short, in capitals, no sentence and no company?"""
    return (
        _ROLE_LINE.fullmatch(line) is not None
        and len(line.split()) <= 8
        and not _COMPANY.search(line)
        and not line.endswith((".", "s:", "!"))
    )


def _is_name(name: str) -> bool:
    words = [word.strip(".’'").lower() for word in name.replace("-", " ").split()]
    return not _not_names().intersection(words) and len(set(words)) > 1


@lru_cache(maxsize=1)
def _not_names() -> frozenset[str]:
    lines = (_DATA / "not_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
