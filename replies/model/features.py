"""Text to features: the same for training and for use, or the weights would mean nothing."""

from __future__ import annotations

import unicodedata

from replies.patterns import Lazy

MAX_CHARS = 1200
_WORD = Lazy(r"[^\W_]+(?:['’][^\W_]+)?|[?!]")
_CJK = Lazy(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_NUMBER = Lazy(r"\d+")
_ADDRESS = Lazy(r"\S+@\S+|https?://\S+")


def normalise(text: str) -> str:
    """Lower case, compatibility forms folded, addresses and numbers replaced by a mark."""
    folded = unicodedata.normalize("NFKC", text[:MAX_CHARS]).lower().replace("’", "'")
    return _NUMBER.sub("0", _ADDRESS.sub(" @ ", folded))


def features(text: str) -> dict[str, float]:
    """Sparse features with their weights: words, word pairs, word pieces; character pairs for CJK.

    Pieces let an unseen inflection ("interessiert", "interessante") share weight with a seen one.
    """
    tokens: list[str] = []
    for word in _WORD.findall(normalise(text)):
        tokens.extend(word if _CJK.search(word) else [word])
    found: dict[str, float] = {}
    previous = "^"
    for token in tokens[:200]:
        found[f"w:{token}"] = 1.0
        found[f"p:{previous} {token}"] = 1.0
        if len(token) > 3 and not _CJK.search(token):
            padded = f"<{token}>"
            for size in (4, 5):
                for at in range(len(padded) - size + 1):
                    found[f"c:{padded[at : at + size]}"] = 0.5
        previous = token
    found[f"p:{previous} $"] = 1.0
    norm = sum(value * value for value in found.values()) ** 0.5 or 1.0
    return {name: value / norm for name, value in found.items()}
