"""``email.drafted``"""

from typing import ClassVar, Literal

from events.base import CampaignId, EventData, Id, Name


class EmailDrafted(EventData):
    """A mail was written and every statement in it stands on a cited fact. ``fallback_reason``: why the
    plain template was taken. ``variant``: which of the step's ways to be written this is."""

    TYPE: ClassVar[str] = "email.drafted"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("draft_email", "cli")
    CONSUMERS: ClassVar[tuple[str, ...]] = ("send_email",)

    lead_id: Id
    campaign_id: CampaignId
    step: int
    send_id: Id
    contact_id: Id
    written_by: Literal["model", "template"]
    fallback_reason: Name | None = None
    variant: Name | None = None
