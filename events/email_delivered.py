"""``email.delivered``"""

from typing import ClassVar

from events.base import CampaignId, EventData, Id


class EmailDelivered(EventData):
    """The recipient's server took the mail."""

    TYPE: ClassVar[str] = "email.delivered"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("track_email",)
    CONSUMERS: ClassVar[tuple[str, ...]] = ()

    lead_id: Id
    campaign_id: CampaignId
    send_id: Id
    contact_id: Id
