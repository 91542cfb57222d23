"""Too many connections or messages at once."""

from __future__ import annotations

NAME = "toomanyconn"
HARD = False
STATUS: tuple[str, ...] = ()
PHRASES: tuple[str, ...] = (
    # 421 4.7.0 too many concurrent SMTP connections
    "too many connections",
    "too many concurrent",
    "too many sessions",
    "too many simultaneous",
    "connection rate limit",
    "connection limit",
    "rate limit",
    "rate limited",
    "all available ips are at maximum connection limit",
    "too many smtp sessions",
    "connections from your host",
    "concurrency limit",
    "too many emails",
    "too many messages",
    "throttl",
    "exceeded the maximum number of",
    "sending too fast",
    "too fast",
    "too much mail",
    "too many recipients",
    # 550 Ip frequency limited (Tencent)
    "frequency limited",
)
