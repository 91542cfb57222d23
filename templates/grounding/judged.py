"""What is judged, what it may stand on, and what is found wanting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from outreach.facts import Fact


class Sentence(NamedTuple):
    """One sentence of a draft and the ids of the facts it rests on."""

    text: str
    facts: tuple[str, ...] = ()


class Unsupported(NamedTuple):
    """A sentence that may not be sent: the check that failed, and the word it failed on."""

    sentence: str
    reason: str
    detail: str

    def __str__(self) -> str:
        return f"{self.reason} ({self.detail}): {self.sentence}"


class Ground(NamedTuple):
    """What a draft may stand on.

    ``allowed_text`` is the campaign's own words; ``language`` ISO 639-1; ``fixed`` what a
    person wrote into the template of this very mail, and answers for.
    """

    facts: Mapping[str, Fact]
    allowed_text: str
    company: str
    domain: str
    language: str = "en"
    fixed: str = ""
