"""Make ``weights.bin`` from the sentences: multinomial logistic regression, plain Python, seeded.

    python -m replies.model.train            writes weights.bin beside this file
    python -m replies.model.train --check    exit code 1 when weights.bin is not what the sentences give
    python -m replies.model.train --measure  cross-validation: how often unseen sentences are understood

No package is needed: one value for all features of a group (see ``features``) lets whole rows be added
by ``sum`` and ``map``, which is quick enough (about a minute), and floats in a fixed order give the same
bytes everywhere. A library's optimiser would be faster and tie the file to its version and processor.
"""

from __future__ import annotations

import hashlib
import json
import math
import random
import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from operator import add
from pathlib import Path
from typing import NamedTuple

from replies.facets import LABEL_OF, Facet, Intent3
from replies.model.features import ROWS, VALUES, features, normalise
from replies.model.vocabulary import made_of
from replies.model.weights import LARGEST, label_of, parse, shares

HERE = Path(__file__).parent
TARGET = HERE / "weights.bin"
EPOCHS = 14
RATE = 10.0
DECAY = 2e-6
SEED = 7
FOLDS = 5
ALIKE = 0.5
"""Share of three-character pieces from which two sentences count as one in cross-validation."""

# What stands around an answer and means nothing: training sees each sentence with and without.
_BEFORE = ("Hi,", "Hello,", "Dear Tom,", "Guten Tag,", "Bonjour,", "Hola,", "Buongiorno,", "Beste,", "Hej,")
_AFTER = (
    "Best, Anna",
    "Thanks",
    "Regards, K. Meyer",
    "Viele Grüße",
    "Cordialement",
    "Saludos",
    "Sent from my phone",
)


class Sentence(NamedTuple):
    """A line of the project's own: what it is an example of, in which language."""

    language: str
    facet: str
    text: str


def read_sentences(folder: Path = HERE / "sentences") -> list[Sentence]:
    """Every sentence, files in the order of their names, lines in the file's order."""
    found: list[Sentence] = []
    for path in sorted(folder.glob("*.txt")):
        facet = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("== "):
                facet = line[3:].strip()
            elif line.strip() and not line.startswith("#"):
                found.append(Sentence(path.stem, facet, line.strip()))
    return found


def stamp() -> str:
    """A hash of all that the weights follow from: sentences, concepts, features and this file."""
    sources = [*sorted((HERE / "sentences").glob("*.txt")), *(HERE / name for name in _CODE)]
    whole = hashlib.sha256()
    for source in sources:
        whole.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    return whole.hexdigest()[:12]


_CODE = ("concepts.txt", "concepts.py", "features.py", "vocabulary.py", "train.py")


class Table(NamedTuple):
    """Weights by row of ``features`` and facet, with the sentences' facets in order and their words."""

    facets: tuple[str, ...]
    rows: dict[int, list[float]]
    words: bytes


def train(sentences: Sequence[Sentence]) -> Table:
    """Fit. The same sentences in the same order give the same table."""
    facets = tuple(sorted({sentence.facet for sentence in sentences}))
    index = {facet: at for at, facet in enumerate(facets)}
    examples = [(index[s.facet], _scaled(text)) for s in sentences for text in _variants(s.text)]
    counts = Counter(label for label, _ in examples)
    weight = [len(examples) / (len(facets) * counts[at]) for at in range(len(facets))]
    weight = [min(2.0, w) ** 0.5 for w in weight]  # small groups count more, not as much as large ones
    rows: dict[int, list[float]] = defaultdict(lambda: [0.0] * len(facets))
    order = list(range(len(examples)))
    source = random.Random(SEED)  # noqa: S311 - an order of sentences, not a secret
    for epoch in range(EPOCHS):
        source.shuffle(order)
        rate = RATE / (1 + 0.35 * epoch)
        shrink = 1 - rate * DECAY
        for row in order:
            label, (groups, scale) = examples[row]
            totals = _totals(rows, groups, scale, len(facets))
            share = _softmax(totals)
            share[label] -= 1.0
            for value, group in zip(VALUES, groups, strict=True):
                step = [-rate * weight[label] * scale * value * s for s in share]
                for feature in group:
                    rows[feature] = list(map(add, rows[feature], step))
        for feature, vector in rows.items():
            rows[feature] = [w * shrink ** len(order) for w in vector]
    return Table(facets, dict(rows), made_of(s.text for s in sentences))


def _variants(text: str) -> tuple[str, ...]:
    """A sentence alone, and as people send it: with a greeting or a name, chosen by its own hash."""
    pick = int(hashlib.sha256(text.encode()).hexdigest()[:8], 16)
    before, after = _BEFORE[pick % len(_BEFORE)], _AFTER[pick // 16 % len(_AFTER)]
    return (text, f"{before}\n{text}\n{after}")


def _scaled(text: str) -> tuple[tuple[list[int], ...], float]:
    groups = features(text)
    square = sum(value * value * len(group) for value, group in zip(VALUES, groups, strict=True))
    return groups, 1.0 / math.sqrt(square or 1.0)


def _totals(
    rows: dict[int, list[float]], groups: tuple[list[int], ...], scale: float, size: int
) -> list[float]:
    totals = [0.0] * size
    for value, group in zip(VALUES, groups, strict=True):
        found = [rows[feature] for feature in group if feature in rows]
        if found:
            totals = [
                t + scale * value * s for t, s in zip(totals, map(sum, zip(*found, strict=True)), strict=True)
            ]
    return totals


def _softmax(totals: Sequence[float]) -> list[float]:
    top = max(totals)
    exps = [math.exp(total - top) for total in totals]
    whole = sum(exps)
    return [value / whole for value in exps]


# The file ----------------------------------------------------------------------------------------------


def document(table: Table) -> bytes:
    """``weights.bin``: a line of JSON, then ``ROWS`` × facets signed bytes, row after row, then the words.

    A byte ``q`` stands for the weight ``q * abs(q) * unit``: most weights are small and count by their
    number, a few are large, and squares give both a byte.
    """
    size = len(table.facets)
    unit = max(abs(w) for vector in table.rows.values() for w in vector) / LARGEST**2
    packed = array("b", bytes(ROWS * size))
    for feature, vector in table.rows.items():
        packed[feature * size : (feature + 1) * size] = array("b", (_packed(w / unit) for w in vector))
    head = {
        "version": stamp(),
        "facets": table.facets,
        "rows": ROWS,
        "unit": float(f"{unit:.9g}"),
        "words": len(table.words),
    }
    return json.dumps(head, separators=(",", ":")).encode() + b"\n" + packed.tobytes() + table.words


def _packed(units: float) -> int:
    root = min(LARGEST, round(math.sqrt(abs(units))))
    return root if units > 0 else -root


# How good it is ----------------------------------------------------------------------------------------


def groups_of(sentences: Sequence[Sentence]) -> list[int]:
    """A group for each sentence; sentences that are alike share one, so none is tested on its own twin."""
    parent = list(range(len(sentences)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    shingles: list[set[str]] = []
    holders: dict[str, list[int]] = defaultdict(list)
    for at, sentence in enumerate(sentences):
        plain = " ".join("".join(c if c.isalnum() else " " for c in normalise(sentence.text)).split())
        own = {plain[i : i + 3] for i in range(max(1, len(plain) - 2))}
        shared = Counter(other for piece in sorted(own) for other in holders[piece])
        for other, count in shared.items():
            if count / (len(own) + len(shingles[other]) - count) >= ALIKE:
                parent[root(at)] = root(other)
        for piece in own:
            holders[piece].append(at)
        shingles.append(own)
    return [root(at) for at in range(len(sentences))]


def measure(sentences: Sequence[Sentence], folds: Sequence[int]) -> None:
    """Train without each fold in turn, ask about it, print what share is understood."""
    by_label: Counter[tuple[Intent3, Intent3]] = Counter()
    by_language: dict[str, list[bool]] = defaultdict(list)
    right_facet = 0
    for fold in sorted(set(folds)):
        learned = parse(document(train([s for s, f in zip(sentences, folds, strict=True) if f != fold])))
        for sentence in (s for s, f in zip(sentences, folds, strict=True) if f == fold):
            found = shares(sentence.text, learned)
            label, wanted = label_of(found), LABEL_OF[Facet(sentence.facet)]
            by_label[wanted, label] += 1
            right_facet += max(found, key=lambda facet: found[facet]) == sentence.facet
            by_language[sentence.language].append(label == wanted)
    right = sum(count for (wanted, got), count in by_label.items() if wanted == got)
    _say(f"label {right / len(sentences):.3f}, facet {right_facet / len(sentences):.3f} of {len(sentences)}")
    for wanted in Intent3:
        _say(f"  {wanted}: " + ", ".join(f"{got} {by_label[wanted, got]}" for got in Intent3))
    _say("  " + ", ".join(f"{name} {sum(r) / len(r):.2f}" for name, r in sorted(by_language.items())))


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


def main() -> int:
    """Write, check or measure."""
    sentences = read_sentences()
    if "--measure" in sys.argv[1:]:
        groups = groups_of(sentences)
        order = sorted(set(groups))
        random.Random(SEED).shuffle(order)  # noqa: S311 - folds, not a secret
        fold = {group: at % FOLDS for at, group in enumerate(order)}
        _say(f"{FOLDS} folds of sentences, those that are alike together")
        measure(sentences, [fold[group] for group in groups])
        if "--languages" in sys.argv[1:]:
            _say("each language asked of what was learned from the others")
            names = sorted({s.language for s in sentences})
            measure(sentences, [names.index(s.language) for s in sentences])
        return 0
    made = document(train(sentences))
    if "--check" in sys.argv[1:]:
        return 0 if TARGET.read_bytes() == made else 1
    TARGET.write_bytes(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
