"""Fit: how well a company matches what a campaign declares it is looking for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from outreach.campaign import Target
from outreach.profile import UNKNOWN_PLATFORM, Profile
from scoring.contribution import Contribution
from scoring.declared import declared_contributions
from scoring.weights import Weights

_SURE_NAME = 0.8
_KEYWORD_SHARE = 0.5  # of the wanted words: a shop rarely uses all of a campaign's synonyms


def fit_contributions(profile: Profile, target: Target, weights: Weights) -> list[Contribution]:
    """What speaks for and against the company, the campaign's wishes first. Zero points are left out."""
    found = [*_platform(profile, target, weights), *_country(profile, target, weights)]
    found += [*_keywords(profile, target, weights), *declared_contributions(profile, target, weights)]
    found += _readiness(profile, weights)
    return [contribution for contribution in found if contribution.points]


def _platform(profile: Profile, target: Target, weights: Weights) -> Iterator[Contribution]:
    fact = profile.best("platform")
    if not target.platforms:
        yield Contribution("platform", weights.fit["platform"], "any shop system is wanted")
    elif profile.platform == UNKNOWN_PLATFORM or fact is None:
        yield Contribution("no_platform", weights.fit["no_platform"], "no shop system was recognised")
    elif profile.platform in target.platforms:
        points = round(weights.fit["platform"] * fact.confidence)
        yield Contribution("platform", points, f"runs {fact.value}, which is wanted", fact.id)
    else:
        points = weights.fit["other_platform"]
        yield Contribution("other_platform", points, f"runs {fact.value}, which is not wanted", fact.id)


def _country(profile: Profile, target: Target, weights: Weights) -> Iterator[Contribution]:
    fact = profile.best("country")
    if not target.countries:
        yield Contribution("country", weights.fit["country"], "any country is wanted")
    elif fact is not None and fact.value in target.countries:
        points = round(weights.fit["country"] * fact.confidence)
        yield Contribution("country", points, f"is in {fact.value}, which is wanted", fact.id)
    elif fact is not None:
        points = weights.fit["other_country"]
        yield Contribution("other_country", points, f"is in {fact.value}, which is not wanted", fact.id)


def _keywords(profile: Profile, target: Target, weights: Weights) -> Iterator[Contribution]:
    if not target.keywords:
        yield Contribution("keywords", weights.fit["keywords"], "no words are asked for")
        return
    kinds = ("company", "description", "product")
    text = " ".join(fact.value for kind in kinds for fact in profile.of_kind(kind))
    met = [word for word in target.keywords if re.search(rf"(?<!\w){re.escape(word)}", text, re.IGNORECASE)]
    if met:
        share = min(1.0, len(met) / (len(target.keywords) * _KEYWORD_SHARE))
        yield Contribution(
            "keywords", round(weights.fit["keywords"] * share), f"mentions {', '.join(met[:5])}"
        )


def _readiness(profile: Profile, weights: Weights) -> Iterator[Contribution]:
    for fact in profile.of_kind("email"):
        if fact.detail.get("kind") == "role" and fact.detail.get("domain") == "own":
            points = weights.fit["role_mailbox"]
            yield Contribution("role_mailbox", points, "has a role mailbox on its own domain", fact.id)
            break
    name = profile.best("company")
    if name is not None and name.confidence >= _SURE_NAME:
        yield Contribution("named", weights.fit["named"], "says its name plainly", name.id)
    if described := profile.best("description"):
        yield Contribution("described", weights.fit["described"], "says what it does", described.id)
