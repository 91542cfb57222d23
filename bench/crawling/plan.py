"""What is crawled and how politely: the same for both crawlers. Imports nothing, so that both can."""

from __future__ import annotations

import re
from collections.abc import Iterator

HOSTS = 200
PAGES = 2_000
AGENT_PAGE = "https://beckon.example/bot"
AT_ONCE = 64
PER_HOST = 4
DELAY_S = 0.0
TOTAL_S = 20.0
TITLE = re.compile(r"<title>(.*?)</title>")


def urls(port: int, pages: int, hosts: int = HOSTS) -> Iterator[str]:
    """The addresses in an order in which every host comes around: no crawler has to wait for one."""
    for number in range(pages):
        yield f"http://host-{number % hosts:03}.example:{port}/page-{number // hosts}"


def title(text: str) -> str:
    """What is taken out of a page."""
    found = TITLE.search(text)
    return found[1] if found else ""
