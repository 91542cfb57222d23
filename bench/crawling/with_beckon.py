"""Crawl with Beckon's fetcher: ``python -m bench.crawling.with_beckon PORT PAGES`` prints a JSON object."""

from __future__ import annotations

import asyncio
import json
import resource
import sys
import time
from datetime import UTC, datetime
from ipaddress import ip_network

from bench.crawling import plan
from scrapers.fetch import Fetcher, Limits
from scrapers.guard import Guard
from scrapers.page import Page


async def _this_machine(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


def fetcher(port: int) -> Fetcher:
    """As deployed, but for names that all lead to this machine, which the guard would refuse."""
    return Fetcher(
        about_url=plan.AGENT_PAGE,
        now=lambda: datetime.now(UTC),
        limits=Limits(
            at_once=plan.AT_ONCE, per_host=plan.PER_HOST, host_delay_s=plan.DELAY_S, total_s=plan.TOTAL_S
        ),
        guard=Guard(ports=frozenset({port}), exempt=(ip_network("127.0.0.1/32"),)),
        resolve=_this_machine,
    )


async def crawl(port: int, pages: int) -> int:
    """How many pages had a title."""
    read = 0
    async for _, found in fetcher(port).crawl(plan.urls(port, pages)):
        read += isinstance(found, Page) and bool(plan.title(found.body))
    return read


def main() -> None:
    port, pages = map(int, sys.argv[1:])
    start = time.perf_counter()
    read = asyncio.run(crawl(port, pages))
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"pages": read, "seconds": seconds, "peak_mb": peak}))


if __name__ == "__main__":
    main()
