"""One process: read and decide message after message, and print its resident memory at some counts (JSON)."""

from __future__ import annotations

import gc
import json
import sys
from itertools import cycle, islice
from pathlib import Path

from bench.answering.mails import messages
from replies.message import parse
from replies.verdict import decide


def resident() -> int:
    """Resident memory of this process in bytes, garbage collected first."""
    gc.collect()
    for row in Path("/proc/self/status").read_text().splitlines():
        if row.startswith("VmRSS:"):
            return int(row.split()[1]) * 1024
    raise LookupError("VmRSS")


def main(counts: list[int]) -> None:
    _, raws = messages()
    supply = cycle(raws)
    seen = 0
    at = {}
    for count in counts:
        for raw in islice(supply, count - seen):
            decide(parse(raw))
        seen = count
        at[count] = resident()
    print(json.dumps(at))


if __name__ == "__main__":
    main([int(count) for count in sys.argv[1:]])
