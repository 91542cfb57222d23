"""``call.placed``"""

from typing import ClassVar

from events.base import CampaignId, EventData, Id, OutsideId


class CallPlaced(EventData):
    """Connect is dialling."""

    TYPE: ClassVar[str] = "call.placed"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("place_call",)
    CONSUMERS: ClassVar[tuple[str, ...]] = ()

    lead_id: Id
    campaign_id: CampaignId
    call_id: Id
    connect_contact_id: OutsideId
