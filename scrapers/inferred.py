"""Facts that follow from other facts: industry, size and revenue. They name those that they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from outreach.facts import Fact
from outreach.ids import digest
from scrapers.industry import industries
from scrapers.size import size_and_revenue

KINDS = frozenset({"industry", "size", "revenue"})
"""The kinds that are inferred and never read."""


def with_inferred(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts of a whole site with what follows from them. Earlier inferences are made anew.

    An inferred fact has the page and the moment of the first fact that it rests on.
    """
    read = tuple(fact for fact in facts if fact.kind not in KINDS)
    return (*read, *_inferred(read))


def _inferred(read: tuple[Fact, ...]) -> Iterator[Fact]:
    by_id = {fact.id: fact for fact in read}
    for finding in (*industries(read), *size_and_revenue(read)):
        first = by_id[finding.detail["evidence"].partition(",")[0]]
        yield Fact(
            id=digest("fact", finding.kind, finding.value, first.page),
            kind=finding.kind,
            value=finding.value,
            page=first.page,
            rule=finding.rule,
            confidence=round(finding.confidence, 2),
            seen_at=first.seen_at,
            detail=finding.detail,
        )
