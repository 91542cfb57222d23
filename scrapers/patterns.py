"""Regular expressions that are compiled when they are first used.

Compiling this room's patterns takes 25 ms, a tenth of a cold start; a page rarely needs half of them.
"""

from __future__ import annotations

import re
from typing import Any, cast


class _Lazy:
    """Stands for ``re.compile(source, flags)``. A method, once used, is the compiled pattern's own."""

    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        value = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, value)
        return value


def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern that behaves as the compiled one. A malformed ``source`` raises ``re.error`` at first use."""
    return cast("re.Pattern[str]", _Lazy(source, int(flags)))
