"""What may be wrong with a campaign file, and how it is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with a file: the line (counted from 1), where, what, and what to do about it."""

    line: int
    where: str
    message: str
    fix: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.where}: {self.message}. {self.fix}"


class CampaignInvalid(ValueError):
    """The file is not a campaign. ``problems`` holds every error found, in the order of lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))
