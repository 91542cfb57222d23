"""The mail failed SPF, DKIM or DMARC, or the receiver asks for them."""

from __future__ import annotations

NAME = "authfailure"
HARD = False
STATUS: tuple[str, ...] = ("5.7.20", "5.7.21", "5.7.22", "5.7.23", "5.7.24", "5.7.26")
PHRASES: tuple[str, ...] = (
    # 550 5.7.26 Unauthenticated email from example.com is not accepted due to domain's DMARC policy (Gmail)
    "dmarc",
    "unauthenticated email",
    "dkim",
    "spf",
    "sender policy framework",
    "authentication checks",
    "not authenticated email",
    "is not authenticated",
    "email rejected per",
    "does not pass authentication",
    "domain owner's policy",
    "authentication status",
    "domain-based message authentication",
    "openspf",
    "does not have authentication information",
    "sender id",
)
