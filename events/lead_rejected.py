"""``lead.rejected``"""

from typing import ClassVar, Literal

from events.base import CampaignId, EventData, Id
from events.vocabulary import LeadRejection


class LeadRejected(EventData):
    """The company goes no further in this campaign. The reason is final until another run finds it."""

    TYPE: ClassVar[str] = "lead.rejected"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("enrich_lead", "score_lead")
    CONSUMERS: ClassVar[tuple[str, ...]] = ("advance_sequence",)

    lead_id: Id
    campaign_id: CampaignId
    reason: LeadRejection
    stage: Literal["enrich", "score"]
