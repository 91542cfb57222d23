"""``lead.enriched``"""

from typing import ClassVar

from events.base import CampaignId, EventData, Id, Name


class LeadEnriched(EventData):
    """The company's own pages were read; its facts and its contact are in the table."""

    TYPE: ClassVar[str] = "lead.enriched"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("enrich_lead",)
    CONSUMERS: ClassVar[tuple[str, ...]] = ("score_lead", "advance_sequence")

    lead_id: Id
    campaign_id: CampaignId
    run_id: Id
    platform: Name
    contact_id: Id | None = None
    facts: int
