"""The table of weights in use: read once, asked for the shares of each facet of a text."""

from __future__ import annotations

import json
import math
from array import array
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from replies.facets import Facet
from replies.model.features import VALUES, features

FILE = Path(__file__).parent / "weights.bin"


@dataclass(frozen=True, slots=True)
class Weights:
    """``table`` holds ``len(facets)`` signed bytes a row; one step of a byte is worth ``unit``."""

    version: str
    facets: tuple[Facet, ...]
    unit: float
    table: array[int]


def parse(content: bytes) -> Weights:
    """Read the file's bytes: a line of JSON, then the table."""
    head, _, packed = content.partition(b"\n")
    known = json.loads(head)
    facets = tuple(Facet(name) for name in known["facets"])
    if len(packed) != known["rows"] * len(facets):
        raise ValueError(f"{len(packed)} bytes of weights, {known['rows']} rows of {len(facets)} facets")
    table = array("b")
    table.frombytes(packed)
    return Weights(known["version"], facets, float(known["unit"]), table)


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The project's own, read when first needed."""
    return parse(FILE.read_bytes())


def shares(text: str) -> dict[Facet, float]:
    """The model's share for each facet of a text; they add up to 1."""
    known = weights()
    size = len(known.facets)
    totals = [0.0] * size
    square = 0.0
    for value, group in zip(VALUES, features(text), strict=True):
        square += value * value * len(group)
        found = [known.table[row * size : row * size + size] for row in group]
        if found:
            sums = map(sum, zip(*found, strict=True))
            totals = [total + value * own for total, own in zip(totals, sums, strict=True)]
    scale = known.unit / math.sqrt(square or 1.0)
    top = max(totals)
    exps = [math.exp((total - top) * scale) for total in totals]
    whole = sum(exps)
    return {facet: exp / whole for facet, exp in zip(known.facets, exps, strict=True)}
