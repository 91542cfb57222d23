"""What a page costs on its way to facts, beside a bare parse of it and beside the same with BeautifulSoup."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.figure import Figure

ROOT = Path(__file__).parent.parent
ROUNDS = 7
MOST_PARSES = 4.0  # of which one is the parse itself
MOST_OF_SOUP = 0.2  # five times as fast
_PATIENCE_S = 900.0


def figures(rounds: int = ROUNDS) -> Iterator[Figure]:
    """Medians over real storefronts where the collection is beside the checkout, else over made pages."""
    command = [sys.executable, "-m", "bench.extracting.speed", str(rounds)]
    run = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=_PATIENCE_S)
    found = json.loads(run.stdout)
    source = f"({found['pages']} {found['source']})"
    yield Figure(f"a page parsed, nothing more {source}", found["parse_ms"], "ms")
    yield Figure("a page to facts", found["facts_ms"], "ms")
    yield Figure("a page to facts, beside the parse", found["ratio"], "× lexbor", MOST_PARSES)
    yield Figure("a page to facts, 90th percentile", found["ratio_p90"], "× lexbor")
    yield Figure("a page to facts, beside BeautifulSoup", found["of_soup"], "× soup", MOST_OF_SOUP)
