"""Make ``weights.json`` from ``sentences.txt``: multinomial logistic regression, plain Python, seeded.

    python -m replies.model.train           writes weights.json beside this file
    python -m replies.model.train --check   exit code 1 when weights.json is not what the sentences give

Weights are stored as whole hundredths and small ones dropped, so that the file stays small.
"""

from __future__ import annotations

import hashlib
import json
import math
import random
import sys
from collections import Counter
from pathlib import Path

from replies.model.features import features

HERE = Path(__file__).parent
EPOCHS = 60
RATE = 0.5
DECAY = 2e-4
DROP_BELOW = 0.05
SCALE = 100  # weights are stored as whole hundredths


def read_sentences(path: Path = HERE / "sentences.txt") -> list[tuple[str, str]]:
    """(facet, sentence) pairs, in the file's order."""
    pairs: list[tuple[str, str]] = []
    facet = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            facet = line[3:].strip()
        elif line.strip() and not line.startswith("#"):
            pairs.append((facet, line.strip()))
    return pairs


def train(pairs: list[tuple[str, str]]) -> dict[str, object]:
    """Fit and prune. Returns the document that ``weights.json`` holds."""
    facets = sorted({facet for facet, _ in pairs})
    index = {facet: i for i, facet in enumerate(facets)}
    rows = [(index[facet], features(text)) for facet, text in pairs]
    seen = Counter(name for _, found in rows for name in found)
    # A pair or a piece that occurs once says nothing about the next sentence; a word may.
    rows = [
        (label, {n: v for n, v in found.items() if n.startswith("w:") or seen[n] > 1})
        for label, found in rows
    ]
    weights: dict[str, list[float]] = {}
    squares: dict[str, list[float]] = {}
    counts = [sum(1 for label, _ in rows if label == i) for i in range(len(facets))]
    scale = [len(rows) / (len(facets) * count) for count in counts]  # small groups count as much as large
    order = list(range(len(rows)))
    source = random.Random(7)  # noqa: S311 - an order of sentences, not a secret
    for _ in range(EPOCHS):
        source.shuffle(order)
        for row in order:
            label, found = rows[row]
            shares = _softmax(_scores(weights, found, len(facets)))
            for name, value in found.items():
                vector = weights.setdefault(name, [0.0] * len(facets))
                square = squares.setdefault(name, [1e-6] * len(facets))
                for i, share in enumerate(shares):
                    step = scale[label] * value * (share - (i == label)) + DECAY * vector[i]
                    square[i] += step * step
                    vector[i] -= RATE * step / math.sqrt(square[i]) * 0.2
    kept = {
        name: [round(w * SCALE) for w in vector]
        for name, vector in sorted(weights.items())
        if max(abs(w) for w in vector) >= DROP_BELOW
    }
    stamp = hashlib.sha256(repr(pairs).encode()).hexdigest()[:12]
    return {"version": stamp, "facets": facets, "scale": SCALE, "weights": kept}


def _scores(weights: dict[str, list[float]], found: dict[str, float], size: int) -> list[float]:
    totals = [0.0] * size
    for name, value in found.items():
        vector = weights.get(name)
        if vector is not None:
            for i in range(size):
                totals[i] += vector[i] * value
    return totals


def _softmax(scores: list[float]) -> list[float]:
    top = max(scores)
    exps = [math.exp(score - top) for score in scores]
    total = sum(exps)
    return [value / total for value in exps]


def document() -> str:
    """The text of ``weights.json``."""
    return json.dumps(train(read_sentences()), ensure_ascii=False, separators=(",", ":")) + "\n"


def main() -> int:
    """Write or check the weights."""
    target = HERE / "weights.json"
    made = document()
    if "--check" in sys.argv[1:]:
        return 0 if target.read_text(encoding="utf-8") == made else 1
    target.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
