"""``reply.attached``"""

from typing import ClassVar

from events.base import CampaignId, EventData, Id


class ReplyAttached(EventData):
    """A person said which mail an unmatched message answers: it is to be classified as usual."""

    TYPE: ClassVar[str] = "reply.attached"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("cli",)
    CONSUMERS: ClassVar[tuple[str, ...]] = ("classify_reply",)

    lead_id: Id
    campaign_id: CampaignId
    reply_id: Id
    send_id: Id
