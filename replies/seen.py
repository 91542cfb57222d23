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
_SPACES = Lazy(r"[^\S\n]+")
_MIXED = Lazy(r"\w*[A-Za-z]\w*")
# Letters of Cyrillic and Greek that look like Latin ones: only inside words that hold Latin letters too.
_LOOKALIKES = str.maketrans(
    "авеікорсухѕјһԁԛԝАВЕІКМНОРСТУХЅЈαοινρτυκΑΒΕΖΗΙΚΜΝΟΡΤΥΧıł",
    "abeikopcyxsjhdqwABEIKMHOPCTYXSJaoivptukABEZHIKMNOPTYXil",
)
_ORDINARY = Lazy(r"[\x20-\x7e\n\t]*")


def plain(text: str) -> str:
    """The text with compatibility forms folded, without invisible characters, comments and blobs."""
    if len(text) < 8000 and _ORDINARY.fullmatch(text):
        folded = text
    else:
        folded = unicodedata.normalize("NFKC", text)
        folded = "".join(c if c in "\n\t" else _kept(c) for c in folded)
        folded = _MIXED.sub(_one_alphabet, folded)
    folded = _BLOB.sub(" ", _COMMENT.sub(" ", folded))
    return _SPACES.sub(" ", folded.replace("’", "'").replace("`", "'"))


def hides(text: str) -> bool:
    """Whether a text holds what no reader sees: comments, tag characters, direction marks, invisible runs."""
    if _COMMENT.search(text):
        return True
    turned = sum(1 for c in text if "\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069")
    tags = sum(1 for c in text if "\U000e0000" <= c <= "\U000e007f")
    invisible = sum(1 for c in text if c in "\u200b\u200c\u2060\ufeff\u00ad")
    return turned > 0 or tags > 3 or invisible > 5


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
