"""``sender.paused``"""

from datetime import datetime
from typing import ClassVar, Literal

from events.base import CampaignId, EventData, Id


class SenderPaused(EventData):
    """One of our addresses sends nothing until a moment: too many of its mails, or of its domain's, bounced
    or were called spam."""

    TYPE: ClassVar[str] = "sender.paused"
    SUBJECT: ClassVar[str] = "campaign_id"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("track_email",)
    CONSUMERS: ClassVar[tuple[str, ...]] = ()

    campaign_id: CampaignId
    """The campaign of the mail that was one too many."""
    sender_id: Id
    """A digest of the sender's address (``beckon senders list`` shows it)."""
    scope: Literal["sender", "domain"]
    """Whose rate it was: the address's own, or that of all senders of its domain, paused together."""
    reason: Literal["bounces", "complaints"]
    sent: int
    """Mails of the last thirty days that were judged; how many bounced for good, and were called spam."""
    bounced: int
    complained: int
    until: datetime
