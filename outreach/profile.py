"""A company as its own pages describe it: facts, and the best value of each kind among them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from outreach.facts import Fact

UNKNOWN_PLATFORM = "none"
"""The platform of a site on which no shop system was recognised."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of one company. Everything in it follows from ``facts``; nothing is said twice.

    ``domain`` is the registrable domain. ``seen_at`` is when the newest page was read (ISO 8601 UTC).
    Single values are the most confident of their kind, the earlier page winning a tie; they are empty
    where no page said anything. ``platform`` is ``none`` where no shop system was recognised.
    """

    domain: str
    seen_at: str
    facts: tuple[Fact, ...] = ()

    def of_kind(self, kind: str) -> tuple[Fact, ...]:
        """The facts of a kind, the most confident first."""
        found = [fact for fact in self.facts if fact.kind == kind]
        return tuple(sorted(found, key=lambda fact: -fact.confidence))

    def best(self, kind: str) -> Fact | None:
        """The most confident fact of a kind."""
        return next(iter(self.of_kind(kind)), None)

    def values(self, kind: str) -> tuple[str, ...]:
        """The values of a kind, each once, the most confident first."""
        return tuple(dict.fromkeys(fact.value for fact in self.of_kind(kind)))

    @property
    def company(self) -> str:
        """The name; the domain where no page gave one."""
        return self._value("company") or self.domain

    @property
    def description(self) -> str:
        return self._value("description")

    @property
    def platform(self) -> str:
        return self._value("platform") or UNKNOWN_PLATFORM

    @property
    def platform_confidence(self) -> float:
        best = self.best("platform")
        return best.confidence if best else 0.0

    @property
    def technologies(self) -> tuple[str, ...]:
        return self.values("technology")

    @property
    def emails(self) -> tuple[str, ...]:
        return self.values("email")

    @property
    def phones(self) -> tuple[str, ...]:
        """Telephone numbers in E.164, without fax lines."""
        return tuple(fact.value for fact in self.of_kind("phone") if fact.detail.get("kind") != "fax")

    @property
    def country(self) -> str:
        """ISO 3166-1 alpha-2."""
        return self._value("country")

    @property
    def language(self) -> str:
        """ISO 639 of the page that was read first."""
        found = [fact.value for fact in self.facts if fact.kind == "language"]
        return found[0] if found else ""

    @property
    def currency(self) -> str:
        return self._value("currency")

    @property
    def contact_form(self) -> str:
        return self._value("contact_form")

    def _value(self, kind: str) -> str:
        best = self.best(kind)
        return best.value if best else ""


def merge_facts(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """One fact a kind and value: the most confident, the earlier one where two are equal. Order is kept."""
    kept: dict[tuple[str, str], Fact] = {}
    for fact in facts:
        key = (fact.kind, fact.value)
        if key not in kept or fact.confidence > kept[key].confidence:
            kept[key] = fact
    return tuple(kept.values())
