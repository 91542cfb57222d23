"""``email.blocked``"""

from typing import ClassVar

from events.base import CampaignId, EventData, Id, Name


class EmailBlocked(EventData):
    """No mail could be written that may be sent, or a person rejected it. The reason names the check."""

    TYPE: ClassVar[str] = "email.blocked"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("draft_email", "cli")
    CONSUMERS: ClassVar[tuple[str, ...]] = ("advance_sequence",)

    lead_id: Id
    campaign_id: CampaignId
    step: int
    send_id: Id
    reason: Name
