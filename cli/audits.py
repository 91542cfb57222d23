"""``beckon audit``: compare the sandbox's books with the table and the log, now."""

from __future__ import annotations

import typer

from cli import output
from cli.errors import Misuse
from cli.invocation import current


def audit() -> None:
    """Account for everything that happened on a local stage. Exit code 1 when something does not add up."""
    from cli import report
    from cli.accounting import inside, outside
    from cli.accounting.audit import audit as compare

    run = current()
    connection = run.connection
    if connection.sandbox is None:
        raise Misuse(
            f"stage {run.stage} is on AWS, whose world keeps no books for us", "look at `beckon dlq list`"
        )
    verdict = compare(outside.world(connection.sandbox), inside.ours(connection))
    if run.json:
        output.emit(verdict.as_json())
    else:
        report.print_books(verdict)
        report.print_last_line(verdict)
    if not verdict.in_order:
        raise typer.Exit(1)
