"""Where companies are found: one module a source, chosen by name in a campaign.

A new source is one module with ``NAME``, a pure ``parse`` and a ``walk`` (``scrapers.sources.walk``), and its
line in ``SOURCES``. Asking over the network is not a source's task: it says what to ask for and reads the
answer.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from outreach.sources import Source as CampaignSource
    from scrapers.sources.walk import Source, Walk

SOURCES = {
    "csv": "domains_csv",
    "brave": "brave",
    "google": "google",
    "common_crawl": "common_crawl",
    "certificates": "certificates",
    "directory": "directory",
}
"""Name → module of this package. Imported when chosen: a campaign uses one or two of them."""


def source(name: str) -> Source:
    """The source of that name. Raises ``KeyError`` naming the ones there are."""
    if name not in SOURCES:
        raise KeyError(f"no source is called {name!r}; there are {', '.join(sorted(SOURCES))}")
    return cast("Source", import_module(f"scrapers.sources.{SOURCES[name]}"))


def walk_through(chosen: CampaignSource) -> Walk:
    """The walk through one of a campaign's sources. Raises ``KeyError`` for a name that is not known."""
    return source(chosen.name).walk(chosen)
