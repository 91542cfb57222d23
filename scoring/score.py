"""The score of a company for a campaign: fit and intent, and what it holds against the threshold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from outreach.campaign import Target
from outreach.profile import Profile
from scoring.contribution import Contribution, summed
from scoring.fit import fit_contributions
from scoring.intent import Signal, intent_contributions
from scoring.weights import Weights, default_weights


@dataclass(frozen=True, slots=True)
class Score:
    """``fit``, ``intent`` and ``total`` are 0-100. The two lists explain them point by point.

    ``ignored`` names weights that the campaign overrides but that do not exist.
    """

    fit: int
    intent: int
    total: int
    fit_reasons: tuple[Contribution, ...]
    intent_reasons: tuple[Contribution, ...]
    ignored: tuple[str, ...] = ()

    def reaches(self, threshold: int) -> bool:
        """True where a campaign with this threshold selects the company."""
        return self.total >= threshold


def score(
    profile: Profile,
    target: Target,
    signals: Iterable[Signal] = (),
    now: datetime | None = None,
    weights: Weights | None = None,
) -> Score:
    """Score a company. The same facts, target, signals and moment give the same score.

    ``weights`` default to the project's own; the target's overrides replace them by name.
    """
    chosen = (weights or default_weights()).overridden(target.weights, target.signals)
    fit_reasons = tuple(fit_contributions(profile, target, chosen))
    intent_reasons = tuple(intent_contributions(profile, chosen, signals, now))
    fit, intent = summed(fit_reasons), summed(intent_reasons)
    total = (fit * chosen.total["fit"] + intent * chosen.total["intent"]) // 100
    return Score(fit, intent, total, fit_reasons, intent_reasons, chosen.unknown)
