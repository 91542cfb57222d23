"""``call.completed``"""

from typing import ClassVar

from events.base import CampaignId, EventData, Id
from events.vocabulary import CallOutcome


class CallCompleted(EventData):
    """The call is over."""

    TYPE: ClassVar[str] = "call.completed"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("track_call", "settle_effects")
    CONSUMERS: ClassVar[tuple[str, ...]] = ("sync_salesforce",)

    lead_id: Id
    campaign_id: CampaignId
    call_id: Id
    outcome: CallOutcome
