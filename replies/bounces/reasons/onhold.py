"""The report does not say why: a person or a later report has to."""

from __future__ import annotations

NAME = "onhold"
HARD = False
STATUS: tuple[str, ...] = ()
PHRASES: tuple[str, ...] = (
    # 550 5.0.0 <ann@firm.example>: Recipient address rejected: On hold.
    "on hold",
    "onhold",
)
