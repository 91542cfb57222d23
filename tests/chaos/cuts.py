"""A power cut at a line: the function stops between two statements, as if the machine was gone."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from tests.pipeline.chaos import PowerCut

ROOT = Path(__file__).parents[2]
WATCHED = ("adapters", "api", "handlers", "inbox", "runtime", "store")
"""The rooms whose lines have effects, or stand between two effects; the domain is pure."""

_INSIDE = tuple(f"{ROOT / room}/" for room in WATCHED)
_ROOT = f"{ROOT}/"
_CLOCK = str(ROOT / "runtime" / "clock.py")  # the outside world asks it too, and has power


class Cutter:
    """Counts the watched lines that run, and cuts before the ``at``-th (0: counts only).

    ``place`` is where the power failed, or ends where it would have: ``handlers/send_email.py:120``.
    """

    def __init__(self, at: int = 0) -> None:
        self.at = at
        self.lines = 0
        self.place = ""
        self.met: Callable[[str], None] = lambda place: None
        """Told of each line before it runs."""

    @contextmanager
    def watching(self) -> Iterator[None]:
        before = sys.gettrace()
        sys.settrace(self._enter)
        try:
            yield
        finally:
            sys.settrace(before)

    def _enter(self, frame: FrameType, event: str, arg: Any) -> Any:
        return self._line if watched(frame.f_code) else None

    def _line(self, frame: FrameType, event: str, arg: Any) -> Any:
        if event == "line":
            self.lines += 1
            self.met(where(frame))
            if self.lines == self.at:
                self.place = where(frame)
                raise PowerCut(self.place)
        return self._line


@contextmanager
def unwatched() -> Iterator[None]:
    """Run another worker's code, which has a power supply of its own."""
    before = sys.gettrace()
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(before)


@cache
def watched(code: CodeType) -> bool:
    return code.co_filename.startswith(_INSIDE) and code.co_filename != _CLOCK


def where(frame: FrameType) -> str:
    return f"{frame.f_code.co_filename.removeprefix(_ROOT)}:{frame.f_lineno}"
