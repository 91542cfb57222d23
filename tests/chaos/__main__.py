"""Run many seeds and add up what they came to: ``make chaos``, or ``make chaos SEED=17`` for one."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Iterator

from tests.chaos.seeds import Result, play

SEEDS = 2_000
ZERO = ("double_sends", "suppressed_sends", "lost_enrolments")
"""The totals that the last line always names."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--seeds", type=int, default=SEEDS, help="how many seeds (default: %(default)s)")
    parser.add_argument("--first", type=int, default=0, help="the first of them")
    parser.add_argument("--seed", type=int, help="this one alone, with all that happened in it")
    parser.add_argument("--workers", type=int, default=2, help="processes side by side")
    parser.add_argument("--json", action="store_true", help="the totals as one JSON object")
    wanted = parser.parse_args(arguments)
    one = wanted.seed is not None
    seeds = [wanted.seed] if one else range(wanted.first, wanted.first + wanted.seeds)
    began = time.monotonic()
    totals: Counter[str] = Counter()
    bad: list[int] = []
    for result in _results(seeds, wanted.workers):
        totals += result.totals
        if one or result.faults:
            _tell(result)
        if result.faults:
            bad.append(result.seed)
        if not one:
            _progress(totals["seeds"], len(seeds), began)
    figures = _figures(totals) | {"seconds": round(time.monotonic() - began)}
    if bad:
        print("once more: " + "; ".join(f"make chaos SEED={seed}" for seed in sorted(bad)[:20]))
    if wanted.json:
        print(json.dumps(figures | {"failing_seeds": sorted(bad)}))
    else:
        print(" ".join(f"{name}={number}" for name, number in figures.items()))
    return 1 if bad else 0


def _results(seeds: list[int] | range, workers: int) -> Iterator[Result]:
    if len(seeds) == 1 or workers < 2:
        yield from map(play, seeds)
        return
    # Forked, so that the imports are paid once.
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        yield from pool.imap_unordered(play, seeds, chunksize=5)


def _figures(totals: Counter[str]) -> dict[str, int]:
    """What happened, then what must not have."""
    first = ["seeds", "sends", "unsubscribes", "deliveries", "crashes", "duplicates", "overtakings"]
    faults = sorted({name.removeprefix("fault:") for name in totals if name.startswith("fault:")} - {*ZERO})
    others = sorted({name for name in totals if not name.startswith("fault:")} - {*first})
    happened = {name: totals[name] for name in (*first, *others)}
    return happened | {name: totals[f"fault:{name}"] for name in (*ZERO, *faults)}


def _tell(result: Result) -> None:
    print(f"\nseed {result.seed}: {', '.join(result.people)}")
    for line in result.trail:
        print(f"  {line}")
    for fault in result.faults:
        print(f"  {fault.kind}: {fault.words}")


def _progress(done: int, of: int, began: float) -> None:
    every = max(1, of // 20)
    if done % every and done != of:
        return
    seconds = time.monotonic() - began
    left = seconds / done * (of - done)
    print(f"{done} of {of} seeds, {seconds:.0f} s, about {left:.0f} s to go", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
