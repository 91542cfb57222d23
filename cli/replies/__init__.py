"""``beckon replies``: the answers, and what a person does about them."""

from __future__ import annotations

import typer

from cli.replies import audit, decide, listing, show, watch

app = typer.Typer(
    help="See the answers, newest first; put one where it belongs, or say what it is.",
    invoke_without_command=True,
    no_args_is_help=False,
)
app.callback()(listing.replies)
app.command("show")(show.show)
app.command("attach")(decide.attach)
app.command("review")(decide.review)
app.command("watch")(watch.watch)
app.command("audit")(audit.audit)
