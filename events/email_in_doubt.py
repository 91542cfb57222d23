"""``email.in_doubt``"""

from typing import ClassVar

from events.base import CampaignId, EventData, Id


class EmailInDoubt(EventData):
    """SES was called and its answer is not known; a person decides. Never sent again by itself."""

    TYPE: ClassVar[str] = "email.in_doubt"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("settle_effects",)
    CONSUMERS: ClassVar[tuple[str, ...]] = ("advance_sequence",)

    lead_id: Id
    campaign_id: CampaignId
    step: int
    send_id: Id
