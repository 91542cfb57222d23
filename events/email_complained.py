"""``email.complained``"""

from typing import ClassVar

from events.base import CampaignId, EventData, Id


class EmailComplained(EventData):
    """The recipient called the mail unwanted. Suppresses the address and the person."""

    TYPE: ClassVar[str] = "email.complained"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("track_email",)
    CONSUMERS: ClassVar[tuple[str, ...]] = ("advance_sequence", "weigh_variants")

    lead_id: Id
    campaign_id: CampaignId
    send_id: Id
    contact_id: Id
