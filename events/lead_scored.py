"""``lead.scored``"""

from typing import ClassVar

from events.base import CampaignId, EventData, Id, Score


class LeadScored(EventData):
    """Fit and intent (0-100) were computed. ``selected``: the campaign will write to it."""

    TYPE: ClassVar[str] = "lead.scored"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("score_lead",)
    CONSUMERS: ClassVar[tuple[str, ...]] = ("advance_sequence", "sync_salesforce")

    lead_id: Id
    campaign_id: CampaignId
    run_id: Id
    fit: Score
    intent: Score
    selected: bool
