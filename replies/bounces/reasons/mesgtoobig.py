"""The message is larger than the receiver takes (RFC 3463 X.3.4)."""

from __future__ import annotations

NAME = "mesgtoobig"
HARD = False
STATUS: tuple[str, ...] = ("5.3.4", "4.3.4")
PHRASES: tuple[str, ...] = (
    # 552 5.3.4 Message size exceeds fixed maximum message size
    "message size exceeds",
    "message too large",
    "message too big",
    "message file too big",
    "message is too large",
    "exceeds maximum size",
    "exceeds size limit",
    "size limit exceeded",
    "message length exceeds",
    "message header size exceeds",
    "max message size exceeded",
    "maximum message size",
    "message size too large",
    "too large message",
    "larger than the current system limit",
)
