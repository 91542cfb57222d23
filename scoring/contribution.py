"""One line of a score's explanation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Contribution:
    """``points`` that ``name`` (a weight's name) added, and ``why`` as a short phrase for a person.

    ``fact`` is the id of the fact that it rests on, where it rests on one.
    """

    name: str
    points: int
    why: str
    fact: str = ""


def summed(contributions: Iterable[Contribution]) -> int:
    """The points of all contributions, cut to 0-100."""
    return max(0, min(100, sum(contribution.points for contribution in contributions)))
