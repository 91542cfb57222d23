"""``step.due``"""

from typing import ClassVar

from events.base import CampaignId, EventData, Id


class StepDue(EventData):
    """A step of the sequence is to be drafted and sent now."""

    TYPE: ClassVar[str] = "step.due"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("advance_sequence", "scheduler")
    CONSUMERS: ClassVar[tuple[str, ...]] = ("draft_email",)

    lead_id: Id
    campaign_id: CampaignId
    step: int
    send_id: Id
