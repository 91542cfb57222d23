"""The session could not be encrypted (RFC 3207)."""

from __future__ import annotations

NAME = "failedstarttls"
HARD = False
STATUS: tuple[str, ...] = ()
PHRASES: tuple[str, ...] = (
    # 454 4.7.0 TLS not available due to local problem; Must issue a STARTTLS command first
    "starttls",
    "tls is required",
    "tls required",
    "tls handshake",
    "tls not available",
    "no tls",
    "requires tls",
    "tls negotiation",
    "encryption required",
)
