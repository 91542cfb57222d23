"""``beckon variants``: how the ways to write a step's mail do, and why a mail is the one it is."""

from __future__ import annotations

import typer

from cli.variants import explain, report

app = typer.Typer(
    help="The variants of a campaign's mails: how they do, and who got which.", no_args_is_help=True
)
app.command("report")(report.report)
app.command("explain")(explain.explain)
