"""How large a company is, in bands, by what its pages say: never a number that nobody wrote.

Employees. A stated headcount is taken at its word. Without one, each sign below says "at least this band",
and the largest band that is met with a weight of 2 in sum is the answer:

    weight 2   stores: 2 → 11-50 · 10 → 51-200 · 50 → 201-1000 · 300 → 1000+
    weight 1   reviews of the shop: 1,000 → 11-50 · 20,000 → 51-200
    weight 1   a catalogue that goes on behind its first 250 products → 11-50
    weight 1   people named with their role: 4 → 11-50 · 12 → 51-200
    weight 1   a page with open positions → 11-50
    weight 1   a hint at Shopify Plus, or a platform for large shops (demandware) → 11-50
    weight 1   services that grow with the shop (chat, loyalty, experiments, shipping, search,
               subscriptions): 3 → 11-50 · 8 → 51-200

Nothing says "at most": a small site may belong to a large company. So 1-10 is only said on a headcount.

Revenue. Only from a band of employees (100,000 to 200,000 EUR a head is usual in retail), so it has the same
evidence and half the confidence: 1-10 → 0-1M · 11-50 → 1M-10M · 51-200 → 10M-50M · larger → 50M+.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from outreach.facts import Fact
from scrapers.finding import Finding
from scrapers.patterns import pattern

BANDS = ("1-10", "11-50", "51-200", "201-1000", "1000+")
_TOPS = (10, 50, 200, 1000)
_REVENUE = {"1-10": "0-1M", "11-50": "1M-10M", "51-200": "10M-50M", "201-1000": "50M+", "1000+": "50M+"}
_STORES = ((2, 1), (10, 2), (50, 3), (300, 4))
_REVIEWS = ((1_000, 1), (20_000, 2))
_NAMED_PEOPLE = ((4, 1), (12, 2))
_VOLUME_SERVICES = ((3, 1), (8, 2))
_PAID_BY_VOLUME = frozenset({"chat", "loyalty", "experiments", "shipping", "search", "subscriptions"})
_FOR_LARGE_SHOPS = frozenset({"demandware"})
_HEADCOUNT = pattern(r"(\d{1,6})(?:-(\d{1,6})|(\+))?")
_MOST_EVIDENCE = 8


@dataclass(frozen=True, slots=True)
class _Sign:
    """Something that says: at least ``BANDS[band]``."""

    rule: str
    band: int
    weight: int
    facts: tuple[Fact, ...]


def size_and_revenue(facts: Iterable[Fact]) -> Iterator[Finding]:
    """The bands, each with the ids of the facts that they rest on. Nothing where that is unknown."""
    by_kind: _ByKind = defaultdict(list)
    for fact in facts:
        by_kind[fact.kind].append(fact)
    found = _stated(by_kind) or _inferred(by_kind)
    if found is None:
        return
    band, rules, evidence, confidence = found
    detail = {"rules": ",".join(rules), "evidence": ",".join(fact.id for fact in evidence[:_MOST_EVIDENCE])}
    yield Finding("size", BANDS[band], "bands", confidence, detail)
    yield Finding("revenue", _REVENUE[BANDS[band]], "bands", round(confidence / 2, 2), detail)


_Found = tuple[int, list[str], list[Fact], float]
_ByKind = defaultdict[str, list[Fact]]


def _stated(facts: _ByKind) -> _Found | None:
    """The band of the most confident headcount that is one: "8-300" is none."""
    for fact in sorted(facts["headcount"], key=lambda one: -one.confidence):
        match = _HEADCOUNT.fullmatch(fact.value)
        if match is None:
            continue
        least, most = int(match[1]), int(match[2] or match[1])
        band = _band_of(least + bool(match[3]))
        if band == _band_of(most) or match[3]:
            return band, ["headcount"], [fact], fact.confidence
    return None


def _band_of(people: int) -> int:
    return sum(people > top for top in _TOPS)


def _inferred(facts: _ByKind) -> _Found | None:
    signs = list(_signs(facts))
    for band in range(len(BANDS) - 1, 0, -1):
        met = [sign for sign in signs if sign.band >= band]
        if sum(sign.weight for sign in met) >= 2:
            evidence = [fact for sign in met for fact in sign.facts]
            return band, [sign.rule for sign in met], evidence, min(0.6, 0.3 + 0.1 * len(met))
    return None


def _signs(facts: _ByKind) -> Iterator[_Sign]:
    for kind, steps, weight in (("stores", _STORES, 2), ("reviews", _REVIEWS, 1)):
        for fact in facts[kind][:1]:
            number = fact.value.rstrip("+")
            if number.isdecimal() and (band := _step(int(number), steps)) is not None:
                yield _Sign(kind, band, weight, (fact,))
    for fact in facts["product_count"][:1]:
        if fact.value.endswith("+"):
            yield _Sign("catalogue", 1, 1, (fact,))
    people = tuple(fact for fact in facts["person"] if fact.detail.get("role"))
    if (band := _step(len(people), _NAMED_PEOPLE)) is not None:
        yield _Sign("people", band, 1, people)
    for fact in facts["hiring"][:1]:
        yield _Sign("hiring", 1, 1, (fact,))
    large = [fact for fact in facts["platform"] if fact.value in _FOR_LARGE_SHOPS]
    plus = [fact for fact in facts["plan"] if fact.value == "plus"]
    for fact in (large + plus)[:1]:
        yield _Sign("plan", 1, 1, (fact,))
    paid = tuple(fact for fact in facts["technology"] if fact.detail.get("for") in _PAID_BY_VOLUME)
    if (band := _step(len(paid), _VOLUME_SERVICES)) is not None:
        yield _Sign("services", band, 1, paid)


def _step(number: int, steps: tuple[tuple[int, int], ...]) -> int | None:
    """The band of the highest step that ``number`` reaches."""
    return max((band for least, band in steps if number >= least), default=None)
