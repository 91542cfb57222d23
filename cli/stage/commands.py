"""`beckon up`, `down`, `status` and `logs`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from cli.invocation import current
from cli.output import clock, emit, grid, out, say


def up(
    port_base: Annotated[
        int | None, typer.Option(help="Listen on this port and the next instead of the usual ones.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help="Which invented world; without it, the one that it was, or 1.")
    ] = None,
    sites: Annotated[
        Path | None,
        typer.Option(
            exists=True, file_okay=False, help="A folder of saved pages to serve as further companies."
        ),
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget what was in the stage.")] = False,
) -> None:
    """Start the local stage: an AWS emulator with IAM on, and everybody outside it."""
    from cli.stage import lifecycle

    stage = current().stage
    lifecycle.up(stage, port_base=port_base, seed=seed, sites=sites, fresh=fresh, say=say)
    if current().json:
        emit(asdict(lifecycle.status(stage)))


def down() -> None:
    """Stop the local stage; what is in it stays for the next time."""
    from cli.stage import lifecycle

    ran = lifecycle.down(current().stage, say=say)
    if current().json:
        emit({"stage": current().stage, "was_running": ran})
    else:
        say(f"Stage {current().stage} is down" if ran else f"Stage {current().stage} was not running")


def status() -> None:
    """Show whether the local stage runs, where, and what waits in its queues."""
    from cli.stage import lifecycle

    found = lifecycle.status(current().stage)
    if current().json:
        emit(asdict(found))
        return
    if not found.running:
        say(f"Stage {found.stage} is not running. Start it with `beckon up --stage {found.stage}`.")
        raise typer.Exit(1)
    rows = [("AWS", found.endpoint), ("outside world", found.sandbox), ("HTTP API", found.api)]
    if found.clock:
        rows.append(("its clock", f"{clock(found.clock.isoformat())} UTC"))
    if found.memory_mb is not None:
        rows.append(("memory", f"{found.memory_mb:.0f} MB"))
    rows += [(f"waiting for {name}", str(count)) for name, count in (found.waiting or {}).items()]
    out().print(grid(("what", "where"), rows))


def logs(
    name: Annotated[
        str,
        typer.Argument(help="A handler (send_email), or emulator, sandbox, deploy. Empty: every handler."),
    ] = "",
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on with what comes.")] = False,
    minutes: Annotated[int, typer.Option(help="How far back.")] = 60,
) -> None:
    """Print what the Lambdas, or the processes of the stage, have logged."""
    from cli.stage import loglines

    for entry in loglines.read(current().stage, name, minutes=minutes, follow=follow):
        if current().json:
            emit(asdict(entry))
        else:
            when = clock(entry.at.isoformat()) + " " if entry.at else ""
            out().print(f"{when}{entry.source}: {entry.text}", markup=False, soft_wrap=True)
