"""``reply.flagged``"""

from typing import ClassVar

from events.base import CampaignId, EventData, Id


class ReplyFlagged(EventData):
    """An answer is warm: people are told, once an answer. ``needs_review``: nothing is done until one of them
    has looked at it."""

    TYPE: ClassVar[str] = "reply.flagged"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("classify_reply",)
    CONSUMERS: ClassVar[tuple[str, ...]] = ()

    lead_id: Id
    campaign_id: CampaignId
    reply_id: Id
    needs_review: bool
