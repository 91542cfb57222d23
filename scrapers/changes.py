"""What changed on a company's pages between two visits: services that it took up or dropped."""

from __future__ import annotations

from collections.abc import Iterator

from outreach.facts import Fact
from outreach.ids import digest
from outreach.profile import Profile

# A service is "dropped" only where the new visit saw services at all: a page that failed to load its scripts,
# or a consent banner in front of them, would look like a company that dropped everything.
_LEAST_SEEN = 1
# Kept from visit to visit, so that a change fades instead of being forgotten at the next visit.
_MOST_KEPT = 10
# What comes and goes by the page that was seen, not by a decision of the company.
_FLEETING = frozenset({"cdn", "hosting", "analytics", "tag_manager", "consent"})


def technology_changes(before: Profile, after: Profile) -> tuple[Fact, ...]:
    """The ``changed_technology`` facts of ``after``, new ones first, with those that ``before`` already held.

    The first visit changes nothing: ``before`` needs pages of its own. A service that is back again is a
    change as well. The same two visits give the same facts.
    """
    kept = before.of_kind("changed_technology")
    if not before.facts or len(after.of_kind("technology")) < _LEAST_SEEN or not before.of_kind("technology"):
        return kept[:_MOST_KEPT]
    new = [*_new("took up", before, after), *_new("dropped", after, before, page_of=after)]
    known = {fact.id for fact in new}
    return (*new, *(fact for fact in kept if fact.id not in known))[:_MOST_KEPT]


def _new(
    did: str, missing_in: Profile, present_in: Profile, page_of: Profile | None = None
) -> Iterator[Fact]:
    known = set(missing_in.values("technology"))
    seen_at = (page_of or present_in).seen_at
    for fact in sorted(present_in.of_kind("technology"), key=lambda one: one.value):
        if fact.value in known or fact.detail.get("for", "") in _FLEETING:
            continue
        value = f"{did} {fact.value}"
        yield Fact(
            id=digest("fact", "changed_technology", value, seen_at),
            kind="changed_technology",
            value=value,
            page=fact.page,
            rule="two_visits",
            confidence=round(fact.confidence * 0.8, 2),
            seen_at=seen_at,
            detail={"for": fact.detail.get("for", ""), "seen_at": seen_at},
        )
