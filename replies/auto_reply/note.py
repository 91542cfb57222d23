"""A text taken apart: which of its pieces absence notes and receipts are made of, and which a person said."""

# ruff: noqa: E501 - patterns read best whole, one idea a line
from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from replies.auto_reply import words_away, words_note
from replies.patterns import Lazy

MAX_CHARS = 6000
_MOST_PIECES = 120
_WRAPPED_AT = 50  # a line of so many characters goes on in the next
_FEW_LETTERS = 14  # a line without more letters than a name or "FYI" has
_END = Lazy(
    r"(?<=[.!?])\s+|(?<=[。！？])|\s[-–—]\s|;\s|,?\s(?=(?:but|however|aber|mais|pero|però|ma|maar|ale|mas|men|mutta|но|ama)\b)|(?=\bP\.?S\b[.:]?\s)"
)
_PRESENT = Lazy(
    r"\b(?:currently|presently|at the moment|derzeit|momentan|zurzeit|zur zeit|aktuell|actuellement|en ce moment|actualmente|attualmente|"
    r"al momento|momenteel|op dit moment|obecnie|aktualnie|atualmente|no momento|för närvarande|i øjeblikket|for tiden|for øyeblikket|tällä hetkellä)\b",
    re.IGNORECASE,
)
_DOT_BEHIND_DIGIT = Lazy(r"(?<=\d)(?<!20\d\d)\.(?=[\s\d])")
_PROMISES = Lazy(
    r"\bwill (?:respond|reply|answer|get back|not return|return your)\b|melde mich|antworte\b", re.IGNORECASE
)
_LETTER = Lazy(r"[^\W\d_]")
_POSTSCRIPT = Lazy(r"^\W*p\.?\s?s\b", re.IGNORECASE)
# In a sentence of thanks or of access, only these show a person.
_ASKS = Lazy(
    r"\b(?:can you|could you|can we|could we|let's|i'd (?:like|love)|i would (?:like|love)|interested|schedule|a demo|prices?|pricing|not interested|interesse an|haben interesse|interessiert|intéressée?s?|interesad[oa]s?|interessat[oi]|geïnteresseerd|zainteresowan\w*|intresserad\w*|interessert\w*|interesseret|kiinnostu\w*)\b",
    re.IGNORECASE,
)


class Note(NamedTuple):
    """What a text is made of. The first five say which sort of piece stands among its first.

    ``future``: the absence lies ahead. ``present``: it says that it is now. ``usual`` counts the pieces that
    notes are made of, ``own`` holds the others, in order. ``engaged``: a piece asks, proposes or praises.
    """

    away: bool
    trip: bool
    left: bool
    machine: bool
    acknowledged: int
    future: bool
    present: bool
    usual: int
    own: tuple[str, ...]
    engaged: bool
    promises: bool
    words: int

    @property
    def absent(self) -> bool:
        """Whether somebody is away, on a trip, or the office closed."""
        return self.away or self.trip

    @property
    def pure(self) -> bool:
        """Whether nothing stands there that a person would have to write."""
        return not self.own and not self.engaged


@lru_cache(maxsize=16)
def _any(name: str) -> re.Pattern[str]:
    """The patterns of one name as one; ``AWAY`` holds what is closed, too."""
    found = getattr(words_away, name, None) or getattr(words_note, name)
    patterns = (found,) if isinstance(found, str) else found
    if name == "AWAY":
        patterns += words_away.CLOSED
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def says(name: str, text: str) -> bool:
    """Whether a text holds words of a sort: AWAY, TRIP, LEFT, MACHINE, ACKNOWLEDGED, USUAL, CHALLENGE …"""
    return bool(_any(name).search(text))


def without_dates_dots(text: str) -> str:
    """The text without the dots of "am 12. Mai" and "07.10. nicht": no sentence ends there."""
    return _DOT_BEHIND_DIGIT.sub(" ", text)


def pieces(text: str) -> list[str]:
    """Sentences, and the parts of one that "but" or a dash divides; lines that were wrapped are joined."""
    paragraphs: list[str] = []
    wrapped = False
    for line in text[:MAX_CHARS].split("\n"):
        bare = line.strip()
        if wrapped and bare:
            paragraphs[-1] += " " + bare
        elif bare:
            paragraphs.append(bare)
        wrapped = len(bare) >= _WRAPPED_AT and bare[-1] not in ".!?:;,。！？"
    found = (piece.strip() for paragraph in paragraphs for piece in _END.split(without_dates_dots(paragraph)))
    return [piece for piece in found if piece][:_MOST_PIECES]


def read(text: str) -> Note:
    """Take a visible text apart."""
    all_pieces = [piece for piece in pieces(text) if not says("EMPTY", piece)]
    first = all_pieces[:3]
    own: list[str] = []
    usual = acknowledged = 0
    engaged = False
    for number, piece in enumerate(all_pieces):
        absence = says("AWAY", piece) or says("TRIP", piece) or says("LEFT", piece)
        acknowledges = sum(1 for _ in _any("ACKNOWLEDGED").finditer(piece))
        if says("OFFER", piece):
            continue
        acknowledged += acknowledges
        if absence or acknowledges or says("MACHINE", piece):
            usual += 1
            engaged |= says("ENGAGED", piece) if absence else "?" in piece or bool(_ASKS.search(piece))
        elif says("USUAL", piece) and not _POSTSCRIPT.match(piece):
            usual += 1
            asks = bool(_ASKS.search(piece))
            engaged |= asks
            if asks:
                own.append(piece)
        elif number and len(_LETTER.findall(piece)) <= _FEW_LETTERS and not says("ENGAGED", piece):
            continue  # a name, "FYI"
        else:
            own.append(piece)
            engaged |= says("ENGAGED", piece)
    opening = " ".join(first)
    return Note(
        away=any(says("AWAY", piece) for piece in first),
        trip=any(says("TRIP", piece) for piece in first),
        left=any(says("LEFT", piece) for piece in first),
        machine=any(says("MACHINE", piece) for piece in all_pieces),
        acknowledged=acknowledged,
        future=says("FUTURE", opening),
        present=bool(_PRESENT.search(opening)),
        usual=usual,
        own=tuple(own),
        engaged=engaged,
        promises=bool(_PROMISES.search(text)),
        words=len(text.split()),
    )
