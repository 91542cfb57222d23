"""A filled-in copy as sentences, each with the facts whose words it holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from outreach.facts import Fact
from templates.grounding import Sentence, lexicon
from templates.material import spoken

_END = re.compile(r"(?<=[.!?…])[”“»\"]?\s+(?=[^\W\d_a-zà-ÿ]|[„“«¿¡\"]|\d)")
_HELD = "\ue000"


def sentences(paragraphs: Sequence[str], facts: Mapping[str, Fact], language: str) -> tuple[Sentence, ...]:
    """The sentences of a mail, greeting left out. ``facts``: by the variable that each filled in.

    The company's name alone is no claim: a sentence that only names it cites nothing.
    """
    values = {spoken(fact): fact.id for fact in facts.values()}
    greeting = lexicon(language).greeting
    found = []
    for number, paragraph in enumerate(paragraphs):
        if number == 0 and (paragraph == greeting or len(paragraph.split()) <= 2):
            continue
        for text in _split(paragraph, values):
            cited = tuple(dict.fromkeys(identity for value, identity in values.items() if _says(text, value)))
            found.append(Sentence(text, cited))
    return tuple(found)


def _split(paragraph: str, values: Mapping[str, str]) -> list[str]:
    """At ends of sentences that are not inside a value ("No. 7")."""
    for value in values:
        paragraph = paragraph.replace(value, value.replace(" ", _HELD))
    parts = _END.split(paragraph)
    return [part.replace(_HELD, " ").strip() for part in parts if part.strip()]


def _says(text: str, value: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(value)}(?!\w)", text) is not None
