"""What the command prints: results on standard output, progress and errors on standard error.

Text from pages and mails is untrusted. ``safe`` makes it printable: no terminal escape sequence gets
through, and Rich markup in a company's name is printed as it is.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

_KEPT = "\n\t"


def plain(value: object) -> str:
    """Text without anything a terminal would act on.

    Control characters (among them ESC and the C1 set) and the marks that turn the writing direction are
    left out; line breaks and tabs stay.
    """
    return "".join(
        character
        for character in str(value)
        if character in _KEPT or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )


def line(value: object, most: int = 0) -> str:
    """``plain`` on one line; longer than ``most`` characters it ends in an ellipsis (0: any length)."""
    text = " ".join(plain(value).split())
    return text if not most or len(text) <= most else text[: most - 1].rstrip() + "…"


def safe(value: object, style: str = "") -> Text:
    """Untrusted text as Rich prints it: literally."""
    from rich.text import Text

    return Text(plain(value), style=style)


def out() -> Console:
    """Standard output, as it is at the moment of the call (a test may have put its own there)."""
    from rich.console import Console

    return Console(file=sys.stdout, highlight=False, emoji=False)


def err() -> Console:
    """Standard error."""
    from rich.console import Console

    return Console(file=sys.stderr, highlight=False, emoji=False)


def say(text: str) -> None:
    """A line of progress, on standard error."""
    print(plain(text), file=sys.stderr, flush=True)  # noqa: T201


def emit(value: object) -> None:
    """One JSON document on standard output. Non-ASCII is escaped: any terminal or pipe takes it."""
    print(json.dumps(value, indent=2, default=_jsonable), flush=True)  # noqa: T201


def _jsonable(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} is not JSON")


def grid(columns: Sequence[str], rows: Iterable[Sequence[object]], right: Sequence[str] = ()) -> Table:
    """A table of untrusted cells. ``right`` names the columns of numbers. A cell may be a Rich ``Text``.

    Columns without any name have no header line.
    """
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    named = any(columns)
    table = Table(
        box=SIMPLE_HEAD if named else None, pad_edge=False, show_edge=False, show_header=named, padding=(0, 1)
    )
    for number, column in enumerate(columns):
        # What names a row is to be copied: it is kept on one line, and the others give way.
        table.add_column(
            column, justify="right" if column in right else "left", overflow="fold", no_wrap=number == 0
        )
    for row in rows:
        table.add_row(*(cell if isinstance(cell, Text) else safe(cell) for cell in row))
    return table


def clock(moment: str) -> str:
    """``2026-03-02 16:30:00`` of an ISO time."""
    return moment[:19].replace("T", " ")


def pick(item: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Some fields of an item, those that it has."""
    return {name: item[name] for name in names if item.get(name) is not None}
