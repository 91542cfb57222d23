"""Where companies are found: one module a source, chosen by name in a campaign.

A new source is one module with ``NAME`` and a pure ``parse``, and its line in ``SOURCES``. Asking over the
network is an adapter's task: a source says what to ask for and reads the answer.
"""

from __future__ import annotations

from typing import Protocol

from scrapers.sources import brave, domains_csv
from scrapers.sources.found import Candidate, Found, RefusedRow

__all__ = ["SOURCES", "Candidate", "Found", "RefusedRow", "Source", "source"]


class Source(Protocol):
    """What each module in this package is."""

    NAME: str

    def parse(self, body: bytes) -> Found:
        """Companies and refused rows from any bytes. Raises ``BadAnswer`` where they are no list at all."""
        ...


SOURCES: dict[str, Source] = {module.NAME: module for module in (domains_csv, brave)}


def source(name: str) -> Source:
    """The source of that name. Raises ``KeyError`` naming the ones there are."""
    if name not in SOURCES:
        raise KeyError(f"no source is called {name!r}; there are {', '.join(sorted(SOURCES))}")
    return SOURCES[name]
