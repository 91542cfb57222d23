"""Campaigns as the handlers read them: the one that is now, and the version that an enrolment began with."""

from __future__ import annotations

from dataclasses import dataclass

from outreach.campaign import Campaign
from store import keys
from store.table import Table


@dataclass(frozen=True, slots=True)
class Current:
    """The newest version of a campaign, and whether it is held."""

    campaign: Campaign
    paused: bool


def current(table: Table, campaign_id: str) -> Current | None:
    """The campaign as it is now."""
    item = table.get(keys.campaign(campaign_id))
    return Current(Campaign.from_item(item), bool(item.get("paused"))) if item else None


def version(table: Table, campaign_id: str, number: int) -> Campaign | None:
    """One version of the campaign. Versions never change, so a stale read is as good."""
    key = keys.campaign_version(campaign_id, number)
    item = table.get(key, consistent=False) or table.get(key)
    return Campaign.from_item(item) if item else None
