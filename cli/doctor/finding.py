"""What one check found, and what to do about it."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    """``WARN`` works today and costs later; ``UNKNOWN``: it could not be looked at."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"
    UNKNOWN = "unknown"


class Finding(NamedTuple):
    """``check`` is the word for what was looked at, ``about`` whose it is, ``fix`` what to do."""

    check: str
    about: str
    state: State
    said: str
    fix: str = ""


def ok(check: str, about: str, said: str) -> Finding:
    return Finding(check, about, State.OK, said)


def warn(check: str, about: str, said: str, fix: str) -> Finding:
    return Finding(check, about, State.WARN, said, fix)


def fail(check: str, about: str, said: str, fix: str) -> Finding:
    return Finding(check, about, State.FAIL, said, fix)


def unknown(check: str, about: str, said: str, fix: str = "") -> Finding:
    return Finding(check, about, State.UNKNOWN, said, fix)
