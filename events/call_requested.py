"""``call.requested``"""

from typing import ClassVar, Literal

from events.base import CampaignId, EventData, Id


class CallRequested(EventData):
    """A call is allowed and claimed; it is to be placed now."""

    TYPE: ClassVar[str] = "call.requested"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("place_call", "scheduler")
    CONSUMERS: ClassVar[tuple[str, ...]] = ("place_call",)

    lead_id: Id
    campaign_id: CampaignId
    call_id: Id
    origin: Literal["reply", "inquiry"]
    attempt: int
    contact_id: Id | None = None
