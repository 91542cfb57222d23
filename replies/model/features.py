"""Text to features: the same for training and for use, or the weights would mean nothing.

A feature is a row of the table of weights, chosen by a hash of its name, so no vocabulary is kept. Features
come in groups, each with one value for all of its features: concepts, pairs of concepts, words, pairs of
words, pieces of words.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from replies.model.concepts import CJK, concepts
from replies.patterns import Lazy

MAX_CHARS = 1200
MAX_WORDS = 160
ROWS = 1 << 15
VALUES = (3.0, 1.5, 1.0, 0.7, 0.5)
"""The value of the features of each group: concepts, their pairs, words, their pairs, pieces of words."""

ADDRESS = Lazy(r"\S+@\S+|https?://\S+|www\.\S+")
_PHONE = Lazy(r"(?<!\w)\+?\(?\d[\d ()./-]{6,}\d")
_TIME = Lazy(r"\b\d{1,2}(?::\d\d|\s?(?:am|pm|uhr|h|val|klo)\b)")
_NUMBER = Lazy(r"\d+")
WORD = Lazy(r"[^\W_]+(?:'[^\W_]+)?|[?!]")
_PIECES = (2, 3, 4, 5)
_CJK_PIECES = (1, 2, 3, 4)


def normalise(text: str) -> str:
    """Lower case, compatibility forms folded, typographic quotes made plain."""
    folded = unicodedata.normalize("NFKC", text[:MAX_CHARS]).lower()
    return folded.replace("’", "'").replace("`", "'").replace("´", "'")


def features(text: str) -> tuple[list[int], ...]:
    """The rows of a text's features, a list for each group of ``VALUES``. A row occurs once in a group."""
    plain = normalise(text)
    meanings, pairs = _meanings(plain)
    for name, pattern in (("address", ADDRESS), ("phone", _PHONE), ("time", _TIME)):
        if pattern.search(plain):
            meanings.add(f"has:{name}")
    words, word_pairs, pieces = _words(_NUMBER.sub("0", ADDRESS.sub(" ", plain)))
    pairs.add(f"long:{min(6, len(plain) // 25)}")
    named = (
        {crc32(name.encode()) % ROWS for name in group} for group in (meanings, pairs, words, word_pairs)
    )
    return (*map(sorted, named), sorted(pieces))


def _meanings(plain: str) -> tuple[set[str], set[str]]:
    """Concepts, and which stand together in a sentence, which follows which, which is first and last."""
    found = concepts(plain)
    meanings = {f"k:{one.concept}" for one in found}
    pairs: set[str] = set()
    for here, after in pairwise(found):
        if here.sentence == after.sentence:
            pairs.add(f"then:{here.concept}>{after.concept}")
    for sentence in {one.sentence for one in found}:
        names = sorted({one.concept for one in found if one.sentence == sentence})[:12]
        pairs |= {f"both:{a}+{b}" for at, a in enumerate(names) for b in names[at + 1 :]}
    pairs.add(f"first:{found[0].concept if found else ''}")
    pairs.add(f"last:{found[-1].concept if found else ''}")
    pairs.add(f"many:{min(6, len(meanings))}")
    return meanings, pairs


def _words(plain: str) -> tuple[set[str], set[str], set[int]]:
    """Names of words and of their pairs, and the rows of pieces of words."""
    words: set[str] = set()
    pairs: set[str] = set()
    pieces: set[int] = set()
    previous = "^"
    for word in WORD.findall(plain)[:MAX_WORDS]:
        if not CJK.search(word):
            words.add(f"w:{word}")
            pairs.add(f"p:{previous} {word}")
            previous = word
        pieces |= _rows_of_pieces(word)
    pairs.add(f"p:{previous} $")
    return words, pairs, pieces


@lru_cache(maxsize=4096)
def _rows_of_pieces(word: str) -> frozenset[int]:
    """Kept, as each word of an answer is asked for twice: in the whole, and in its sentence."""
    padded = f"<{word}>"
    sizes = _CJK_PIECES if CJK.search(word) else _PIECES
    names = (padded[at : at + size] for size in sizes for at in range(len(padded) - size + 1))
    return frozenset(crc32(f"c:{name}".encode()) % ROWS for name in names)
