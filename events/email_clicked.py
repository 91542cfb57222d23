"""``email.clicked``"""

from typing import ClassVar

from events.base import CampaignId, EventData, Id


class EmailClicked(EventData):
    """A link of the mail was fetched. Scanners fetch links too: it decides nothing by itself."""

    TYPE: ClassVar[str] = "email.clicked"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("track_email",)
    CONSUMERS: ClassVar[tuple[str, ...]] = ()

    lead_id: Id
    campaign_id: CampaignId
    send_id: Id
    contact_id: Id
