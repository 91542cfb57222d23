"""Which copy a step is written with: named by the campaign, or chosen by where it stands and what is sold."""

from __future__ import annotations

from typing import NamedTuple

from outreach.campaign import Campaign
from outreach.profile import Profile

AUTO = "auto"
"""The name that lets the step's place and the company's trade choose."""

_LEAST_CONFIDENCE = 0.5
_TRADES = {
    "fashion": "clothing shoes bags",
    "jewellery": "jewelry watches",
    "beauty": "cosmetics perfume",
    "home": "furniture homeware kitchen lighting garden flowers",
    "food": "coffee tea food wine beer supplements",
    "children": "toys baby",
    "sports": "sports cycling outdoor",
    "electronics": "electronics",
    "pets": "pets",
    "hobby": "books stationery crafts music",
    "supplies": "auto_parts",
}
TRADE_OF = {industry: trade for trade, industries in _TRADES.items() for industry in industries.split()}
"""The trade's copy for each industry of ``scrapers/data/industries.toml``."""


class Chosen(NamedTuple):
    """A template's name, the layout it stands in, and the id of the fact that chose it (or nothing)."""

    name: str
    layout: str
    fact: str = ""


def choose(campaign: Campaign, step: int, profile: Profile) -> Chosen:
    """The copy of a step. A trade has a first mail and a follow-up; the last mail is the general one."""
    layout = _layout(campaign, step)
    name = campaign.steps[step].template
    if name != AUTO:
        return Chosen(name, layout)
    if layout in ("closing", "again"):
        return Chosen(layout, layout)
    fact = profile.best("industry")
    trade = TRADE_OF.get(fact.value) if fact and fact.confidence >= _LEAST_CONFIDENCE else None
    return Chosen(trade, layout, fact.id) if trade and fact else Chosen(layout, layout)


def _layout(campaign: Campaign, step: int) -> str:
    if campaign.steps[step].again:
        return "again"
    if step == 0 or campaign.steps[step].subject:
        return "intro"
    return "closing" if step >= 2 and step == campaign.follow_up_count - 1 else "follow_up"
