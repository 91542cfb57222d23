"""``beckon campaign``: make campaigns, look at them, change them and hold them.

``saving`` reads files and saves campaigns, for other commands too.
"""

from __future__ import annotations

import typer

from cli.campaigns import changing, history, holding, showing, waiting
from cli.campaigns.saving import Saved, known, load, save

__all__ = ["Saved", "app", "known", "load", "save"]

app = typer.Typer(help="Make, look at, change and hold campaigns.", no_args_is_help=True)

app.command("check")(changing.check)
app.command("create")(changing.create)
app.command("edit")(changing.edit)
app.command("clone")(changing.clone)
app.command("list")(showing.list_campaigns)
app.command("show")(showing.show)
app.command("versions")(history.versions)
app.command("diff")(history.diff)
app.command("waiting")(waiting.waiting)
app.command("pause")(holding.pause)
app.command("resume")(holding.resume)
