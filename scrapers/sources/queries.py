"""The queries of a web search: as a campaign writes them, or made from words, industries and countries.

The terms are our own data file. Each industry is asked for in the languages of each country, as far as the
file knows them, else in English; a term stands with words that shops use of themselves. Order is fixed:
the same campaign asks the same queries, so that a place in a walk means the same tomorrow.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from outreach.sources import SearchSource, ShopQueries

_FILE = Path(__file__).parent.parent / "data" / "shop_terms.toml"
_ENGLISH = "en"


class Query(NamedTuple):
    """Words to search for. ``country`` is ISO 3166-1 alpha-2, ``language`` ISO 639-1; empty for any.

    ``shops``: pages of shops are wanted, so a provider may add operators of its own.
    """

    text: str
    country: str = ""
    language: str = ""
    shops: bool = False


def queries(source: SearchSource) -> tuple[Query, ...]:
    """All queries of a search, each once."""
    written = [Query(" ".join(text.split())) for text in source.queries]
    made = [] if source.shops is None else list(expand(source.shops))
    return tuple(dict.fromkeys(query for query in (*written, *made) if query.text))


def expand(shops: ShopQueries) -> Iterator[Query]:
    """Each country × (industry's terms and keywords) × the words for a shop in its language.

    An industry that the file does not know is searched for as it is written.
    """
    terms = _terms()
    for country in shops.countries or ("",):
        for language in terms["countries"].get(country, [_ENGLISH]):
            shop = terms["shop"][language]
            goods = [
                term
                for industry in shops.industries
                for term in terms["industries"].get(industry, {}).get(language, [industry])
            ]
            for words in dict.fromkeys((*goods, *shops.keywords)):
                for word in shop:
                    yield Query(f"{words} {word}", country, language if country else "", shops=True)


def industries() -> frozenset[str]:
    """The industries that the file has terms for."""
    return frozenset(_terms()["industries"])


@lru_cache(maxsize=1)
def _terms() -> dict[str, Any]:
    import tomllib  # only a search whose queries are made needs it

    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
