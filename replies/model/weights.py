"""The table of weights in use: read once, asked for the shares of each facet of a text."""

from __future__ import annotations

import json
import math
from array import array
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from replies.facets import LABEL_OF, Facet, Intent3
from replies.model.features import VALUES, features

FILE = Path(__file__).parent / "weights.bin"
LARGEST = 127
"""A weight is stored as the root of its size, with its sign, in a byte."""


@dataclass(frozen=True, slots=True)
class Weights:
    """``table`` holds ``len(facets)`` whole numbers a row; one is worth ``unit``.

    ``words`` are those of the sentences (``vocabulary``).
    """

    version: str
    facets: tuple[Facet, ...]
    unit: float
    table: array[int]
    words: bytes


def parse(content: bytes) -> Weights:
    """Read the file's bytes: a line of JSON, the table, the words."""
    head, _, packed = content.partition(b"\n")
    known = json.loads(head)
    facets = tuple(Facet(name) for name in known["facets"])
    size = known["rows"] * len(facets)
    if len(packed) != size + known["words"]:
        raise ValueError(f"{len(packed)} bytes of weights, {known['rows']} rows of {len(facets)} facets")
    unit = float(known["unit"])
    return Weights(known["version"], facets, unit, _unpacked(packed[:size]), packed[size:])


def _unpacked(packed: bytes) -> array[int]:
    """Signed squares of signed bytes. Two translations take 2 ms where a loop over 500,000 takes 40."""
    squares = array("h", (q * abs(q) for q in (*range(128), *range(-128, 0)))).tobytes()
    halves = bytearray(2 * len(packed))
    halves[0::2] = packed.translate(squares[0::2])
    halves[1::2] = packed.translate(squares[1::2])
    table = array("h")
    table.frombytes(bytes(halves))
    return table


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The project's own, read when first needed."""
    return parse(FILE.read_bytes())


def label_of(found: dict[Facet, float]) -> Intent3:
    """The label that has most of the shares."""
    sums = by_label(found)
    return max(sums, key=lambda label: sums[label])


def by_label(found: dict[Facet, float]) -> dict[Intent3, float]:
    """Shares of facets, added up by the label of each."""
    sums = dict.fromkeys(Intent3, 0.0)
    for facet, share in found.items():
        sums[LABEL_OF[facet]] += share
    return sums


def shares(text: str, known: Weights | None = None) -> dict[Facet, float]:
    """The model's share for each facet of a text; they add up to 1."""
    known = known or weights()
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
