"""Regular expressions that are compiled when first used.

The patterns of this folder take some 30 ms to compile: a Lambda's first message needs a few of them, its
start needs none.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from typing import AnyStr, Generic


class Lazy(Generic[AnyStr]):
    """A pattern with the methods of ``re.Pattern`` that are used here."""

    __slots__ = ("_compiled", "_flags", "_source")

    def __init__(self, source: AnyStr, flags: int = 0) -> None:
        self._source: AnyStr = source
        self._flags = flags
        self._compiled: re.Pattern[AnyStr] | None = None

    def _pattern(self) -> re.Pattern[AnyStr]:
        if self._compiled is None:
            self._compiled = re.compile(self._source, self._flags)
        return self._compiled

    def match(self, text: AnyStr, start: int = 0) -> re.Match[AnyStr] | None:
        return self._pattern().match(text, start)

    def fullmatch(self, text: AnyStr) -> re.Match[AnyStr] | None:
        return self._pattern().fullmatch(text)

    def search(self, text: AnyStr, start: int = 0, end: int = sys.maxsize) -> re.Match[AnyStr] | None:
        return self._pattern().search(text, start, end)

    def finditer(self, text: AnyStr) -> Iterator[re.Match[AnyStr]]:
        return self._pattern().finditer(text)

    def findall(self, text: AnyStr) -> list[AnyStr]:
        """Every match, or every first group where there is one."""
        return self._pattern().findall(text)

    def split(self, text: AnyStr) -> list[AnyStr]:
        return [piece for piece in self._pattern().split(text) if piece is not None]

    def sub(self, by: AnyStr | Callable[[re.Match[AnyStr]], AnyStr], text: AnyStr) -> AnyStr:
        return self._pattern().sub(by, text)
