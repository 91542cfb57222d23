"""The decision: bare words first, then wishes in sentences, once what is plainly not meant is taken out."""

# ruff: noqa: E501 - patterns read best whole, one idea a line
from __future__ import annotations

import re
from functools import lru_cache

from replies import seen
from replies.patterns import Lazy
from replies.unsubscribe import bare_words, erasure, not_meant, wishes

MAX_CHARS = 4000
MAX_END_CHARS = 1500
ERASURE = "erasure"
THREAT = "threat"

_PREFIX = Lazy(r"^(?:(?:re|aw|sv|antw|odp|r|vs|rv|tr|fw|fwd|wg)\s?:\s*)+", re.IGNORECASE)
_SPACE = Lazy(r"\s+")
_POLITE = Lazy(
    r"^(?:please|pls|plz|kindly|hi|hello|hey|ok|no|thanks|sir|bitte|merci de|s'il vous plaît|svp|por favor|per favore|prego|"
    r"graag|aub|a\.u\.b\.|proszę|snälla|vänligen|venligst|vennligst|tak|takk|tack|prosím|lütfen|kérem|пожалуйста|"
    r"お願いします)[\s,:!]+|[\s,:!]+(?:please|pls|plz|thanks|thank you|thx|now|immediately|asap|bitte|danke|merci|svp|s'il vous plaît|"
    r"por favor|gracias|grazie|per favore|aub|a\.u\.b\.?|dank u|proszę|dziękuję|obrigado|obrigada|tack|tak|takk|kiitos|prosím|děkuji|"
    r"lütfen|kérem|пожалуйста|спасибо|ačiū)$",
    re.IGNORECASE,
)


# ``seen.plain`` writes these letters as those that they look like; so do patterns and words here.
_FOLDED = str.maketrans("łı", "li")


@lru_cache(maxsize=4)
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in patterns).translate(_FOLDED), re.IGNORECASE)


@lru_cache(maxsize=2)
def _folded(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word.translate(_FOLDED) for word in words)


def _alone(line: str, words: frozenset[str]) -> bool:
    """Whether a line says one of the words, and at most "please" or "thanks" beside it."""
    said = line[:80].strip(" \t.!?,;:*_-–—\"'()<>[]。！？、").casefold().translate(_FOLDED)
    for _ in range(2):
        if said in _folded(words):
            return True
        said = _POLITE.sub("", said).strip(" ,.!")
    return said in _folded(words)


def _flat(text: str) -> str:
    """One line, without what is plainly not meant."""
    return _any_of(not_meant.PATTERNS).sub(" ~ ", _SPACE.sub(" ", text).translate(_FOLDED))


def _edges(text: str) -> str:
    """The beginning and the end of a text: people say what they want first, or at last."""
    return text if len(text) <= MAX_CHARS + MAX_END_CHARS else f"{text[:MAX_CHARS]}\n{text[-MAX_END_CHARS:]}"


def asks(text: str, subject: str = "") -> str:
    """The rule by which an answer asks for no more mail, or an empty string.

    "subject", "bare_word", "phrase", "erasure" (a request that the data be deleted, or an objection to their
    use: GDPR Art. 17, 21), "threat" (of a complaint or a lawyer). ``text`` is the visible reply; ``subject``
    counts only when it is the bare word (mail from a mailto link).
    """
    plain = seen.plain(_edges(text))
    said = _flat(plain)
    if _any_of(erasure.REQUESTS).search(said):
        return ERASURE
    bare = _PREFIX.sub("", subject.strip())
    if _alone(bare, bare_words.ALONE) or (not plain.strip() and _alone(bare, bare_words.WHOLE)):
        return "subject"
    lines = [line for line in plain.split("\n") if line.strip()]
    if any(_alone(line, bare_words.ALONE) for line in lines[:3] + lines[-2:]):
        return "bare_word"
    if len(lines) == 1 and _alone(lines[0], bare_words.WHOLE):
        return "bare_word"
    if _any_of(wishes.ENGLISH + wishes.OTHERS).search(said):
        return "phrase"
    return THREAT if _any_of(erasure.THREATS).search(said) else ""


def wants_erasure(rule: str | None) -> bool:
    """Whether a verdict's rule says that data are to be deleted, not only mail stopped."""
    return rule == f"unsubscribe_{ERASURE}"
