"""The receiver could not accept the message's content or encoding (RFC 3463 X.6)."""

from __future__ import annotations

NAME = "contenterror"
HARD = False
STATUS: tuple[str, ...] = ("5.6.0", "5.6.1", "5.6.3", "5.6.5", "5.6.9")
PHRASES: tuple[str, ...] = (
    # 554 5.6.0 Message contains invalid header
    "invalid header",
    "charset not supported",
    "mime-version",
    "message filtered",
    "malformed message",
    "bad message content",
    "8-bit character",
    "bare lf",
    "is not supported by",
    "conversion required",
    "we do not accept html",
    "message contained unsafe content",
    "unmatched content-type boundary",
    "improper use of 8-bit data",
    "html tag",
    "mime error",
    "header error",
)
