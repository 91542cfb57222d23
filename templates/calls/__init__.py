"""The script of a call: its lines stand in ``outbound_en_us.json``, and are spoken with a call's names."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "outbound_en_us.json"

LONGEST_NAME = 80
"""Characters of a name that are spoken. A company's name comes from a web page, and may be anything."""


def speak(lines: Iterable[str], *, company: str, caller: str, topic: str) -> str:
    """The named lines of the script, one after the other."""
    names = {
        "company": _name(company, "your company"),
        "caller": _name(caller, "the company that wrote to you"),
        "topic": _name(topic, "what we wrote to you about"),
    }
    return " ".join(script()[line].format_map(names) for line in lines)


@cache
def script() -> dict[str, str]:
    """The lines by name."""
    read: dict[str, str] = json.loads(_FILE.read_text(encoding="utf-8"))
    return read


def _name(text: str, otherwise: str) -> str:
    """A name, short and without what a voice would stumble over."""
    tidy = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return tidy[:LONGEST_NAME].rstrip() or otherwise
