"""A suggested answer, for a person to change and send. Nothing here is ever sent by itself.

The words are the project's own, a file a language in ``suggestions/``. Into them go only values that were
checked: the name that the campaign knows, a day, an hour. No word of the answer itself is repeated, so nobody
can put words into our mouth.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from replies.facets import Facet
from replies.intent import Intent
from replies.meeting import Proposal

FOLDER = Path(__file__).parent / "suggestions"
FALLBACK = "en"
_SILENT = frozenset({Facet.HOSTILE, Facet.OPT_OUT})
_NAME = re.compile(r"[^\W\d_]+(?:[ .'’-]{1,2}[^\W\d_]+){0,3}\.?")
_LONGEST_NAME = 40


class Suggestion(NamedTuple):
    """A draft in a language (ISO 639-1). ``kind`` names the text it was made from."""

    text: str
    language: str
    kind: str


class _Copy(NamedTuple):
    """A language's texts by kind, and how it writes days."""

    texts: dict[str, str]
    forms: dict[str, str]


def languages() -> frozenset[str]:
    """The languages that suggestions are written in."""
    return frozenset(path.stem for path in FOLDER.glob("*.txt"))


def suggest(found: Intent, language: str | None, name: str = "") -> Suggestion | None:
    """A draft that answers ``found``; None where silence is the better answer.

    ``name`` is the person's as the campaign knows it, left out when it is no plain name. An answer that gives
    orders to programs gets no draft: a person should read it before anything is written.
    """
    if found.facet in _SILENT or found.suspicious:
        return None
    spoken = language if language in languages() else FALLBACK
    copy = _copy(spoken)
    kind, values = _chosen(found, copy)
    known = name.strip()
    plain = bool(_NAME.fullmatch(known)) and len(known) <= _LONGEST_NAME
    greeting = copy.forms["greeting" if plain else "greeting_nobody"].format(name=known)
    said = copy.texts[kind].format(**values)
    return Suggestion(f"{greeting}\n\n{said}", spoken, kind)


def _chosen(found: Intent, copy: _Copy) -> tuple[str, dict[str, str]]:
    """The kind of text, and the values that go into it."""
    facet, proposal = found.facet, found.proposal
    if facet in (Facet.CALL, Facet.MEETING) and proposal is not None and proposal.day is not None:
        return f"{facet}_at", {"when": _when(proposal, copy)}
    if facet is Facet.CALL and found.phone is not None:
        return "call_number", {}
    if facet is Facet.NOT_NOW and found.not_before is not None:
        return "not_now_until", {"month": _named(copy, "months", found.not_before.month - 1)}
    return facet.value, {}


def _when(proposal: Proposal, copy: _Copy) -> str:
    day = proposal.day
    if day is None:
        raise ValueError("a proposal without a day is not written out")
    written = copy.forms["date"].format(
        weekday=_named(copy, "days", day.weekday()),
        day=day.day,
        month=_named(copy, "months", day.month - 1),
        number=f"{day.month:02}",
    )
    if proposal.start is None:
        return written
    return copy.forms["clock"].format(date=written, time=f"{proposal.start:%H:%M}")


def _named(copy: _Copy, form: str, at: int) -> str:
    return copy.forms[form].split(", ")[at]


@lru_cache(maxsize=8)
def _copy(language: str) -> _Copy:
    texts: dict[str, str] = {}
    forms: dict[str, str] = {}
    kind = ""
    for line in (FOLDER / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            kind = line[3:].strip()
        elif kind and line.strip():
            texts[kind] = line.strip()
        elif line.strip():
            form, _, value = line.partition(" ")
            forms[form] = value
    return _Copy(texts, forms)
