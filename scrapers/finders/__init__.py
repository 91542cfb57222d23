"""Services that sell addresses: asked, in a campaign's order, where a company's own pages show none.

A new one is one module with ``NAME``, ``request`` and a pure ``parse``, its line in ``FINDERS``, its base URL
and key in ``adapters.search``, and its name in ``outreach.address_policy``.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Protocol, cast

from scrapers.finding import Finding

FINDERS = {"hunter": "hunter", "tomba": "tomba"}
"""Name → module of this package."""


class Finder(Protocol):
    """What each module of a service offers."""

    NAME: str

    def request(self, domain: str) -> tuple[str, Mapping[str, str]]:
        """Path and parameters of the question which addresses a domain has."""
        ...

    def parse(self, body: bytes, domain: str) -> tuple[Finding, ...]:
        """The addresses, the surest first, with the people behind them. Raises ``BadAnswer``."""
        ...


def finder(name: str) -> Finder:
    """The service of that name. Raises ``KeyError`` naming the ones there are."""
    if name not in FINDERS:
        raise KeyError(f"no service is called {name!r}; there are {', '.join(sorted(FINDERS))}")
    return cast("Finder", import_module(f"scrapers.finders.{FINDERS[name]}"))
