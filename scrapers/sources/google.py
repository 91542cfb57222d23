"""Google's Custom Search JSON API: what to ask for, and the companies in its answer.

https://developers.google.com/custom-search/v1/reference/rest/v1/cse/list — at most 10 results a page
(``num``), of which ``start`` counts from 1, and at most 100 results a query; 100 queries a day are free.
Quotas end at midnight Pacific time: until then asking again is useless.
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
    as_list,
    check,
    numbers,
    parse_json,
    retry_after_s,
)

NAME = "google"
PATH = "/customsearch/v1"
PAGE_SIZE = 10
MOST_RESULTS = 100
_MOST_CHARS, _MOST_WORDS = 2_048, 32
_FIELDS = "kind,items(link),queries(nextPage(startIndex))"  # the rest of an answer is not used

_SHOP_PAGES = "(inurl:collections OR inurl:products OR inurl:shop)"
"""Added to queries for shops: addresses that shop systems give to their pages."""

_QUOTA = frozenset({"dailyLimitExceeded", "dailyLimitExceededUnreg", "quotaExceeded"})
_RATE = frozenset({"rateLimitExceeded", "userRateLimitExceeded"})
_SETUP = frozenset({"accessNotConfigured", "SERVICE_DISABLED", "forbidden"})
_KEY = frozenset({"keyInvalid", "keyExpired", "API_KEY_INVALID", "API_KEY_SERVICE_BLOCKED"})


def request(query: Query, start: int) -> Request:
    """The request for the results from number ``start``, counted from 1. Raises ``ValueError``."""
    text = f"{query.text} {_SHOP_PAGES}" if query.shops else query.text
    if not query.text or len(text.split()) > _MOST_WORDS or len(text) > _MOST_CHARS:
        raise ValueError(f"a query has 1 to {_MOST_WORDS} words and at most {_MOST_CHARS} characters")
    if not 1 <= start <= MOST_RESULTS - PAGE_SIZE + 1:
        raise ValueError(f"a query gives its first {MOST_RESULTS} results only")
    params = {"q": text, "num": str(PAGE_SIZE), "start": str(start), "fields": _FIELDS}
    if query.country:
        params |= {"gl": query.country.lower(), "cr": f"country{query.country}"}
    if query.language:
        params["lr"] = f"lang_{query.language}"
    return Request(Service.GOOGLE, PATH, params)


def parse(body: bytes) -> Found:
    """The companies among one page's results; ``where`` is the place on the page, counted from 1.

    Raises ``BadAnswer`` for anything that is not the API's answer to a search.
    """
    answer = parse_json(body)
    if not isinstance(answer, dict) or answer.get("kind") != "customsearch#search":
        raise BadAnswer("the answer is no result of a search")
    items = answer.get("items", [])
    if not isinstance(items, list):
        raise BadAnswer("the answer's results are no list")
    asked = answer.get("queries")
    more = isinstance(asked, dict) and bool(asked.get("nextPage"))
    rows = [(n, str(row.get("link", "")) if isinstance(row, dict) else "") for n, row in enumerate(items, 1)]
    return reduce(rows, more=more)


class GoogleWalk:
    """Query by query, ten results at a time. A place is ``query:page``."""

    def __init__(self, source: SearchSource) -> None:
        self._queries = queries(source)

    def request(self, place: str | None) -> Request | None:
        query, page = numbers(place, 2)
        if query >= len(self._queries):
            return None
        try:
            return request(self._queries[query], page * PAGE_SIZE + 1)
        except ValueError as error:
            raise BadPlace(str(error)) from error

    def read(self, place: str | None, answer: Answer) -> Reading:
        query, page = numbers(place, 2)
        if answer.status != 200:
            _explain(answer)
        check(answer, "Google")
        found = parse(answer.body)
        if found.more and (page + 2) * PAGE_SIZE <= MOST_RESULTS:
            return Reading(found, f"{query}:{page + 1}")
        return Reading(found, f"{query + 1}:0" if query + 1 < len(self._queries) else None)


def walk(source: SearchSource) -> GoogleWalk:
    return GoogleWalk(source)


def _explain(answer: Answer) -> None:
    """Raise ``SourceFailed`` for the errors whose meaning is in the body: 403 is both "no" and "too much"."""
    reasons, message = _reasons(answer.body)
    if reasons & _QUOTA or (answer.status == 429 and "per day" in message):
        raise SourceFailed("quota_used", "Google's searches of today are used up")
    if reasons & _RATE or answer.status == 429:
        after = retry_after_s(answer.headers)
        raise SourceFailed("busy", "Google is asked too often", passing=True, after_s=after)
    if reasons & _KEY:
        raise SourceFailed("key_refused", "Google does not accept the key google_key")
    if reasons & _SETUP:
        raise SourceFailed("key_refused", "the Custom Search API is not enabled for the key google_key")
    if answer.status == 400:
        raise SourceFailed("request_refused", "Google refused the request: look at google_cx and google_key")


def _reasons(body: bytes) -> tuple[frozenset[str], str]:
    """The words that an error gives as its reasons, in both forms that Google uses, and its message."""
    try:
        answer = parse_json(body)
    except BadAnswer:
        return frozenset(), ""
    error = answer.get("error") if isinstance(answer, dict) else None
    if not isinstance(error, dict):
        return frozenset(), ""
    entries = [*as_list(error.get("errors")), *as_list(error.get("details"))]
    words = (entry.get("reason") for entry in entries if isinstance(entry, dict))
    return frozenset(word for word in words if isinstance(word, str)), str(error.get("message", "")).lower()
