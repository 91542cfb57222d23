"""Hold a campaign, and let it go on."""

from __future__ import annotations

from typing import Annotated

import typer

from cli import output
from cli.campaigns.saving import known
from cli.invocation import current


def pause(campaign: Annotated[str, typer.Argument(help="The campaign's id.")]) -> None:
    """Send nothing more for now, and look for no more companies. Answers are still read."""
    _hold(campaign, paused=True)


def resume(campaign: Annotated[str, typer.Argument(help="The campaign's id.")]) -> None:
    """Let a paused campaign go on."""
    _hold(campaign, paused=False)


def _hold(campaign_id: str, paused: bool) -> None:
    from cli import schedules
    from outreach.campaign import Campaign
    from store import keys
    from store.writes import PRESENT, Update

    run = current()
    item = known(run.connection, campaign_id)
    run.connection.table.commit([Update(keys.campaign(campaign_id), set={"paused": paused}, when=PRESENT)])
    schedules.keep(run.connection, Campaign.from_item(item), paused)
    if run.json:
        return output.emit({"campaign": campaign_id, "paused": paused})
    if paused:
        return output.say(f"{campaign_id} is paused. Let it go on with: beckon campaign resume {campaign_id}")
    return output.say(f"{campaign_id} goes on.")
