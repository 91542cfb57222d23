"""The person or the mailbox has moved (RFC 3463 X.1.6)."""

from __future__ import annotations

NAME = "hasmoved"
HARD = True
STATUS: tuple[str, ...] = ("5.1.6",)
PHRASES: tuple[str, ...] = (
    # 550 5.1.6 recipient no longer on server: ann@firm.example, see ann@other.example
    "has moved",
    "has been replaced by",
    "address has changed",
    "new address is",
    "no longer on server",
    "address has been changed",
    "please use the following address",
    "email address has been",
    "moved to another address",
)
