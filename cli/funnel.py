"""``beckon funnel``: what became of the companies of a campaign, from the counters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli import output
from cli.figures import Funnel, shown
from cli.invocation import current

if TYPE_CHECKING:
    from rich.table import Table


def funnel(campaign: Annotated[str, typer.Argument(help="The campaign's id.")]) -> None:
    """From companies found to calls made, with the reasons of those that fell out."""
    from cli.campaigns import known
    from store.counters import totals

    run = current()
    known(run.connection, campaign)
    figures = Funnel(totals(run.connection.table, campaign))
    if run.json:
        return output.emit({"campaign": campaign} | figures.as_json())
    if not figures.counters:
        output.out().print(f"Nothing has happened in {campaign} yet.")
        return output.say(f"Begin with: beckon run {campaign}")
    return output.out().print(table(figures))


def table(figures: Funnel) -> Table:
    """The funnel with a bar for each stage."""
    from rich.text import Text

    rows = shown(figures)
    # Of the companies found: one of them may become several mails, and more records of a CRM than that.
    whole = figures.count("lead.discovered") or 1
    cells = [
        (stage, str(count), Text("█" * min(24, round(24 * count / whole)), style="cyan"), detail)
        for stage, count, detail in rows
    ]
    return output.grid(("stage", "count", "", "of which"), cells, right=("count",))
