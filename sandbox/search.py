"""A web search engine with the interface of the Brave Search API (api-dashboard.search.brave.com, web
search).

`GET /res/v1/web/search?q=&count=&offset=` with the header `X-Subscription-Token`. Results are the world's
companies that share words with the query, mixed with the marketplaces and social pages that any real search
brings up.
"""

import re
from collections.abc import Callable
from typing import Any

from sandbox.books import Books
from sandbox.faults import Faults
from sandbox.seeds import Seed
from sandbox.web import Request, Response, json_response
from sandbox.world import Company, World
from sandbox.world.load import read_yaml

KEY = "sandbox-brave-key"
MAX_COUNT = 20
MAX_OFFSET = 9
NOISE = (
    ("https://www.amazon.com/s?k={plus}", "Amazon.com: {query}"),
    ("https://www.etsy.com/market/{under}", "{query} - Etsy"),
    ("https://www.instagram.com/explore/tags/{joined}/", "#{joined} • Instagram photos and videos"),
    ("https://www.ebay.com/sch/i.html?_nkw={plus}", "{query} for sale | eBay"),
    (
        "https://www.reddit.com/r/BuyItForLife/comments/{joined}/",
        "Where do you buy {query}? : r/BuyItForLife",
    ),
    ("https://www.yelp.com/search?find_desc={plus}", "TOP 10 BEST {query} near me | Yelp"),
    ("https://en.wikipedia.org/wiki/{under}", "{query} - Wikipedia"),
    ("https://www.facebook.com/{joined}", "{query} | Facebook"),
)


class Search:
    """The search service."""

    def __init__(self, world: World, books: Books, faults: Faults, seed: Seed, key: str = KEY) -> None:
        self._world = world
        self._books = books
        self._faults = faults
        self._seed = seed
        self._key = key
        self._index = [(company, _words_of(company)) for company in world.companies]

    def routes(self, add: Callable[..., None]) -> None:
        """Register the service's routes."""
        add("GET", "/search/res/v1/web/search", self.web)

    def web(self, request: Request) -> Response:
        """One page of results."""
        if self._faults.take("search", "down"):
            return _error(503, "SERVICE_UNAVAILABLE", "The service is temporarily unavailable.")
        if self._faults.take("search", "throttle"):
            detail = "Request rate limit exceeded for plan."
            return _error(
                429, "RATE_LIMITED", detail, {"component": "rate_limiter"}, [("X-RateLimit-Reset", "1")]
            )
        if self._faults.take("search", "garbage"):
            return Response(200, b"<html>upstream hiccup</html>", (), "text/html")
        token = request.headers.get("x-subscription-token")
        if token is None:
            missing = {
                "errors": [
                    {"type": "missing", "loc": ["header", "x-subscription-token"], "msg": "Field required"}
                ]
            }
            return _error(422, "VALIDATION", "Unable to validate request parameter(s)", missing)
        if token != self._key:
            detail = "The provided subscription token is invalid."
            return _error(422, "SUBSCRIPTION_TOKEN_INVALID", detail, {"component": "authentication"})
        query = " ".join(request.one("q").split())
        count, offset = request.one("count", str(MAX_COUNT)), request.one("offset", "0")
        wrong = []
        if not query or len(query) > 400 or len(query.split()) > 50:
            wrong.append({"loc": ["query", "q"], "msg": "q must be 1 to 400 characters and at most 50 words"})
        if not count.isdigit() or not 1 <= int(count) <= MAX_COUNT:
            wrong.append({"loc": ["query", "count"], "msg": f"count must be 1 to {MAX_COUNT}"})
        if not offset.isdigit() or int(offset) > MAX_OFFSET:
            wrong.append({"loc": ["query", "offset"], "msg": f"offset must be 0 to {MAX_OFFSET}"})
        if wrong:
            return _error(422, "VALIDATION", "Unable to validate request parameter(s)", {"errors": wrong})
        found = self.find(query)
        start = int(offset) * int(count)
        page = found[start : start + int(count)]
        more = start + int(count) < len(found) and int(offset) < MAX_OFFSET
        self._books.write("searches", query=query, count=int(count), offset=int(offset), results=len(page))
        return json_response(
            {
                "type": "search",
                "query": {"original": query, "more_results_available": more},
                "web": {"type": "search", "results": page, "family_friendly": True},
                "mixed": {
                    "type": "mixed",
                    "main": [{"type": "web", "index": n, "all": False} for n in range(len(page))],
                },
            },
            200,
            [
                ("X-RateLimit-Limit", "20, 0"),
                ("X-RateLimit-Remaining", "19, 0"),
                ("X-RateLimit-Reset", "1, 0"),
            ],
        )

    def find(self, query: str) -> list[dict[str, Any]]:
        """Everything that shares words with the query, the best first, among noise."""
        wanted = set(re.findall(r"\w+", query.lower()))
        scored = [
            (-len(wanted & words), self._seed.id("rank", query, company.domain), company)
            for company, words in self._index
            if wanted & words
        ]
        results = [_result(company) for _, _, company in sorted(scored, key=lambda entry: entry[:2])]
        forms = {
            "query": query,
            "plus": "+".join(query.split()),
            "under": "_".join(query.split()),
            "joined": "".join(re.findall(r"\w+", query.lower())),
        }
        # Noise stands between the results at places that depend on the query only.
        rng = self._seed.rng("noise", query)
        for url, title in NOISE:
            noise = _web_result(url.format(**forms), title.format(**forms), f"Results for {query}.")
            results.insert(rng.randint(0, len(results)), noise)
        return results


def _words_of(company: Company) -> set[str]:
    goods = read_yaml("goods.yml")[company.goods]
    country = read_yaml("words.yml")["countries"][company.country]
    text = " ".join(
        [
            company.name,
            company.line,
            *goods["words"],
            company.platform,
            company.city,
            country,
            company.country,
        ]
    )
    shop = "shop store online" if company.platform != "none" else "studio"
    return {word for word in re.findall(r"\w+", f"{text} {shop}".lower()) if len(word) > 1}


def _result(company: Company) -> dict[str, Any]:
    title = f"{company.name} – {company.line}"
    return _web_result(
        f"https://{company.domain}/", title, f"{company.name}, {company.city}: {company.line}."
    )


def _web_result(url: str, title: str, description: str) -> dict[str, Any]:
    host = url.split("/")[2]
    return {
        "type": "search_result",
        "subtype": "generic",
        "title": title,
        "url": url,
        "is_source_local": False,
        "is_source_both": False,
        "description": description,
        "language": "en",
        "family_friendly": True,
        "profile": {"name": host, "url": url, "long_name": host},
        "meta_url": {"scheme": "https", "netloc": host, "hostname": host, "path": ""},
    }


def _error(
    status: int,
    code: str,
    detail: str,
    meta: dict[str, Any] | None = None,
    headers: list[tuple[str, str]] | None = None,
) -> Response:
    error = {"code": code, "detail": detail, "status": status, "meta": meta or {}}
    return json_response({"type": "ErrorResponse", "error": error}, status, headers or [])
