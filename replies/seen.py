"""A text as a person sees it, for rules and models: without what is invisible, disguised or not prose.

Hidden letters, marks that turn the writing direction, look-alike letters of other alphabets and encoded blobs
are ways to show a reader one thing and a program another. What is shown to people stays as it came.
"""

from __future__ import annotations

import re
import unicodedata

from replies.patterns import Lazy

_COMMENT = Lazy(r"<!--.*?(?:-->|$)", re.DOTALL)
_BLOB = Lazy(r"(?<![\w+/=])(?=[A-Za-z0-9+/_-]*\d)(?=[A-Za-z0-9+/_-]*[A-Z])[A-Za-z0-9+/_-]{24,}={0,2}")
# Marks without width inside or beside words; scripts that join letters need some of them.
_UNSEEN = Lazy(r"[\u200b\u2060\ufeff\u00ad]|(?<=[A-Za-z])\u200c")
_SPACES = Lazy(r"[^\S\n]+")
_MIXED = Lazy(r"\w*[A-Za-z]\w*")
# Letters of Cyrillic and Greek that look like Latin ones: only inside words that hold Latin letters too.
_LOOKALIKES = str.maketrans(
    "авеікорсухѕјһԁԛԝАВЕІКМНОРСТУХЅЈαοινρτυκΑΒΕΖΗΙΚΜΝΟΡΤΥΧıł",
    "abeikopcyxsjhdqwABEIKMHOPCTYXSJaoivptukABEZHIKMNOPTYXil",
)
_ORDINARY = Lazy(r"[\x20-\x7e\n\t]*")
# Letters in boxes and circles that no compatibility form folds.
_BOXED = {first + n: chr(97 + n) for first in (0x1F150, 0x1F170) for n in range(26)}
# Digits for letters, and letters with a blank after each: ways to write words that a filter does not know.
_DIGIT_INSIDE = Lazy(r"(?<!\w)(?=\w*[^\W\d_])(?=\w*\d)\w{3,}(?!\w)")
_LEET = str.maketrans("01345789", "oieasteg")
_LEET_WORDS = 3
_SPACED_OUT = Lazy(r"(?:(?<!\S)[^\W\d_][ .\-_*]+){11,}[^\W\d_](?!\S)")


def plain(text: str) -> str:
    """The text with compatibility forms folded, without invisible characters, comments and blobs."""
    if len(text) < 8000 and _ORDINARY.fullmatch(text):
        folded = text
    else:
        folded = unicodedata.normalize("NFKC", text.translate(_BOXED))
        folded = "".join(c if c in "\n\t" else _kept(c) for c in folded)
        folded = _MIXED.sub(_one_alphabet, folded)
    folded = _BLOB.sub(" ", _COMMENT.sub(" ", folded))
    return _SPACES.sub(" ", folded.replace("’", "'").replace("`", "'"))


def hides(text: str) -> bool:
    """Whether a text holds what no reader sees: comments, tag characters, turned directions, invisible runs,
    letters with a blank after each."""
    if _COMMENT.search(text):
        return True
    if _SPACED_OUT.search(text):
        return True
    if text.isascii():
        return False
    # Marks that only embed a direction stand around each telephone number that some programs copy.
    turned = any(c in text for c in "\u202d\u202e")
    tags = sum(1 for c in text if "\U000e0000" <= c <= "\U000e007f")
    return turned or tags > 3 or len(_UNSEEN.findall(text)) > 5


def undisguised(text: str) -> str | None:
    """A text that writes digits for letters, with letters: to look into, not to show. None for any other."""
    if len(_DIGIT_INSIDE.findall(text)) < _LEET_WORDS:
        return None
    return _DIGIT_INSIDE.sub(lambda word: word.group(0).translate(_LEET), text)


def _kept(character: str) -> str:
    """Invisible characters vanish; other control characters become a space."""
    kind = unicodedata.category(character)
    if kind in ("Cf", "Mn") and not _is_vowel_mark(character):
        return ""
    return " " if kind in ("Cc", "Cs", "Co", "Cn") else character


def _is_vowel_mark(character: str) -> bool:
    """Marks that belong to a script's letters (Arabic, Hebrew, Indic …) or to Japanese kana."""
    return unicodedata.category(character) == "Mn" and not "\u0300" <= character <= "\u036f"


def _one_alphabet(word: re.Match[str]) -> str:
    return word.group(0).translate(_LOOKALIKES)
