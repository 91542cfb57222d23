"""Google's Custom Search JSON API (developers.google.com/custom-search/v1/reference/rest/v1/cse/list).

`GET /customsearch/v1?key=&cx=&q=&start=&num=`: ten results a page, a hundred a query. It ranks as the other
search engine does; operators narrow nothing down here, but do no harm.
"""

import re
from collections.abc import Callable
from typing import Any

from sandbox.books import Books
from sandbox.faults import Faults
from sandbox.web import Request, Response, json_response

KEY = "sandbox-google-key"
ENGINE = "sandbox-google-engine"
MAX_NUM = 10
MAX_RESULTS = 100
_OPERATORS = re.compile(r"\([^)]*\)|\b\w+:\S+")


class Google:
    """The service. `find` gives the results for some words, as `url`, `title` and `description`."""

    def __init__(self, find: Callable[[str], list[dict[str, Any]]], books: Books, faults: Faults) -> None:
        self._find = find
        self._books = books
        self._faults = faults

    def routes(self, add: Callable[..., None]) -> None:
        """Register the service's routes."""
        add("GET", "/google/customsearch/v1", self.search)

    def search(self, request: Request) -> Response:
        """One page of results."""
        if self._faults.take("google", "down"):
            return _error(503, "backendError", "The service is currently unavailable.", "UNAVAILABLE")
        if self._faults.take("google", "quota"):
            message = "Quota exceeded for quota metric 'Queries' and limit 'Queries per day'."
            return _error(429, "rateLimitExceeded", message, "RESOURCE_EXHAUSTED")
        if self._faults.take("google", "garbage"):
            return Response(200, b"<!doctype html><title>Sorry</title>", (), "text/html")
        if request.one("key") != KEY:
            return _error(400, "badRequest", "API key not valid.", "INVALID_ARGUMENT", "API_KEY_INVALID")
        query, start, num = request.one("q"), request.one("start", "1"), request.one("num", str(MAX_NUM))
        known = start.isdigit() and num.isdigit() and 1 <= int(num) <= MAX_NUM
        if request.one("cx") != ENGINE or not query or not known:
            return _error(400, "badRequest", "Request contains an invalid argument.", "INVALID_ARGUMENT")
        first, count = int(start), int(num)
        if first < 1 or first + count - 1 > MAX_RESULTS:
            return _error(400, "badRequest", "Request contains an invalid argument.", "INVALID_ARGUMENT")
        found = self._find(" ".join(_OPERATORS.sub(" ", query).split()))[:MAX_RESULTS]
        page = found[first - 1 : first - 1 + count]
        self._books.write("searches", query=query, count=count, offset=first, results=len(page))
        queries: dict[str, Any] = {"request": [_query(query, len(found), count, first)]}
        if first - 1 + count < len(found):
            queries["nextPage"] = [_query(query, len(found), count, first + count)]
        answer: dict[str, Any] = {
            "kind": "customsearch#search",
            "queries": queries,
            "searchInformation": {"totalResults": str(len(found))},
        }
        if page:
            answer["items"] = [_item(result) for result in page]
        return json_response(answer)


def _query(words: str, total: int, count: int, start: int) -> dict[str, Any]:
    return {
        "title": f"Google Custom Search - {words}",
        "totalResults": str(total),
        "searchTerms": words,
        "count": count,
        "startIndex": start,
        "cx": ENGINE,
    }


def _item(result: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": "customsearch#result",
        "title": result["title"],
        "link": result["url"],
        "displayLink": result["url"].split("/")[2],
        "snippet": result["description"],
    }


def _error(status: int, reason: str, message: str, name: str, detail: str = "") -> Response:
    error: dict[str, Any] = {
        "code": status,
        "message": message,
        "errors": [{"message": message, "domain": "global", "reason": reason}],
        "status": name,
    }
    if detail:
        error["details"] = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": detail}]
    return json_response({"error": error}, status)
