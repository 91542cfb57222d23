"""Warm answers as they come in."""

from __future__ import annotations

import json
import time
from typing import Annotated

import typer

from cli import output
from cli.invocation import current
from cli.replies.listing import rows_of

_MOST = 20  # of one look


def watch(
    every: Annotated[float, typer.Option(help="Seconds between two looks.", min=0.2)] = 5,
    seconds: Annotated[float, typer.Option(help="Stop after so many seconds; 0: when you do.", min=0)] = 0,
) -> None:
    """Print each warm answer when it comes in, the newest that are there first of all."""
    from store import mail

    run = current()
    table = run.connection.table
    known: set[str] = set()
    until = time.monotonic() + seconds
    while True:
        fresh = [item for item in mail.warm(table, _MOST) if item["reply_id"] not in known]
        known |= {item["reply_id"] for item in fresh}
        for row in reversed(rows_of(table, fresh)):
            if run.json:
                print(json.dumps(row), flush=True)  # noqa: T201
            else:
                words = output.line(row["text"] or "", 60)
                waits = "  (waits for a person)" if row["needs_review"] else ""
                line = f"{output.clock(row['at'])}  {row['reply_id'][:8]}  {row['from']}  {words}{waits}"
                output.out().print(output.safe(line), soft_wrap=True)
        if seconds and time.monotonic() >= until:
            return
        time.sleep(every)
