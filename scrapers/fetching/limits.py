"""The bounds of fetching, and the name under which it asks."""

from __future__ import annotations

from dataclasses import dataclass

AGENT = "BeckonBot"
"""The product token: what a robots.txt calls us (RFC 9309 2.2.1)."""
VERSION = "0.2"

HTML_TYPES = ("text/html", "application/xhtml+xml")
JSON_TYPES = ("application/json", "text/json")


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one page and of all together. Times in seconds, sizes in bytes after decompression.

    ``connect_s`` is for name, connection and TLS; ``first_byte_s`` until the header is complete; ``read_s``
    between two pieces of a body; ``total_s`` for a page with its redirects and its robots.txt, without the
    pauses that politeness makes. ``host_delay_s`` lies between the beginnings of two requests to a host; a
    Crawl-delay replaces it where it is longer, up to ``most_delay_s``. ``most_pause_s`` is the longest
    Retry-After that is waited for: a longer one ends the fetch, whose failure carries it. ``per_host`` and
    ``at_once`` requests are open at the same time; ``ahead`` pages are looked at ahead of the one that a
    crawl hands out.
    """

    connect_s: float = 5.0
    first_byte_s: float = 10.0
    read_s: float = 10.0
    total_s: float = 20.0
    page_bytes: int = 4_000_000
    redirects: int = 5
    retries: int = 2
    host_delay_s: float = 0.5
    most_delay_s: float = 30.0
    most_pause_s: float = 10.0
    per_host: int = 2
    at_once: int = 32
    ahead: int = 256


def user_agent(about_url: str) -> str:
    """Who asks, with a page that says more and takes complaints."""
    return f"{AGENT}/{VERSION}" + (f" (+{about_url})" if about_url else "")
