"""A program at the receiver (a filter, a list, a mailbox writer) failed."""

from __future__ import annotations

NAME = "mailererror"
HARD = False
STATUS: tuple[str, ...] = ()
PHRASES: tuple[str, ...] = (
    # x-unix; command died with status 127: "/usr/bin/procmail"
    "command died with status",
    "command failed",
    "command time limit exceeded",
    "procmail",
    "exited with",
    "x-unix",
    "pipe to |",
    "killed by signal",
    "mailer error",
    "child status",
    "died with signal",
    # x-unix; temporary failure
    "x-unix; temporary failure",
)
