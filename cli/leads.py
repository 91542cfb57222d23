"""``beckon leads`` and ``beckon lead``."""

from __future__ import annotations


def leads() -> None:
    """Companies."""
    raise NotImplementedError


def lead() -> None:
    """One company."""
    raise NotImplementedError
