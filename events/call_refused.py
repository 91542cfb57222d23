"""``call.refused``"""

from typing import ClassVar

from events.base import CampaignId, EventData, Id, Name


class CallRefused(EventData):
    """No call may be made. The reason names the rule."""

    TYPE: ClassVar[str] = "call.refused"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("place_call",)
    CONSUMERS: ClassVar[tuple[str, ...]] = ()

    lead_id: Id
    campaign_id: CampaignId
    call_id: Id
    reason: Name
