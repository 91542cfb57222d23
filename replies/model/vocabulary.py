"""Which words the offline model has met: where it has not met most of them, its word is worth little.

Kept as a Bloom filter of one hash: 32 KB hold the 9,000 words of the sentences and their first five letters
(for the endings of Finnish or Polish), and of a hundred other words some five are taken for known. Words of
``concepts.txt`` are known too. Chinese, Japanese and Korean are always known: a script that the model reads.
"""

from __future__ import annotations

from collections.abc import Iterable
from zlib import crc32

from replies.model.concepts import CJK, is_known
from replies.model.features import ADDRESS, MAX_WORDS, WORD, normalise

BITS = 1 << 18
_BEGINNING = 5


def words_of(text: str) -> list[str]:
    """The words of a text that say something about its language: of two letters or more, no numbers."""
    plain = ADDRESS.sub(" ", normalise(text))
    return [word for word in WORD.findall(plain)[:MAX_WORDS] if len(word) > 1 and word[0].isalpha()]


def made_of(texts: Iterable[str]) -> bytes:
    """The filter that holds the words of these texts."""
    table = bytearray(BITS // 8)
    for text in texts:
        for word in words_of(text):
            for name in _names(word):
                bit = crc32(name.encode()) % BITS
                table[bit >> 3] |= 1 << (bit & 7)
    return bytes(table)


def share_known(text: str, table: bytes) -> float:
    """The share of a text's words that are known, 0-1; 1 where there are none."""
    words = words_of(text)
    if not words:
        return 1.0
    return sum(_known(word, table) for word in words) / len(words)


def _known(word: str, table: bytes) -> bool:
    if CJK.search(word) or is_known(word):
        return True
    bits = (crc32(name.encode()) % BITS for name in _names(word))
    return any(table[bit >> 3] >> (bit & 7) & 1 for bit in bits)


def _names(word: str) -> tuple[str, ...]:
    """A word, and its beginning where an ending may follow."""
    return (word, f"{word[:_BEGINNING]}*") if len(word) > _BEGINNING else (word,)
