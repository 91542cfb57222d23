"""Whether somebody asks to be called: the record that a call by a machine needs (FCC 24-17).

Only the writer's own visible words count, and only words that rules know. What a model says can take a wish
away, never make one; nor can a subject (most repeat ours), a wish under a condition, or anything in a text
that gives orders to programs or hides from its reader.
"""

from __future__ import annotations

from typing import NamedTuple

from replies import guards
from replies.facets import Intent3
from replies.intent import Intent, own_words
from replies.phone import Phone, find_phones

MOST_WORDS = 300


class Request(NamedTuple):
    """The sentence that asks for the call, and the number that was given for it, if one can be told."""

    words: str
    phone: Phone | None


def call_asked(text: str, found: Intent | None, *, needs_review: bool) -> Request | None:
    """The request in an answer's visible ``text``; None where there is none beyond doubt.

    ``found`` is the intent, whoever judged it. All of these must hold: it is WARM and asks for a call, nobody
    must review it first, nothing in the text addresses a program or is hidden, nothing declines, steps back,
    refuses calls or insults, and one sentence asks for a call in words that are known.
    """
    if found is None or found.label is not Intent3.WARM or not found.wants_call:
        return None
    if needs_review or found.needs_review or found.suspicious:
        return None
    said, _, suspicious = own_words(text)
    line = guards.flat(said)
    if suspicious or guards.declines(line) or guards.refuses_calls(line) or guards.hostile(line):
        return None
    for sentence in guards.SENTENCE.split(said):
        words = guards.flat(sentence)
        if guards.asks_for_call(words):
            return Request(words[:MOST_WORDS], _number(said, words, found.phone))
    return None


def _number(said: str, asking: str, found: Phone | None) -> Phone | None:
    """The number to call. Where a text gives several, only one that stands in the sentence that asks.

    ``found`` is the first of the text, read as its country writes numbers.
    """
    if found is None or len({phone.digits for phone in find_phones(said)} | {found.digits}) == 1:
        return found
    there = {phone.digits for phone in find_phones(asking)}
    return found if there == {found.digits} else None
