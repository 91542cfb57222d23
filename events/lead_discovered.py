"""``lead.discovered``"""

from typing import ClassVar

from events.base import CampaignId, EventData, Id, Name


class LeadDiscovered(EventData):
    """A company was found by a source of a campaign, for the first time in this campaign."""

    TYPE: ClassVar[str] = "lead.discovered"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("discover_leads",)
    CONSUMERS: ClassVar[tuple[str, ...]] = ("enrich_lead",)

    lead_id: Id
    campaign_id: CampaignId
    run_id: Id
    source: Name
