"""What holds for this run of the command: the stage, and whether a machine reads the output."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cli.connection import Connection


@dataclass
class Invocation:
    """The options that every command has. ``connection`` is made when it is first used."""

    stage: str = "local"
    json: bool = False

    @cached_property
    def connection(self) -> Connection:
        from cli.connection import connect

        return connect(self.stage)


_current = Invocation()


def begin(stage: str, as_json: bool) -> Invocation:
    """Set by the command's callback before a command runs."""
    global _current
    _current = Invocation(stage, as_json)
    return _current


def current() -> Invocation:
    """The options of this run."""
    return _current
