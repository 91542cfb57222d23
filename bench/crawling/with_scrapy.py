"""Crawl with Scrapy: ``python -m bench.crawling.with_scrapy PORT PAGES``, in the environment that has it.

Its politeness is Beckon's. What a crawl does not need (its log, its console, cookies, looking for addresses
that were asked before) is turned off, so that Scrapy is as fast as it can be.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import AsyncIterator
from typing import Any

import scrapy
from scrapy import signals
from scrapy.crawler import CrawlerProcess
from scrapy.resolver import CachingThreadedResolver
from twisted.internet import defer

from bench.crawling import plan


class ThisMachine(CachingThreadedResolver):  # type: ignore[misc]
    """Every name leads to this machine."""

    def getHostByName(self, name: str, timeout: Any = ()) -> Any:
        return defer.succeed("127.0.0.1")


class Titles(scrapy.Spider):  # type: ignore[misc]
    name = "titles"
    port = pages = read = 0
    last = 0.0  # when the last page came: what Scrapy does to end is not counted

    async def start(self) -> AsyncIterator[Any]:
        for url in plan.urls(Titles.port, Titles.pages):
            yield scrapy.Request(url, dont_filter=True)

    def parse(self, response: Any) -> None:
        Titles.read += bool(plan.title(response.text))
        Titles.last = time.perf_counter()


def main() -> None:
    Titles.port, Titles.pages = map(int, sys.argv[1:])
    settings = {
        "USER_AGENT": f"BeckonBot/0.2 (+{plan.AGENT_PAGE})",
        "ROBOTSTXT_OBEY": True,
        "DOWNLOAD_DELAY": plan.DELAY_S,
        "CONCURRENT_REQUESTS": plan.AT_ONCE,
        "CONCURRENT_REQUESTS_PER_DOMAIN": plan.PER_HOST,
        "DOWNLOAD_TIMEOUT": plan.TOTAL_S,
        "DNS_RESOLVER": f"{__name__}.ThisMachine",
        "COOKIES_ENABLED": False,
        "LOG_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
    }
    process = CrawlerProcess(settings)
    crawler = process.create_crawler(Titles)
    began: list[float] = []

    def opened(**_: Any) -> None:
        began.append(time.perf_counter())

    crawler.signals.connect(opened, signal=signals.spider_opened)
    process.crawl(crawler)
    process.start()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"pages": Titles.read, "seconds": Titles.last - began[0], "peak_mb": peak}))


if __name__ == "__main__":
    main()
