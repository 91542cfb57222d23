"""Common Crawl's URL index (index.commoncrawl.org): the crawls, and the addresses of the world's shops.

`GET /collinfo.json` and `GET /CC-MAIN-YYYY-WW-index?url=*.example&output=json&fl=url&page=`; the number of
pages with `showNumPages=true`. A page holds few lines here, so that paging is seen.
"""

import json
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase

from sandbox import pages
from sandbox.books import Books
from sandbox.faults import Faults
from sandbox.web import Request, Response, json_response
from sandbox.world import World

CRAWLS = ("CC-MAIN-2026-43", "CC-MAIN-2026-38")
LINES_A_PAGE = 40
NDJSON = "text/x-ndjson"


class CrawlIndex:
    """The service."""

    def __init__(self, world: World, books: Books, faults: Faults) -> None:
        self._world = world
        self._books = books
        self._faults = faults

    def routes(self, add: Callable[..., None]) -> None:
        """Register the service's routes."""
        add("GET", "/common-crawl/collinfo.json", self.crawls)
        for crawl in CRAWLS:
            add("GET", f"/common-crawl/{crawl}-index", self.index)

    def crawls(self, request: Request) -> Response:
        """All crawls, the newest first."""
        if self._faults.take("common_crawl", "down"):
            return Response(503, b"<html><title>503 Service Unavailable</title></html>", (), "text/html")
        base = f"http://{request.headers.get('host', 'index.commoncrawl.org')}/common-crawl"
        return json_response(
            [
                {
                    "id": crawl,
                    "name": f"{crawl} Index",
                    "timegate": f"{base}/{crawl}/",
                    "cdx-api": f"{base}/{crawl}-index",
                }
                for crawl in CRAWLS
            ]
        )

    def index(self, request: Request) -> Response:
        """A page of a pattern's addresses, or how many there are."""
        if self._faults.take("common_crawl", "throttle"):
            return Response(503, b"<html><title>503 Slow Down</title></html>", (), "text/html")
        if self._faults.take("common_crawl", "garbage"):
            return Response(200, b"\x00\x1fnot json\n", (), NDJSON)
        pattern, page = request.one("url"), request.one("page", "0")
        if not pattern or not page.isdigit():
            return json_response({"message": "The url= parameter is required"}, 400)
        found = [url for url in self._addresses() if _matches(url, pattern)]
        count = -(-len(found) // LINES_A_PAGE)
        if request.one("showNumPages") == "true":
            return json_response({"pages": count, "pageSize": 1, "blocks": count})
        lines = found[int(page) * LINES_A_PAGE : (int(page) + 1) * LINES_A_PAGE]
        self._books.write("searches", query=pattern, count=LINES_A_PAGE, offset=int(page), results=len(lines))
        if not lines:
            return json_response({"message": f"No Captures found for: {pattern}"}, 404)
        body = "".join(json.dumps({"url": url}) + "\n" for url in lines)
        return Response(200, body.encode(), (), NDJSON)

    def _addresses(self) -> Iterator[str]:
        """What a crawl met: some pages of each shop, in the order of hosts."""
        for company in sorted(self._world.companies, key=lambda company: company.domain):
            if company.platform == "none" or company.kind == "unreachable":
                continue
            for path in ("/", pages.paths_of(company)["shop"], pages.paths_of(company)["about"]):
                yield f"https://{company.domain}{path}"


def _matches(url: str, pattern: str) -> bool:
    """`*.host` is the host and all below it, `host/path*` a prefix, anything else one address."""
    address = url.removeprefix("https://")
    if pattern.startswith("*."):
        host = address.split("/")[0]
        return f".{host}".endswith(pattern[1:])
    return fnmatchcase(address, pattern)
