"""``beckon replies``: answers that a person may want to see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import output
from cli.errors import Misuse
from cli.invocation import current

if TYPE_CHECKING:
    from store.table import Item, Table

UNMATCHED = ("no_thread", "unreadable")
"""States of a mail that belongs to no conversation."""


def replies(
    unmatched: Annotated[
        bool, typer.Option("--unmatched", help="Messages that belong to no conversation, or can't be read.")
    ] = False,
    review: Annotated[
        bool, typer.Option("--review", help="Answers that a person should look at before anything is done.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
) -> None:
    """Answers, newest first, with what each was read as. They are kept, never dropped."""
    if unmatched and review:
        raise Misuse("--unmatched and --review are two lists", "ask for one")
    run = current()
    table = run.connection.table
    if unmatched:
        found = [item for state in UNMATCHED for item in _of_state(table, state)]
    elif review:
        found = _for_review(table)
    else:
        found = _of_campaigns(table)
    found.sort(key=lambda item: _when(item), reverse=True)
    rows = [_row(item) for item in found[:limit]]
    if run.json:
        return output.emit({"replies": rows, "total": len(found)})
    if not rows:
        return output.out().print("No such answers.")
    cells = [
        (
            output.clock(row["at"] or ""),
            row["label"] or row["state"] or "",
            row["decided_by"] or "",
            output.line(row["text"] or row["key"] or "", 60),
            (row["lead_id"] or row["reply_id"])[:8],
        )
        for row in rows
    ]
    output.out().print(output.grid(("at", "read as", "by", "text", "lead"), cells))
    if len(found) > len(rows):
        output.say(f"{len(found) - len(rows)} more; say --limit {len(found)} to see all")
    return None


def _of_state(table: Table, state: str) -> list[Item]:
    from store import keys

    return list(table.items(keys.all_mail_index(state, "").pk, index="gsi1"))


def _for_review(table: Table) -> list[Item]:
    return []


def _of_campaigns(table: Table) -> list[Item]:
    return []


def _when(item: Item) -> str:
    return str(item.get("at", ""))


def _row(item: Item) -> dict[str, Any]:
    return {}
