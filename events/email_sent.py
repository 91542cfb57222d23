"""``email.sent``"""

from typing import ClassVar

from events.base import CampaignId, EventData, Id, OutsideId


class EmailSent(EventData):
    """SES accepted the mail, once."""

    TYPE: ClassVar[str] = "email.sent"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("send_email", "track_email")
    CONSUMERS: ClassVar[tuple[str, ...]] = ("advance_sequence", "sync_salesforce")

    lead_id: Id
    campaign_id: CampaignId
    step: int
    send_id: Id
    contact_id: Id
    message_id: OutsideId
