"""The Brave Search API: what to ask for, and the companies in its answer.

https://api-dashboard.search.brave.com/app/documentation/web-search/query — ``count`` ≤ 20 results a page,
``offset`` ≤ 9 pages, a query of at most 400 characters and 50 words.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from scrapers.sources.found import BadAnswer, Found, reduce

NAME = "brave"
PATH = "/res/v1/web/search"
PAGE_SIZE = 20
MOST_PAGES = 10
_MOST_CHARS, _MOST_WORDS = 400, 50


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A GET below the API's base URL; the key goes into the header ``X-Subscription-Token``."""

    path: str
    params: dict[str, str]


def request(query: str, page: int, *, country: str | None = None) -> SearchRequest:
    """The request for one page of results, counted from 0. ``country`` is ISO 3166-1 alpha-2.

    Raises ``ValueError`` for a page or a query that the API refuses.
    """
    words = query.split()
    if not words or len(words) > _MOST_WORDS or len(" ".join(words)) > _MOST_CHARS:
        raise ValueError(f"a query has 1 to {_MOST_WORDS} words and at most {_MOST_CHARS} characters")
    if not 0 <= page < MOST_PAGES:
        raise ValueError(f"a query has pages 0 to {MOST_PAGES - 1}")
    params = {"q": " ".join(words), "count": str(PAGE_SIZE), "offset": str(page), "result_filter": "web"}
    if country:
        params["country"] = country
    return SearchRequest(PATH, params)


def parse(body: bytes) -> Found:
    """The companies among one page's results; ``where`` is the place on the page, counted from 1.

    Raises ``BadAnswer`` for anything that is not the API's answer to a web search.
    """
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadAnswer("the answer is not JSON") from error
    if not isinstance(answer, dict) or answer.get("type") != "search":
        raise BadAnswer("the answer is no result of a web search")
    web, query = answer.get("web"), answer.get("query")
    results = web.get("results") if isinstance(web, dict) else []
    if not isinstance(results, list):
        raise BadAnswer("the answer's results are no list")
    more = isinstance(query, dict) and query.get("more_results_available") is True
    rows = [(n, str(row.get("url", "")) if isinstance(row, dict) else "") for n, row in enumerate(results, 1)]
    return reduce(rows, more=more)
