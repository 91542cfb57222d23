"""The part of fit that counts only where a campaign asks for it, and only where the pages say something."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from outreach.campaign import Target
from outreach.facts import Fact
from outreach.profile import Profile
from scoring.contribution import Contribution
from scoring.weights import Weights

_MOST_TECHNOLOGIES = 3
_COUNT = re.compile(r"(\d{1,7})(\+?)")


def declared_contributions(profile: Profile, target: Target, weights: Weights) -> Iterator[Contribution]:
    """What the campaign declares beyond platform, country and words, held against the company's facts."""
    yield from _one_of("industry", profile, target.industries, weights)
    yield from _one_of("size", profile, [size.value for size in target.size], weights)
    yield from _one_of("language", profile, target.languages, weights)
    yield from _one_of("currency", profile, target.currencies, weights)
    yield from _catalogue(profile, target, weights)
    yield from _technologies(profile, target, weights)


def _one_of(kind: str, profile: Profile, wanted: Collection[str], weights: Weights) -> Iterator[Contribution]:
    """One of the wanted values is met by any fact of the kind; with other facts only, it speaks against."""
    facts = profile.of_kind(kind)
    if not wanted or not facts:
        return
    met = next((fact for fact in facts if fact.value in wanted), None)
    if met is not None:
        points = round(weights.fit[kind] * met.confidence)
        yield Contribution(kind, points, f"{kind} {met.value}, which is wanted", met.id)
    else:
        name = f"other_{kind}"
        yield Contribution(name, weights.fit[name], f"{kind} {facts[0].value}, not wanted", facts[0].id)


def _catalogue(profile: Profile, target: Target, weights: Weights) -> Iterator[Contribution]:
    least, most = target.catalogue.least, target.catalogue.most
    fact = profile.best("product_count")
    if fact is None or (least is None and most is None):
        return
    held = _holds(fact, least, most)
    if held is None:
        return
    name = "catalogue" if held else "other_catalogue"
    wanted = f"{least or 0} to {most if most is not None else 'any number'}"
    yield Contribution(name, weights.fit[name], f"lists {fact.value} products; wanted: {wanted}", fact.id)


def _holds(fact: Fact, least: int | None, most: int | None) -> bool | None:
    """Whether the count is wanted. None where "250+" leaves it open."""
    match = _COUNT.fullmatch(fact.value)
    if match is None:
        return None
    count, more = int(match[1]), bool(match[2])
    if most is not None and count > most:
        return False
    if least is not None and count < least:
        return None if more else False
    return None if more and most is not None else True


def _technologies(profile: Profile, target: Target, weights: Weights) -> Iterator[Contribution]:
    facts = {fact.value: fact for fact in reversed(profile.of_kind("technology"))}
    for name, asked, words in (
        ("wanted_technology", target.technologies.wanted, "which is wanted"),
        ("unwanted_technology", target.technologies.unwanted, "which is not wanted"),
    ):
        for value in [one for one in asked if one in facts][:_MOST_TECHNOLOGIES]:
            yield Contribution(name, weights.fit[name], f"uses {value}, {words}", facts[value].id)
