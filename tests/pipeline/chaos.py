"""What can go wrong, by seed: power cuts at every effect, deliveries twice and in any order."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any


class PowerCut(BaseException):
    """The function dies here. Not an ``Exception``: no handler can catch it, as none could on AWS."""


class Chaos:
    """A seeded source of misfortune.

    ``crash`` is the chance that an effect is cut off (half of them just before it, half just after),
    ``duplicate`` that a message is delivered once more, ``shuffle`` whether deliveries are reordered.
    ``cut_at`` is the number of the one place, counted over the run, at which the power fails.
    """

    def __init__(
        self,
        seed: int,
        *,
        crash: float = 0.0,
        duplicate: float = 0.0,
        shuffle: bool = False,
        cut_at: int | None = None,
    ) -> None:
        self.random = random.Random(seed)
        self.crash = crash
        self.cut_at = cut_at
        self.places = 0
        self.duplicate = duplicate
        self.shuffle = shuffle
        self.cuts: dict[str, int] = {}

    def effect(self, name: str, perform: Callable[..., Any]) -> Callable[..., Any]:
        """Wrap an effect on the world: it may be cut off just before, or just after it took place."""

        def wrapped(*args: Any, **kwargs: Any) -> Any:
            self._maybe_cut(f"before {name}")
            result = perform(*args, **kwargs)
            self._maybe_cut(f"after {name}")
            return result

        return wrapped

    def _maybe_cut(self, place: str) -> None:
        self.places += 1
        if self.places == self.cut_at or self.random.random() < self.crash / 2:
            self.cuts[place] = self.cuts.get(place, 0) + 1
            raise PowerCut(place)

    def twice(self) -> bool:
        return self.random.random() < self.duplicate
