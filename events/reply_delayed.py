"""``reply.delayed``"""

from datetime import datetime
from typing import ClassVar

from events.base import CampaignId, EventData, Id, Name


class ReplyDelayed(EventData):
    """An answer is in, and what should read it is not there: until it is read, and at most until ``until``,
    nothing more is sent."""

    TYPE: ClassVar[str] = "reply.delayed"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("classify_reply",)
    CONSUMERS: ClassVar[tuple[str, ...]] = ("advance_sequence",)

    lead_id: Id
    campaign_id: CampaignId
    reply_id: Id
    reason: Name
    until: datetime
