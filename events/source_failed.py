"""``source.failed``"""

from typing import ClassVar

from events.base import CampaignId, EventData, Id, Name


class SourceFailed(EventData):
    """A source of a campaign gave nothing in a run, or broke off; the run went on with the others."""

    TYPE: ClassVar[str] = "source.failed"
    SUBJECT: ClassVar[str] = "campaign_id"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("discover_leads",)
    CONSUMERS: ClassVar[tuple[str, ...]] = ()

    campaign_id: CampaignId
    run_id: Id
    source: Name
    number: int
    reason: Name
