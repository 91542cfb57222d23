"""``email.held``"""

from typing import ClassVar, Literal

from events.base import CampaignId, EventData, Id, Name


class EmailHeld(EventData):
    """A mail was written and waits until a person approves or rejects it. Said once a text, however often
    its step is asked for."""

    TYPE: ClassVar[str] = "email.held"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("draft_email",)
    CONSUMERS: ClassVar[tuple[str, ...]] = ()

    lead_id: Id
    campaign_id: CampaignId
    step: int
    send_id: Id
    contact_id: Id
    written_by: Literal["model", "template"]
    fallback_reason: Name | None = None
    variant: Name | None = None
