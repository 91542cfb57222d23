"""What importing each handler costs, as a multiple of ``import boto3``.

A Lambda imports its handler at every cold start. Each round starts fresh interpreters, the baseline and the
handlers side by side, so that a busy moment hits both; the ratio of the best times is kept.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.figure import Figure

ROOT = Path(__file__).parent.parent
LIMITS = {"answer_lex": 1.2, "sync_salesforce": 3.0}
LIMIT = 2.0
ROUNDS = 7


def handlers() -> list[str]:
    return sorted(path.stem for path in (ROOT / "handlers").glob("*.py") if path.stem != "__init__")


def figures(rounds: int = ROUNDS) -> Iterator[Figure]:
    statements = {name: f"import handlers.{name}" for name in handlers()}
    statements |= {"boto3": "import boto3", "nothing": "pass"}
    best = dict.fromkeys(statements, float("inf"))
    for _ in range(rounds):
        for name, statement in statements.items():
            best[name] = min(best[name], _seconds(statement))
    baseline = best["boto3"] - best["nothing"]
    yield Figure("import boto3", baseline * 1000, "ms")
    for name in handlers():
        ratio = (best[name] - best["nothing"]) / baseline
        yield Figure(f"import handlers.{name}", ratio, "× boto3", LIMITS.get(name, LIMIT))


def _seconds(statement: str) -> float:
    """Wall time of a fresh interpreter that runs one statement (bytecode is cached after the first round)."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True, cwd=ROOT)
    return time.perf_counter() - start
