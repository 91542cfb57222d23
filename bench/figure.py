"""What a benchmark yields."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value, in ``unit``, and the most that it may be (``None``: only shown).

    ``missing`` says why it could not be measured; such a figure does not hold.
    """

    name: str
    value: float
    unit: str
    limit: float | None = None
    missing: str = ""

    @classmethod
    def absent(cls, name: str, unit: str, limit: float | None, why: str) -> Figure:
        """A figure that could not be measured."""
        return cls(name, 0.0, unit, limit, why)

    @property
    def holds(self) -> bool:
        return not self.missing and (self.limit is None or self.value <= self.limit)
