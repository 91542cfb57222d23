"""The weights: read from ``weights.yml``, checked, and overridden by a campaign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent / "weights.yml"
_SECTIONS = ("fit", "intent", "half_life_days", "total")
MOST = 100


class BadWeights(ValueError):
    """The weights break their own rules. The text names each fault."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Points by name for fit and intent, half-lives in days, and the parts of the total (sum 100).

    ``unknown`` are a campaign's overrides of names that do not exist; they change nothing and are told.
    """

    fit: Mapping[str, int]
    intent: Mapping[str, int]
    half_life_days: Mapping[str, int]
    total: Mapping[str, int]
    unknown: tuple[str, ...] = ()

    def overridden(self, overrides: Mapping[str, int], signals: Mapping[str, int] | None = None) -> Weights:
        """These weights with a campaign's own in their place. ``signals`` override those of intent only."""
        signals = signals or {}
        known = set(self.fit) | set(self.intent)
        unknown = (set(overrides) - known) | (set(signals) - set(self.intent))
        return replace(
            self,
            fit={name: overrides.get(name, points) for name, points in self.fit.items()},
            intent={
                name: signals.get(name, overrides.get(name, points)) for name, points in self.intent.items()
            },
            unknown=tuple(sorted(unknown)),
        )


def read_weights(text: str) -> Weights:
    """Weights from YAML. Raises ``BadWeights`` for a missing section, a number out of range, a bad sum."""
    from ruamel.yaml import YAML  # read once an instance, when the first company is scored
    from ruamel.yaml.error import YAMLError

    try:
        raw = YAML(typ="safe").load(text)
    except YAMLError as error:
        raise BadWeights(f"not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(raw, dict):
        raise BadWeights("no sections")
    faults = [f"{name}: is missing" for name in _SECTIONS if not isinstance(raw.get(name), dict)]
    faults += [f"{name}: is no section" for name in raw if name not in _SECTIONS]
    if faults:
        raise BadWeights("; ".join(faults))
    for section in ("fit", "intent"):
        faults += [
            f"{section}.{n} is not a whole number from -100 to 100" for n in _wrong(raw[section], -MOST)
        ]
    faults += [
        f"half_life_days.{n} is not a positive whole number" for n in _wrong(raw["half_life_days"], 1, 3_650)
    ]
    faults += [f"half_life_days.{n} names no intent" for n in raw["half_life_days"] if n not in raw["intent"]]
    faults += [f"total.{n} is not a whole number from 0 to 100" for n in _wrong(raw["total"], 0)]
    if not faults and (sorted(raw["total"]) != ["fit", "intent"] or sum(raw["total"].values()) != MOST):
        faults.append("total needs fit and intent, which sum to 100")
    if both := set(raw["fit"]) & set(raw["intent"]):
        faults.append(f"named twice: {', '.join(sorted(both))}")
    if faults:
        raise BadWeights("; ".join(faults))
    return Weights(raw["fit"], raw["intent"], raw["half_life_days"], raw["total"])


@lru_cache(maxsize=1)
def default_weights() -> Weights:
    """The weights that come with the project."""
    return read_weights(_FILE.read_text(encoding="utf-8"))


def _wrong(section: Mapping[str, Any], low: int, high: int = MOST) -> list[str]:
    return [
        n for n, v in section.items() if not isinstance(v, int) or isinstance(v, bool) or not low <= v <= high
    ]
