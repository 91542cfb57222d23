"""Text as words, numbers and symbols, and when two words are forms of one."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from templates.lazy import Lazy

_TOKEN = Lazy(
    r"(?P<word>[^\W\d_][^\W_]*)"
    r"|(?P<number>\d+(?:[.,:]\d+)*(?![^\W_]))"
    r"|(?P<mixed>\d[^\W_]*)"
    r"|(?P<symbol>[%‰€$£¥+°™®#=<>])"
    r"|(?P<stop>\.(?!\s*\d)|[!?,;:…–—()\[\]“”„\"«»‹›|/•]|(?<=\s)-(?=\s))"
)
_NOT = re.compile(r"\b(ca|wo|sha)?(\w*)n['’]t\b", re.IGNORECASE)
_CLAUSE_STOPS = frozenset(".!?;…,:–—-()")
# What may follow the part that two forms of a word share, in the languages that are judged.
_ENDINGS = frozenset((
    "", "s", "es", "e", "n", "en", "d", "ed", "ing", "er", "t", "et", "te", "ten", "em", "est", "st", "end",
    "ung", "ungen", "r", "re", "i", "o", "a", "os", "as", "is", "y", "ies", "ied", "x", "ux", "ee", "ees",
    "ez", "ent", "ant", "ons", "are", "ere", "ire", "ato", "ata", "ati", "ate", "ito", "ita", "ando", "endo",
    "ado", "ada", "ados", "adas", "ido", "ida", "ar", "ir",
))  # fmt: skip
_LEAST_STEM = 4
_SHORT_ENDINGS = frozenset("snex")


class Token(NamedTuple):
    """``text`` is folded; ``raw`` as it was written; ``kind``: word, number, symbol or stop."""

    text: str
    raw: str
    kind: str

    @property
    def content_like(self) -> bool:
        """Whether it is long enough, or odd enough, to be a name or to carry a meaning."""
        return self.kind == "word" and (
            len(self.text) > 2 or self.raw.isupper() or any(c.isdigit() for c in self.raw)
        )


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Small letters without accents: what two spellings of a word share."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def tokenise(text: str) -> tuple[Token, ...]:
    """The tokens of a text in order. "don't" is "do not"; an elided article is a word of its own."""
    found = []
    for match in _TOKEN.finditer(_NOT.sub(_spelt_out, text)):
        kind = str(match.lastgroup)
        raw = match[0]
        if kind == "number":
            found.append(Token(plain_number(raw), raw, "number"))
        else:
            found.append(Token(fold(raw), raw, "word" if kind == "mixed" else kind))
    return tuple(found)


def _spelt_out(match: re.Match[str]) -> str:
    stem = {"ca": "can", "wo": "will", "sha": "shall"}.get((match[1] or "").lower(), match[1] or "")
    return f"{stem}{match[2]} not"


def plain_number(number: str) -> str:
    """``1,200`` and ``1200`` are one number."""
    return re.sub(r"[.,](?=\d{3}(?:\D|$))", "", number)


@cache
def _families() -> dict[str, int]:
    """The forms of irregular words: the number of the line that each stands on."""
    lines = (Path(__file__).parent.parent / "words" / "forms.txt").read_text(encoding="utf-8").splitlines()
    return {
        fold(word): at for at, line in enumerate(lines) if not line.startswith("#") for word in line.split()
    }


@lru_cache(maxsize=50_000)
def similar(one: str, other: str) -> bool:
    """Whether two folded words are forms of one: the same beginning, and endings of inflexion after it."""
    if one == other:
        return True
    families = _families()
    if one in families and families[one] == families.get(other):
        return True
    if any(c.isdigit() for c in one + other):
        return False
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    rests = (one[shared:], other[shared:])
    if shared == _LEAST_STEM - 1:
        return "" in rests and (rests[0] + rests[1]) in _SHORT_ENDINGS
    return shared >= _LEAST_STEM and all(rest in _ENDINGS for rest in rests)


def clauses(tokens: tuple[Token, ...]) -> list[tuple[Token, ...]]:
    """The tokens between marks that end a clause, without the marks."""
    found: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind == "stop":
            if token.text in _CLAUSE_STOPS:
                found.append([])
        else:
            found[-1].append(token)
    return [tuple(clause) for clause in found if clause]
