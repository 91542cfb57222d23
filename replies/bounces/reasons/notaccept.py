"""The receiver takes no mail at all (RFC 7504, RFC 7505)."""

from __future__ import annotations

NAME = "notaccept"
HARD = True
STATUS: tuple[str, ...] = ("5.3.2", "5.1.10")
PHRASES: tuple[str, ...] = (
    # 556 5.1.10 Recipient address has null MX (RFC 7505)
    "null mx",
    "nullmx",
    "does not accept mail",
    "domain does not accept",
    "no mail accepted here",
    "host does not receive mail",
    "host/domain does not accept mail",
    "host does not accept mail",
    "host accepts no mail",
    "domain not accepting mail",
    "smtp protocol returned a permanent error",
    "does not receive mail",
    "doesn't accept mail",
    "mail receiving disabled",
    "server does not accept mail",
    "no smtp service here",
    # 521 5.3.2 System not accepting network messages
    "not accepting network messages",
    "no smtp service",
    "couldn't find a mail exchanger",
    # No MX found for domain (OpenSMTPD)
    "no mx found for domain",
)
