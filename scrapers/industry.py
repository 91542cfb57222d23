"""What a company sells, by the words of ``data/industries.toml`` in what its pages and its catalogue say."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from outreach.facts import Fact
from scrapers.finding import Finding
from scrapers.patterns import pattern

_DATA = Path(__file__).parent / "data" / "industries.toml"
# How much a word counts by the kind of fact that holds it. A catalogue's own types say it best.
_WEIGHTS = {"product_type": 3.0, "description": 2.0, "company": 2.0, "product": 1.0, "newest_product": 1.0}
_MOST_FACTS = 40
_MOST_CHARS = 300  # of one fact
_KEY = 3
_LEAST = 2.0  # one word in the home page's description or in the name, or two products
_SECOND = 0.5  # of the first's weight: what else a company sells
_MOST = 2
_WORD = pattern(r"[^\W\d_][\w'’-]*")
_HOME_PATH = pattern(r"/?(?:[a-z]{2}(?:-[a-z]{2})?/?|index\.\w+|home/?)?", re.I)


def industries(facts: Iterable[Fact]) -> Iterator[Finding]:
    """The industries, at most two, the likelier first; ``detail["evidence"]`` are the ids of what tells.

    An industry counts the facts that hold one of its words, each once. What a page other than the home page
    says of itself counts half: it may be about one product, or a recipe.
    """
    weights: dict[str, float] = {}
    words: dict[str, dict[str, None]] = {}
    evidence: dict[str, list[str]] = {}
    telling = [fact for fact in facts if fact.kind in _WEIGHTS][:_MOST_FACTS]
    for fact in telling:
        weight = _WEIGHTS[fact.kind] * (1.0 if fact.kind != "description" or _is_home(fact.page) else 0.5)
        for industry, word in _told(fact.value.lower()).items():
            weights[industry] = weights.get(industry, 0.0) + weight
            words.setdefault(industry, {})[word] = None
            evidence.setdefault(industry, []).append(fact.id)
    ranked = sorted(weights, key=lambda industry: (-weights[industry], industry))[:_MOST]
    for industry in ranked:
        if weights[industry] >= max(_LEAST, _SECOND * weights[ranked[0]]):
            detail = {
                "words": ", ".join([*words[industry]][:5]),
                "evidence": ",".join(evidence[industry][:10]),
            }
            confidence = min(0.9, 0.4 + 0.1 * weights[industry])
            yield Finding("industry", industry, "words", confidence, detail)


def _is_home(page: str) -> bool:
    try:
        return _HOME_PATH.fullmatch(urlsplit(page).path) is not None
    except ValueError:
        return False


def _told(text: str) -> dict[str, str]:
    """Industry → the first of its words that a word of the text begins with."""
    found: dict[str, str] = {}
    known = _by_letters()
    for word in _WORD.finditer(text, 0, _MOST_CHARS):
        for beginning, industry in known.get(word[0][:_KEY], ()):
            # "toys" and "schuhe", but neither "toyota" nor "hundreds".
            ending = word.end() - word.start() - len(beginning)
            if text.startswith(beginning, word.start()) and ending <= (2 if len(beginning) < 5 else 8):
                found.setdefault(industry, beginning)
    return found


@lru_cache(maxsize=1)
def _by_letters() -> dict[str, list[tuple[str, str]]]:
    """The first three letters → the words that begin with them, with their industries."""
    index: dict[str, list[tuple[str, str]]] = {}
    for industry, beginnings in tomllib.loads(_DATA.read_text(encoding="utf-8")).items():
        for beginning in beginnings:
            index.setdefault(beginning[:_KEY], []).append((beginning, industry))
    return index
