"""The receiver did not understand a command (RFC 3463 X.5)."""

from __future__ import annotations

NAME = "syntaxerror"
HARD = False
STATUS: tuple[str, ...] = ()
PHRASES: tuple[str, ...] = (
    # 502 5.5.1 Command not implemented
    "syntax error",
    "command not recognized",
    "command not implemented",
    "command unrecognized",
    "command not allowed",
    "unrecognized command",
    "bad sequence of commands",
    "send hello first",
    "command rejected",
    "protocol error",
    "unimplemented command",
    "command parameter not implemented",
    # malformed address: <a@b.example> may not follow c@d.example (Exim)
    "malformed address",
    "incorrectly constructed",
)
