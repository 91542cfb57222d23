"""``prospecting.requested``"""

from typing import ClassVar

from events.base import CampaignId, Cursor, EventData, Id

NEW_RUN = "0" * 32
"""Instead of a run's id: a run of its own, named after this event (a schedule repeats its request)."""


class ProspectingRequested(EventData):
    """A run of a campaign is to look for companies. A run says it again, with a cursor, for its next page."""

    TYPE: ClassVar[str] = "prospecting.requested"
    SUBJECT: ClassVar[str] = "campaign_id"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("schedule", "cli", "discover_leads")
    CONSUMERS: ClassVar[tuple[str, ...]] = ("discover_leads",)

    campaign_id: CampaignId
    run_id: Id
    source: int = 0
    cursor: Cursor | None = None
