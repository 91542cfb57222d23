"""What a request names must exist: a campaign, or an answer 404."""

from __future__ import annotations

import re

from api.http import Problem
from runtime.wiring import Deps
from store import campaigns
from store.campaigns import Current

_CAMPAIGN = re.compile(r"[a-z0-9][a-z0-9-]{1,47}")


def campaign(campaign_id: str, deps: Deps) -> Current:
    """The campaign as it is now. Raises ``Problem`` 404, also for what can be no campaign's id."""
    found = campaigns.current(deps.table, campaign_id) if _CAMPAIGN.fullmatch(campaign_id) else None
    if found is None:
        raise Problem(404, "Not found", "There is no such campaign.")
    return found
