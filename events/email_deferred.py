"""``email.deferred``"""

from datetime import datetime
from typing import ClassVar

from events.base import CampaignId, EventData, Id, Name


class EmailDeferred(EventData):
    """The mail may not go now (window, cap); it is due again at ``until``."""

    TYPE: ClassVar[str] = "email.deferred"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("send_email",)
    CONSUMERS: ClassVar[tuple[str, ...]] = ("advance_sequence",)

    lead_id: Id
    campaign_id: CampaignId
    step: int
    send_id: Id
    reason: Name
    until: datetime
