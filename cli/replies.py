"""``beckon replies``: what waits for a person's eye."""

from __future__ import annotations


def replies() -> None:
    """Answers that came in."""
    raise NotImplementedError
