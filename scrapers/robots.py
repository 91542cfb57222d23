"""May we fetch this? The robots exclusion protocol, RFC 9309, parsed by protego."""

from __future__ import annotations

import re
from dataclasses import dataclass

from protego import Protego

# RFC 9309 2.5: a crawler must parse at least 500 kibibytes. What comes after is not read.
MAX_BYTES = 512_000


@dataclass(frozen=True, slots=True)
class Robots:
    """One origin's rules. ``rules`` is None where the answer does not depend on the path."""

    allow_all: bool
    rules: Protego | None = None

    def allows(self, url: str, agent: str) -> bool:
        """True where ``agent`` (the product token, without version) may fetch ``url``."""
        return self.allow_all if self.rules is None else bool(self.rules.can_fetch(url, agent))

    def crawl_delay(self, agent: str) -> float | None:
        """Seconds between requests that the site asks for. Not in the RFC; widely written, so obeyed."""
        delay = None if self.rules is None else self.rules.crawl_delay(agent)
        return None if delay is None or not 0 <= delay < 86_400 else float(delay)


_AGENT_LINE = re.compile(r"^([ \t]*user-?[ \t]?agent[ \t]*:[ \t]*[^\s#]+)[ \t][^\r\n]*", re.I | re.M)


ALLOW_ALL = Robots(allow_all=True)
FORBID_ALL = Robots(allow_all=False)


def parse(content: bytes) -> Robots:
    """Rules from a robots.txt. Any bytes give rules: what cannot be read says nothing (RFC 9309 2.2)."""
    text = content[:MAX_BYTES].decode("utf-8-sig", errors="replace").replace("\x00", "")
    # Protego compares "User-agent: Foo Bar" whole; a product token has no blanks (RFC 9309 2.2.1).
    return Robots(allow_all=True, rules=Protego.parse(_AGENT_LINE.sub(r"\1", text)))


def from_response(status: int | None, content: bytes) -> Robots:
    """Rules from what the host answered; ``status`` None means that it could not be reached.

    RFC 9309 2.3.1: 4xx is "unavailable" and leaves us free, 5xx and no answer are "unreachable" and forbid
    everything. 429 says that we ask too much already, so it is read as unreachable, as Google's crawler does.
    """
    if status is None or status >= 500 or status == 429:
        return FORBID_ALL
    if 200 <= status < 300:
        return parse(content)
    # 4xx, and redirects that ended nowhere (RFC 9309 2.3.1.2 lets a crawler treat those as unavailable).
    return ALLOW_ALL
