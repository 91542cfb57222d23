"""Common Crawl's URL index: companies whose pages the newest crawl met, by a pattern of addresses.

https://index.commoncrawl.org — ``/collinfo.json`` lists the crawls, newest first. Each has a CDX server:
``/CC-MAIN-2026-43-index?url=*.myshopify.com&output=json&fl=url`` gives a JSON object a line, by pages, whose
number ``showNumPages=true`` tells; where nothing matches it answers 404 with "No Captures found".
One page of one block (``pageSize=1``) holds some 3,000 addresses, which are far fewer hosts.
"""

from __future__ import annotations

import json
import re

from outreach.sources import CommonCrawlSource
from scrapers.sources.found import BadAnswer, Found, reduce
from scrapers.sources.walk import (
    Answer,
    BadPlace,
    Reading,
    Request,
    Service,
    as_list,
    check,
    numbers,
    parse_json,
)

NAME = "common_crawl"
_INDEX = re.compile(r"CC-MAIN-\d{4}-\d{2}")
_MOST_LINES = 100_000
_NOTHING = b"no captures found"


def parse(body: bytes) -> Found:
    """The companies of one page of the index; ``where`` is the line, counted from 1.

    Lines that are no record are refused as invalid. Raises ``BadAnswer`` where none is one.
    """
    rows: list[tuple[int, str]] = []
    records = 0
    for number, line in enumerate(body.splitlines()[:_MOST_LINES], 1):
        if not line.strip():
            continue
        url = _url_of(line)
        records += url is not None
        rows.append((number, url or ""))
    if rows and not records:
        raise BadAnswer("no line of the answer is a record of the index")
    return reduce(rows)


def newest(body: bytes) -> str:
    """The name of the newest crawl in ``collinfo.json``. Raises ``BadAnswer``."""
    crawls = parse_json(body)
    names = [crawl.get("id") if isinstance(crawl, dict) else None for crawl in as_list(crawls)]
    known = [name for name in names if isinstance(name, str) and _INDEX.fullmatch(name)]
    if not known:
        raise BadAnswer("the answer names no crawl")
    return max(known)


def count_pages(body: bytes) -> int:
    """How many pages a pattern has. Raises ``BadAnswer``."""
    answer = parse_json(body)
    pages = answer.get("pages") if isinstance(answer, dict) else None
    if not isinstance(pages, int) or isinstance(pages, bool) or pages < 0:
        raise BadAnswer("the answer does not say how many pages there are")
    return pages


class CommonCrawlWalk:
    """First the crawls, then for each pattern its number of pages, then its pages.

    A place is ``crawl/pattern:pages:page`` (such as ``CC-MAIN-2026-43/0:12:3``); without pages
    (``crawl/pattern``) they are still to be counted.
    """

    def __init__(self, source: CommonCrawlSource) -> None:
        self._urls = source.urls

    def request(self, place: str | None) -> Request | None:
        if not self._urls:
            return None
        if place is None:
            return Request(Service.COMMON_CRAWL, "/collinfo.json")
        crawl, pattern, _, page = self._at(place)
        params = {"url": self._urls[pattern], "output": "json", "pageSize": "1"}
        params |= {"showNumPages": "true"} if page is None else {"fl": "url", "page": str(page)}
        return Request(Service.COMMON_CRAWL, f"/{crawl}-index", params)

    def read(self, place: str | None, answer: Answer) -> Reading:
        if place is None:
            check(answer, "Common Crawl")
            return Reading(Found(), f"{newest(answer.body)}/0")
        crawl, pattern, pages, page = self._at(place)
        after = f"{crawl}/{pattern + 1}" if pattern + 1 < len(self._urls) else None
        if answer.status in (200, 404) and _NOTHING in answer.body[:500].lower():
            return Reading(Found(), after)
        check(answer, "Common Crawl")
        if page is None:
            count = count_pages(answer.body)
            return Reading(Found(), f"{crawl}/{pattern}:{count}:0" if count else after)
        found = parse(answer.body)
        return Reading(found, f"{crawl}/{pattern}:{pages}:{page + 1}" if page + 1 < pages else after)

    def _at(self, place: str) -> tuple[str, int, int, int | None]:
        crawl, _, rest = place.partition("/")
        if not _INDEX.fullmatch(crawl):
            raise BadPlace("the place names no crawl")
        pattern, pages, page = numbers(rest, 3) if ":" in rest else (*numbers(rest, 1), 0, 0)
        if pattern >= len(self._urls):
            raise BadPlace("the campaign has fewer patterns")
        return crawl, pattern, pages, page if ":" in rest else None


def walk(source: CommonCrawlSource) -> CommonCrawlWalk:
    return CommonCrawlWalk(source)


def _url_of(line: bytes) -> str | None:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    url = record.get("url") if isinstance(record, dict) else None
    return url if isinstance(url, str) else None
