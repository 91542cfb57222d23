"""``reply.reviewed``"""

from typing import ClassVar

from events.base import CampaignId, EventData, Id
from events.vocabulary import ReplyLabel


class ReplyReviewed(EventData):
    """A person read an answer that waited for one, and said what it is. ``wants_call``: and that it asks for
    a call."""

    TYPE: ClassVar[str] = "reply.reviewed"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("cli",)
    CONSUMERS: ClassVar[tuple[str, ...]] = ("classify_reply",)

    lead_id: Id
    campaign_id: CampaignId
    reply_id: Id
    label: ReplyLabel
    wants_call: bool = False
