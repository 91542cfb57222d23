"""What a seed plays with."""

from __future__ import annotations

from dataclasses import dataclass

_DAYS = 86_400
CHARACTERS = (
    *("silent",) * 5,
    *("one_click",) * 2,
    "warm",
    "cold",
    "unsubscribes",
    "bounces",
    "full_box",
    "complains",
    "away",
    "later",
    "colleague",
    "opens",
)
"""How people behave; the more often a word stands here, the more of them do."""


@dataclass(frozen=True)
class Shape:
    """How large a run is, where the seed should not decide it."""

    companies: int | None = None
    campaigns: int | None = None
    steps: int = 5
    waits: tuple[int, ...] = (20, 3_600, 2 * _DAYS, 4 * _DAYS)
    """Seconds between two steps, of which each step has one."""
    characters: tuple[str, ...] = CHARACTERS
    reactions: tuple[float, ...] = (2.0, 30.0, 3_600.0, 72_000.0)
    """Seconds after which people act, of which each has one."""
    pauses: bool = True
    tight: bool = True
    """Whether caps may be so low that mails wait for another day."""
