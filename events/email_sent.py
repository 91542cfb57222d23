"""``email.sent``"""

from typing import ClassVar

from events.base import CampaignId, EventData, Id, Name, OutsideId


class EmailSent(EventData):
    """SES accepted the mail, once. ``variant``: which of the step's ways to be written it is."""

    TYPE: ClassVar[str] = "email.sent"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("cli", "send_email", "track_email")
    CONSUMERS: ClassVar[tuple[str, ...]] = ("advance_sequence", "sync_salesforce", "weigh_variants")

    lead_id: Id
    campaign_id: CampaignId
    step: int
    send_id: Id
    contact_id: Id
    message_id: OutsideId
    variant: Name | None = None
