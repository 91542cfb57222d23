"""The receiving system's own disk is full (RFC 3463 X.3.1)."""

from __future__ import annotations

NAME = "systemfull"
HARD = False
STATUS: tuple[str, ...] = ("4.3.1", "5.3.1")
PHRASES: tuple[str, ...] = (
    # 452 4.3.1 Insufficient system storage
    "insufficient system storage",
    "mail system full",
    "system storage",
    "requested mail action aborted: exceeded storage allocation",
    "no space left on device",
    "insufficient system resources",
    "not enough disk space",
    "disk full",
    # 452 4.4.5 Insufficient disk space; try again later
    "insufficient disk space",
)
