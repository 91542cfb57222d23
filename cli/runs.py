"""``beckon runs``: what each run of a campaign came to, source by source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import output
from cli.invocation import current

if TYPE_CHECKING:
    from rich.table import Table

    from store.runs import Met, Run


def runs(
    campaign: Annotated[str, typer.Argument(help="The campaign's id.")],
    most: Annotated[int, typer.Option("--limit", min=1, help="The newest so many runs.")] = 5,
) -> None:
    """What was found, by each source of each run, and why a source gave nothing."""
    from cli.campaigns import known
    from store.runs import of_campaign

    invocation = current()
    known(invocation.connection, campaign)
    told = of_campaign(invocation.connection.table, campaign)[:most]
    if invocation.json:
        return output.emit([as_json(run, sources) for run, sources in told])
    if not told:
        output.out().print(output.safe(f"No run of {campaign} yet."))
        return output.say(f"Begin with: beckon run {campaign}")
    console = output.out()
    for number, (run, sources) in enumerate(told):
        if number:
            console.print()
        console.print(output.safe(heading(run)))
        console.print(table(sources))
        for line in remarks(sources):
            console.print(output.safe(line))
    return None


def as_json(run: Run, sources: Sequence[Met]) -> dict[str, Any]:
    """A run for machines; times are ISO 8601, counts those of ``store.runs.OUTCOMES``."""
    return {
        "run_id": run.run_id,
        "state": run.state,
        "started_at": run.started_at,
        "ended_at": run.ended_at or None,
        "limit": run.limit,
        "counts": dict(run.counts),
        "sources": [_source_json(met) for met in sources],
    }


def heading(run: Run) -> str:
    """One line about a run."""
    limit = f", at most {run.limit} new companies" if run.limit else ""
    return f"run {run.run_id[:8]} of {output.clock(run.started_at)}: {run.state}{limit}"


def table(sources: Sequence[Met]) -> Table:
    """A line a source."""
    columns = ("source", "state", "found", "new", "again", "known", "excluded", "no company", "requests")
    rows = [
        (
            met.run.name,
            met.run.state.value,
            *(str(met.counts.get(name, 0)) for name in ("found", "new", "again", "known", "excluded")),
            str(met.counts.get("invalid", 0)),
            str(met.run.requests),
        )
        for met in sources
    ]
    return output.grid(columns, rows, right=columns[2:])


def remarks(sources: Sequence[Met]) -> list[str]:
    """What does not fit into the table: what was excluded, and why a source did not go to its end."""
    lines = []
    for met in sources:
        if met.excluded_as:
            ordered = sorted(met.excluded_as.items(), key=lambda pair: (-pair[1], pair[0]))
            parts = ", ".join(f"{n} {category.replace('_', ' ')}" for category, n in ordered)
            lines.append(f"{met.run.name} left out: {parts}")
        if met.run.reason:
            reason = met.run.reason.replace("_", " ")
            after = f" ({met.run.detail})" if met.run.detail else ""
            goes_on = "; the next run goes on from there" if met.run.left_at is not None else ""
            lines.append(f"{met.run.name} {met.run.state.value}: {reason}{after}{goes_on}")
    return lines


def _source_json(met: Met) -> dict[str, Any]:
    run = met.run
    return {
        "number": run.number,
        "source": run.name,
        "state": run.state.value,
        "reason": run.reason or None,
        "detail": run.detail or None,
        "requests": run.requests,
        "tries": run.tries,
        "retry_at": run.retry_at,
        "goes_on": run.left_at is not None,
        "counts": dict(met.counts),
        "excluded_as": dict(met.excluded_as),
        "refused_rows": [dict(row) for row in met.refused],
    }
