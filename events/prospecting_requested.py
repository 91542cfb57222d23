"""``prospecting.requested``"""

from typing import Annotated, ClassVar

from pydantic import Field

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
    limit: Annotated[int, Field(ge=1)] | None = None
    """The most new companies that the run may find; without it as many as its sources may."""
