"""``inquiry.submitted``"""

from typing import ClassVar, Literal

from events.base import CampaignId, EventData, Id


class InquirySubmitted(EventData):
    """Somebody asked to be contacted: by the web form, or in a call."""

    TYPE: ClassVar[str] = "inquiry.submitted"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("serve_api", "answer_lex")
    CONSUMERS: ClassVar[tuple[str, ...]] = ("advance_sequence", "place_call", "sync_salesforce")

    lead_id: Id
    campaign_id: CampaignId
    inquiry_id: Id
    channel: Literal["web", "voice"]
    wants_call: bool
    contact_id: Id | None = None
