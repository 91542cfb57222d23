"""``email.refused``"""

from typing import ClassVar

from events.base import CampaignId, EventData, Id, Name


class EmailRefused(EventData):
    """The mail may not go at all. The reason names the gate that refused."""

    TYPE: ClassVar[str] = "email.refused"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("send_email",)
    CONSUMERS: ClassVar[tuple[str, ...]] = ("advance_sequence",)

    lead_id: Id
    campaign_id: CampaignId
    step: int
    send_id: Id
    reason: Name
