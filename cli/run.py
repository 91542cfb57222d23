"""``beckon run``: look for companies for a campaign, and watch what becomes of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

import typer

from cli import output
from cli.connection import Connection
from cli.errors import Trouble
from cli.figures import Funnel
from cli.invocation import current
from cli.quiet import Rest

HORIZON = timedelta(seconds=150)
"""Waits of the demo's campaign are shorter than this; what is due later is not waited for."""


def run(
    campaign: Annotated[str, typer.Argument(help="The campaign's id.")],
    detach: Annotated[bool, typer.Option("--detach", help="Start it and return at once.")] = False,
    timeout: Annotated[float, typer.Option(help="Seconds to watch at most; the run goes on after.")] = 900,
    limit: Annotated[
        int | None, typer.Option(min=1, help="The most new companies to find, over all sources.")
    ] = None,
) -> None:
    """Start a run and show its progress until the loop is quiet. Ctrl-C stops watching, not the run."""
    from cli.funnel import table

    invocation = current()
    run_id = start(invocation.connection, campaign, limit)
    if detach:
        if invocation.json:
            return output.emit({"campaign": campaign, "run_id": run_id})
        return output.say(f"Run {run_id[:8]} of {campaign} has begun. See it with: beckon funnel {campaign}")
    if not invocation.json:
        output.say(f"Run {run_id[:8]} of {campaign} has begun; Ctrl-C stops watching, not the run.")
    try:
        rest, figures = watch(invocation.connection, campaign, timeout, silent=invocation.json)
    except KeyboardInterrupt:
        output.say(f"The run goes on without you. See it with: beckon funnel {campaign}")
        raise typer.Exit(130) from None
    if invocation.json:
        told = {"campaign": campaign, "run_id": run_id, "quiet": rest.quiet} | figures.as_json()
        output.emit(told | {"run": summary(invocation.connection, campaign, run_id)})
    else:
        output.out().print(table(figures))
        tell(invocation.connection, campaign, run_id)
    if not rest.quiet:
        raise Trouble(
            f"the loop is not quiet after {rest.seconds:.0f} s (still moving: {rest.motion})",
            f"it goes on; see it with `beckon funnel {campaign}`",
        )
    return None


def start(connection: Connection, campaign_id: str, limit: int | None = None) -> str:
    """Ask for a run; returns its id. Raises ``Trouble`` for a campaign that is unknown or paused.

    ``limit`` is the most new companies that it may find.
    """
    from cli.campaigns import known
    from cli.said import say_root
    from events.prospecting_requested import ProspectingRequested

    item = known(connection, campaign_id)
    if item.get("paused"):
        raise Trouble(
            f"campaign {campaign_id} is paused", f"let it go on with `beckon campaign resume {campaign_id}`"
        )
    run_id = id_of(campaign_id, connection.clock.now())
    request = ProspectingRequested(campaign_id=campaign_id, run_id=run_id, limit=limit)
    say_root(connection, request, run_id)
    return run_id


def id_of(campaign_id: str, now: datetime) -> str:
    """The id of a run that is asked for at this moment."""
    from outreach.ids import digest

    return digest("run", campaign_id, now.isoformat())


def summary(connection: Connection, campaign_id: str, run_id: str) -> dict[str, Any] | None:
    """What a run came to, source by source, for machines; None before its first step."""
    from cli.runs import as_json
    from store import runs

    found = runs.get(connection.table, campaign_id, run_id)
    return as_json(found, runs.sources(connection.table, campaign_id, run_id)) if found else None


def tell(connection: Connection, campaign_id: str, run_id: str) -> None:
    """Print what a run came to, source by source."""
    from cli.runs import remarks, table
    from store import runs

    sources = runs.sources(connection.table, campaign_id, run_id)
    if not sources:
        return
    console = output.out()
    console.print()
    console.print(table(sources))
    for line in remarks(sources):
        console.print(output.safe(line))


def watch(connection: Connection, campaign_id: str, timeout: float, *, silent: bool) -> tuple[Rest, Funnel]:
    """Draw progress until the loop rests."""
    from cli.progress import Progress, drawn
    from cli.quiet import STEADY_SECONDS, Watch, wait

    # Without a sandbox nobody says that the world outside is at rest; then a longer silence has to do.
    on_aws = connection.sandbox is None
    watcher = Watch(connection, HORIZON)
    progress = Progress(connection, campaign_id)
    with drawn(progress, silent=silent) as draw:
        rest = wait(
            watcher,
            timeout,
            each=draw,
            pause_seconds=5.0 if on_aws else 0.5,
            steady_seconds=30.0 if on_aws else STEADY_SECONDS,
        )
    from store.counters import totals

    return rest, Funnel(totals(connection.table, campaign_id))
