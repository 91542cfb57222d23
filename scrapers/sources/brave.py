"""The Brave Search API: what to ask for, and the companies in its answer.

https://api-dashboard.search.brave.com/app/documentation/web-search/query — ``count`` ≤ 20 results a page,
``offset`` ≤ 9 pages, a query of at most 400 characters and 50 words. Brave has no operator for words in a
page's address, so queries for shops are words only.
"""

from __future__ import annotations

from outreach.sources import SearchSource
from scrapers.sources.found import BadAnswer, Found, reduce
from scrapers.sources.queries import Query, queries
from scrapers.sources.walk import (
    Answer,
    BadPlace,
    Reading,
    Request,
    Service,
    SourceFailed,
    check,
    numbers,
    parse_json,
)

NAME = "brave"
PATH = "/res/v1/web/search"
PAGE_SIZE = 20
MOST_PAGES = 10
_MOST_CHARS, _MOST_WORDS = 400, 50

# The countries and languages that the API takes; it refuses a request that names another.
_COUNTRIES = frozenset(
    (
        *("AR", "AT", "AU", "BE", "BR", "CA", "CH", "CL", "CN", "DE", "DK", "ES", "FI", "FR", "GB", "GR"),
        *("HK", "ID", "IN", "IT", "JP", "KR", "MX", "MY", "NL", "NO", "NZ", "PH", "PL", "PT", "RU", "SA"),
        *("SE", "TR", "TW", "US", "ZA"),
    )
)
_LANGUAGES = {
    **{code: code for code in ("da", "de", "en", "es", "fr", "it", "nl", "pl", "sv")},
    "pt": "pt-pt",
}


def request(query: Query, page: int) -> Request:
    """The request for one page of results, counted from 0.

    Raises ``ValueError`` for a page or a query that the API refuses.
    """
    words = query.text.split()
    if not words or len(words) > _MOST_WORDS or len(" ".join(words)) > _MOST_CHARS:
        raise ValueError(f"a query has 1 to {_MOST_WORDS} words and at most {_MOST_CHARS} characters")
    if not 0 <= page < MOST_PAGES:
        raise ValueError(f"a query has pages 0 to {MOST_PAGES - 1}")
    params = {"q": " ".join(words), "count": str(PAGE_SIZE), "offset": str(page), "result_filter": "web"}
    if query.country in _COUNTRIES:
        params["country"] = query.country
    if query.language in _LANGUAGES:
        params["search_lang"] = _LANGUAGES[query.language]
    return Request(Service.BRAVE, PATH, params)


def parse(body: bytes) -> Found:
    """The companies among one page's results; ``where`` is the place on the page, counted from 1.

    Raises ``BadAnswer`` for anything that is not the API's answer to a web search.
    """
    answer = parse_json(body)
    if not isinstance(answer, dict) or answer.get("type") != "search":
        raise BadAnswer("the answer is no result of a web search")
    web, query = answer.get("web"), answer.get("query")
    results = web.get("results") if isinstance(web, dict) else []
    if not isinstance(results, list):
        raise BadAnswer("the answer's results are no list")
    more = isinstance(query, dict) and query.get("more_results_available") is True
    rows = [(n, str(row.get("url", "")) if isinstance(row, dict) else "") for n, row in enumerate(results, 1)]
    return reduce(rows, more=more)


class BraveWalk:
    """Query by query, page by page. A place is ``query:page``."""

    def __init__(self, source: SearchSource) -> None:
        self._queries = queries(source)

    def request(self, place: str | None) -> Request | None:
        query, page = numbers(place, 2)
        if query >= len(self._queries):
            return None
        try:
            return request(self._queries[query], page)
        except ValueError as error:
            raise BadPlace(str(error)) from error

    def read(self, place: str | None, answer: Answer) -> Reading:
        query, page = numbers(place, 2)
        _explain(answer)
        check(answer, "Brave Search")
        found = parse(answer.body)
        if found.more and page + 1 < MOST_PAGES:
            return Reading(found, f"{query}:{page + 1}")
        return Reading(found, f"{query + 1}:0" if query + 1 < len(self._queries) else None)


def walk(source: SearchSource) -> BraveWalk:
    return BraveWalk(source)


def _explain(answer: Answer) -> None:
    """Raise ``SourceFailed`` for the errors that Brave names in its own words."""
    if answer.status not in (402, 403, 422, 429):
        return
    try:
        error = parse_json(answer.body).get("error")
    except (BadAnswer, AttributeError):
        return
    code = error.get("code") if isinstance(error, dict) else None
    if code == "SUBSCRIPTION_TOKEN_INVALID":
        raise SourceFailed("key_refused", "Brave Search does not know the key")
    if code in ("QUOTA_LIMITED", "USAGE_LIMIT_EXCEEDED"):
        raise SourceFailed("quota_used", "Brave Search's quota for this period is used up")
    if code == "RATE_LIMITED":
        # "1, 1419704": seconds until each of the plan's limits is lifted, the shortest first.
        reset = answer.headers.get("x-ratelimit-reset", "").split(",")[0].strip()
        after = float(reset) if reset.isascii() and reset.isdigit() and len(reset) < 8 else None
        raise SourceFailed("busy", "Brave Search is asked too often", passing=True, after_s=after)
