"""``call.reviewed``"""

from typing import ClassVar

from events.base import CampaignId, EventData, Id


class CallReviewed(EventData):
    """Reserved: the call was read and summed up. No producer yet."""

    TYPE: ClassVar[str] = "call.reviewed"
    PRODUCERS: ClassVar[tuple[str, ...]] = ()
    CONSUMERS: ClassVar[tuple[str, ...]] = ()

    lead_id: Id
    campaign_id: CampaignId
    call_id: Id
    interested: bool
