"""``beckon drafts``: mails that wait for a person, where a campaign says ``approval: required``."""

from __future__ import annotations

import typer

from cli.drafts import decide, editing, listing

app = typer.Typer(help="Mails that wait for a person: see, approve, edit, reject.", no_args_is_help=True)
app.command("list")(listing.list_drafts)
app.command("show")(listing.show)
app.command("approve")(decide.approve)
app.command("edit")(editing.edit)
app.command("reject")(decide.reject)
