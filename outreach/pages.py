"""A page of a company's site as it was last read, with what its server needs to say "unchanged"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from outreach.facts import Fact

HOME = "home"


@dataclass(frozen=True, slots=True)
class SitePage:
    """One page of a site.

    ``role`` is why it was read (``home``, ``contact``, ``imprint`` …), ``url`` where it was found.
    ``read_at`` is when its content was read, ``checked_at`` when its server last said what it is: ISO 8601
    UTC. ``etag`` and ``last_modified`` are the server's words, empty where it gave none. ``leads_to`` names,
    on the home page, the pages to read next by role. ``facts`` is all that this page says, not merged with
    what others say.
    """

    role: str
    url: str
    read_at: str
    checked_at: str
    etag: str = ""
    last_modified: str = ""
    leads_to: Mapping[str, str] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()

    @property
    def can_be_asked(self) -> bool:
        """Whether its server can be asked if it has changed."""
        return bool(self.etag or self.last_modified)
