"""How the variants of a campaign do, with what is chance and what is not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli import output
from cli.errors import Trouble
from cli.invocation import current
from cli.variants.chart import draw
from cli.variants.standings import Row, StepReport, of_campaign, rate, worth
from outreach import variants

if TYPE_CHECKING:
    from outreach.campaign import Campaign

_COLUMNS = ("variant", "sent", "warm", "in 100", "left", "complained", "in 100", "worth", "best", "share")


def report(
    campaign: Annotated[str, typer.Argument(help="The campaign's id.")],
    picture: Annotated[
        Path | None, typer.Option("--picture", help="Draw the shares over time into this .svg or .png file.")
    ] = None,
) -> None:
    """What each variant's mails came to, how likely it is the best, and what part of the mails it gets.

    A mail counts once, as the gravest that came of it: a complaint, an unsubscribe, a warm answer, nothing.
    """
    from store import campaigns

    run = current()
    known = campaigns.current(run.connection.table, campaign)
    if known is None:
        raise Trouble(f"there is no campaign {campaign!r}", "see `beckon campaign list`")
    reports = of_campaign(run.connection.table, known.campaign)
    if picture is not None:
        draw(reports, known.campaign.name, picture)
    if run.json:
        cost = known.campaign.experiment.harm_cost
        steps = [
            {
                "step": one.number,
                "allocation": one.allocations[-1].version if one.allocations else None,
                "variants": [row.as_json(cost) for row in one.rows],
            }
            for one in reports
        ]
        return output.emit({"campaign": campaign, "harm_cost": cost, "steps": steps})
    if not reports:
        return output.out().print("No mail of this campaign has variants.")
    for one in reports:
        _print(one, known.campaign)
    return None


def _print(one: StepReport, campaign: Campaign) -> None:
    cost = campaign.experiment.harm_cost
    last = f"allocation {one.allocations[-1].version}" if one.allocations else "no mail yet"
    output.out().print(
        output.safe(f"Mail {one.number + 1} ({last}; a harm costs {cost} warm answers)", "bold")
    )
    output.out().print(output.grid(_COLUMNS, [_cells(row, cost) for row in one.rows], right=_COLUMNS[1:]))
    for row in one.rows:
        if row.stop:
            output.out().print(output.safe(f"{row.name} is stopped: {row.stop.reason} ({row.stop.at[:10]})"))
        elif not row.current:
            output.out().print(output.safe(f"{row.name} is a text of an earlier version"))
    if all(row.stop for row in one.rows if row.current):
        output.say("All its variants are stopped: its mails are blocked (variants_stopped).")


def _cells(row: Row, cost: int) -> tuple[str, ...]:
    tally = row.tally
    value = worth(tally, cost)
    return (
        row.name,
        str(tally.sends),
        str(tally.warm),
        _rate(tally.warm, tally.sends),
        str(tally.unsubscribed),
        str(tally.complained),
        _rate(tally.harmed, tally.sends),
        "" if value is None else f"{value:+.3f}",
        "" if row.best is None else f"{row.best:.0%}",
        "" if row.part is None else f"{row.part:.0%}",
    )


def _rate(events: int, sends: int) -> str:
    """A rate in percent with its 95 % interval."""
    known = rate(events, sends)
    if known is None:
        return ""
    low, high = variants.interval(events, sends)
    return f"{100 * known:.1f} ({100 * low:.1f}-{100 * high:.1f})"
