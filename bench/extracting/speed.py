"""Time pages to facts beside a bare parse and beside the baseline; print one JSON object. Its own process.

CPU time of this process, each page's best of several rounds, the three taken in turn: a busy machine slows
all of them, and ratios of a page's own times are what is kept.
"""

from __future__ import annotations

import csv
import json
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from bench.extracting.made_pages import made_pages
from bench.extracting.soup import extract
from scrapers.charset import decode
from scrapers.page import Page
from scrapers.profile import build_profile

STOREFRONTS = Path(__file__).parents[2].parent / "shared" / "corpora" / "storefronts"
EVERY = 3  # pages for the baseline, which takes a second for some


def main(rounds: int) -> None:
    pages, source = _pages()
    parse: list[float] = []
    facts: list[float] = []
    for page in pages:
        _time(partial(build_profile, [page]))  # patterns are compiled when they are first used
    for page in pages:
        bare = whole = float("inf")
        for _ in range(rounds):
            bare = min(bare, _time(partial(LexborHTMLParser, page.body)))
            whole = min(whole, _time(partial(build_profile, [page])))
        parse.append(bare)
        facts.append(whole)
    soup = [min(_time(partial(extract, page)) for _ in range(2)) for page in pages[::EVERY]]
    ratios = sorted(whole / bare for whole, bare in zip(facts, parse, strict=True))
    json.dump(
        {
            "source": source,
            "pages": len(pages),
            "parse_ms": statistics.median(parse),
            "facts_ms": statistics.median(facts),
            "ratio": statistics.median(ratios),
            "ratio_p90": ratios[len(ratios) * 9 // 10],
            "of_soup": statistics.median(
                whole / other for whole, other in zip(facts[::EVERY], soup, strict=True)
            ),
        },
        sys.stdout,
    )


def _pages() -> tuple[list[Page], str]:
    if not STOREFRONTS.is_dir():
        return list(made_pages()), "made here"
    with (STOREFRONTS / "labels.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [_saved(row["file"], row["url"]) for row in rows], "storefronts"


def _saved(name: str, url: str) -> Page:
    text, charset = decode((STOREFRONTS / name).read_bytes())
    return Page(url, url, 200, text, charset, "")


def _time(work: Callable[[], object]) -> float:
    """CPU milliseconds."""
    started = time.process_time_ns()
    work()
    return (time.process_time_ns() - started) / 1e6


if __name__ == "__main__":
    main(int(sys.argv[1]))
