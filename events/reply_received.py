"""``reply.received``"""

from typing import ClassVar

from events.base import CampaignId, EventData, Id
from events.vocabulary import MatchedBy


class ReplyReceived(EventData):
    """An answer came in and found its conversation."""

    TYPE: ClassVar[str] = "reply.received"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("classify_reply",)
    CONSUMERS: ClassVar[tuple[str, ...]] = ()

    lead_id: Id
    campaign_id: CampaignId
    reply_id: Id
    matched_by: MatchedBy
    send_id: Id | None = None
    contact_id: Id | None = None
