"""``lead.rescored``"""

from typing import ClassVar

from events.base import CampaignId, EventData, Id, Score


class LeadRescored(EventData):
    """What the lead did with our mails changed its score. It stays selected, or left, as it was."""

    TYPE: ClassVar[str] = "lead.rescored"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("score_lead",)
    CONSUMERS: ClassVar[tuple[str, ...]] = ()

    lead_id: Id
    campaign_id: CampaignId
    fit: Score
    intent: Score
