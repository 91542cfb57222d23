"""The message breaks a limit of this recipient (RFC 3463 X.2.3)."""

from __future__ import annotations

NAME = "exceedlimit"
HARD = False
STATUS: tuple[str, ...] = ("5.2.3", "4.2.3")
PHRASES: tuple[str, ...] = (
    # 552 5.2.3 Message exceeds local size limit
    "message exceeds local",
    "message too large for this recipient",
    "message length exceeds administrative limit",
    "exceeds the recipient's",
)
