"""``email.bounced``"""

from typing import ClassVar, Literal

from events.base import CampaignId, EventData, Id, Name


class EmailBounced(EventData):
    """The mail came back. A hard bounce suppresses the address."""

    TYPE: ClassVar[str] = "email.bounced"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("track_email",)
    CONSUMERS: ClassVar[tuple[str, ...]] = ("advance_sequence",)

    lead_id: Id
    campaign_id: CampaignId
    send_id: Id
    contact_id: Id
    kind: Literal["hard", "soft"]
    reason: Name
