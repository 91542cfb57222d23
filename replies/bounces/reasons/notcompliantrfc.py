"""The message breaks an RFC in the receiver's eyes."""

from __future__ import annotations

NAME = "notcompliantrfc"
HARD = False
STATUS: tuple[str, ...] = ()
PHRASES: tuple[str, ...] = (
    # 550 5.7.1 This message is not RFC 5322 compliant (Gmail)
    "rfc 5322 compliant",
    "rfc 2822 compliant",
    "rfc5322",
    "rfc 2822",
    "rfc2822",
    "rfc 5321",
    "rfc 822 compliant",
    "not rfc compliant",
    "is not rfc",
    "duplicate headers",
    "duplicate header",
    "missing or invalid headers",
    "message not compliant",
    "multiple from headers",
    "no valid from header",
    # 550 5.7.1 Messages with multiple addresses in From: header are not accepted (Gmail)
    "messages with multiple",
)
