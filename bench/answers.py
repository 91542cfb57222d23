"""How fast answers are read and decided, whether memory grows with their number, and what the worst cost.

Without a model: what rules leave undecided costs the same until then. The standard library's parser reads the
same messages in the same minute, so that a slow machine can be told from slow code.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.answering.hostile import KINDS
from bench.figure import Figure

ROOT = Path(__file__).parent.parent
ROUNDS = 3
MOST_MS = 2.5  # 400 messages a second
MOST_P99_MS = 20.0
FEW, MANY = 1_000, 100_000
MOST_GROWTH_MB = 16.0
MOST_SECONDS = 2.0
MOST_TIMES_SIZE = 3.0
_PATIENCE_S = 1800.0


def figures() -> Iterator[Figure]:
    """Speed, memory, and messages made to cost much: each in a fresh process."""
    speed = _child("speed", ROUNDS)
    name = f"answers read and decided ({speed['messages']} {speed['source']})"
    yield Figure(name, speed["messages"] / speed["seconds"], "messages/s")
    yield Figure("an answer, on average", 1000 * speed["seconds"] / speed["messages"], "ms", MOST_MS)
    yield Figure("an answer, 99th percentile", 1000 * speed["p99"], "ms", MOST_P99_MS)
    yield Figure("an answer, the slowest", 1000 * speed["slowest"], "ms")
    yield Figure(
        "an answer, time beside email's parser alone", speed["seconds"] / speed["standard"], "× email"
    )
    memory = _child("memory", FEW, MANY)
    few, many = memory[str(FEW)] / 2**20, memory[str(MANY)] / 2**20
    yield Figure(f"memory after {FEW} answers", few, "MB")
    yield Figure(f"memory grown after {MANY}", many - few, "MB", MOST_GROWTH_MB)
    made = [_child("hostile", kind) for kind in KINDS]
    slowest = max(made, key=lambda one: one["seconds"])
    largest = max(made, key=lambda one: one["times_size"])
    yield Figure(
        f"40 MB made to cost time, the slowest ({slowest['kind']})", slowest["seconds"], "s", MOST_SECONDS
    )
    yield Figure(
        f"40 MB made to cost memory, the worst ({largest['kind']})",
        largest["times_size"],
        "× size",
        MOST_TIMES_SIZE,
    )


def _child(module: str, *arguments: int | str) -> dict[str, Any]:
    command = [sys.executable, "-m", f"bench.answering.{module}", *map(str, arguments)]
    run = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=_PATIENCE_S)
    found: dict[str, Any] = json.loads(run.stdout)
    return found
