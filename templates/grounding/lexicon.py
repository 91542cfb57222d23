"""The words of a language, from ``templates/words``: which say nothing, and which are claims."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from templates.grounding.tokens import fold

WORDS = Path(__file__).parent.parent / "words"


class Lexicon(NamedTuple):
    """Sets of folded words. ``predicates`` and ``units`` are by the kind of fact that they belong to."""

    greeting: str
    function: frozenset[str]
    negations: frozenset[str]
    qualifiers: frozenset[str]
    numbers: frozenset[str]
    loaded: frozenset[str]
    framing: frozenset[str]
    asking: frozenset[str]
    relations: frozenset[str]
    looking: frozenset[str]
    articles: frozenset[str]
    second_person: frozenset[str]
    first_person: frozenset[str]
    courtesy: re.Pattern[str]
    predicates: Mapping[str, frozenset[str]]
    units: Mapping[str, frozenset[str]]

    @property
    def bound(self) -> frozenset[str]:
        """Words whose object must be the fact's own."""
        return self.relations | self.negations | self.qualifiers


def languages() -> tuple[str, ...]:
    """The languages that can be judged, ISO 639-1."""
    return tuple(sorted(path.stem for path in WORDS.glob("*.toml")))


@cache
def lexicon(language: str) -> Lexicon:
    """The words of a language. Raises ``FileNotFoundError`` for one that nobody has written down."""
    import tomllib  # read once a process, with the first mail, and not when a Lambda starts

    data = tomllib.loads((WORDS / f"{language}.toml").read_text(encoding="utf-8"))
    texts = {name: data[name] for name in Lexicon._fields if isinstance(data.get(name), str)}
    sets = {name: _words(text) for name, text in texts.items() if name != "greeting"}
    return Lexicon(
        greeting=data["greeting"],
        courtesy=re.compile("(?:" + "|".join(data["courtesy"]) + r")\s*[.!?]?", re.IGNORECASE),
        predicates={kind: _words(words) for kind, words in data["predicates"].items()},
        units={kind: _words(words) for kind, words in data["units"].items()},
        **sets,
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in text.split())
