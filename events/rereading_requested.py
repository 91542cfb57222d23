"""``rereading.requested``"""

from typing import ClassVar

from events.base import CampaignId, EventData, Id


class RereadingRequested(EventData):
    """A person wants an answer read again by the rules and models of today. ``ask``: a model may be asked."""

    TYPE: ClassVar[str] = "rereading.requested"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("cli",)
    CONSUMERS: ClassVar[tuple[str, ...]] = ("classify_reply",)

    lead_id: Id
    campaign_id: CampaignId
    reply_id: Id
    ask: bool = False
