"""``email.released``"""

from typing import ClassVar

from events.base import CampaignId, EventData, Id


class EmailReleased(EventData):
    """A person looked a mail in doubt up, and SES had not got it: its step may be sent, once more."""

    TYPE: ClassVar[str] = "email.released"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("cli",)
    CONSUMERS: ClassVar[tuple[str, ...]] = ("advance_sequence",)

    lead_id: Id
    campaign_id: CampaignId
    step: int
    send_id: Id
