"""How fast Beckon crawls beside Scrapy, and whether its memory grows with the crawl.

Rounds alternate between the two, so that a busy moment of the machine hits both; the best time of each
counts.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.crawling.plan import HOSTS, PAGES
from bench.figure import Figure

ROOT = Path(__file__).parent.parent
SCRAPY = ROOT / ".venv-bench" / "bin" / "python"
ROUNDS = 3
FEW, MANY = 1_000, 20_000
MOST_MB = 200.0
_PATIENCE_S = 150.0


def figures(rounds: int = ROUNDS) -> Iterator[Figure]:
    with _hosts() as port:
        ours, theirs = [], []
        for _ in range(rounds):
            ours.append(_crawl(sys.executable, "with_beckon", port, PAGES)["seconds"])
            if SCRAPY.exists():
                theirs.append(_crawl(str(SCRAPY), "with_scrapy", port, PAGES)["seconds"])
        yield Figure(f"crawl of {PAGES} pages, {HOSTS} hosts", PAGES / min(ours), "pages/s")
        ratio = "crawl, time beside Scrapy's"
        if theirs:
            yield Figure("the same by Scrapy", PAGES / min(theirs), "pages/s")
            yield Figure(ratio, min(ours) / min(theirs), "× Scrapy", 1.0)
        else:
            yield Figure.absent(ratio, "× Scrapy", 1.0, "Scrapy is not installed in .venv-bench")
        for pages in (FEW, MANY):
            peak = _crawl(sys.executable, "with_beckon", port, pages)["peak_mb"]
            yield Figure(f"crawl, peak memory at {pages} pages", peak, "MB", MOST_MB)


@contextmanager
def _hosts() -> Iterator[int]:
    """The server of all hosts, in its own process, for as long as it is needed. Gives its port."""
    command = [sys.executable, "-m", "bench.crawling.server"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdin
        assert server.stdout
        try:
            yield int(server.stdout.readline())
        finally:
            server.stdin.close()


def _crawl(python: str, module: str, port: int, pages: int) -> dict[str, Any]:
    """What one crawl in a fresh process came to. Raises where it missed a page: half a crawl is fast."""
    command = [python, "-m", f"bench.crawling.{module}", str(port), str(pages)]
    run = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=_PATIENCE_S)
    result: dict[str, Any] = json.loads(run.stdout)
    if result["pages"] != pages:
        raise RuntimeError(f"{module} read {result['pages']} of {pages} pages")
    return result
