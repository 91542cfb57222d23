"""The report does not say why: a person or a later report has to."""

from __future__ import annotations

NAME = "onhold"
HARD = False
STATUS: tuple[str, ...] = ()
PHRASES: tuple[str, ...] = ()
