"""``lead.discovered``"""

from typing import ClassVar

from events.base import CampaignId, EventData, Id, Name


class LeadDiscovered(EventData):
    """A company was found by a source of a campaign or in a list, or another company's site led to it.

    It is new in this campaign, or went no further when an earlier run found it.
    """

    TYPE: ClassVar[str] = "lead.discovered"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("discover_leads", "enrich_lead", "cli")
    CONSUMERS: ClassVar[tuple[str, ...]] = ("enrich_lead",)

    lead_id: Id
    campaign_id: CampaignId
    run_id: Id
    source: Name
