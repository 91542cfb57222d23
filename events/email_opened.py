"""``email.opened``"""

from typing import ClassVar

from events.base import CampaignId, EventData, Id


class EmailOpened(EventData):
    """The mail's pixel was fetched. Machines fetch pixels too: it decides nothing."""

    TYPE: ClassVar[str] = "email.opened"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("track_email",)
    CONSUMERS: ClassVar[tuple[str, ...]] = ()

    lead_id: Id
    campaign_id: CampaignId
    send_id: Id
    contact_id: Id
