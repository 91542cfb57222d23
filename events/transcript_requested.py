"""``transcript.requested``"""

from typing import ClassVar

from events.base import CampaignId, EventData, Id


class TranscriptRequested(EventData):
    """Reserved: a person asks, in Salesforce, for a call to be read again. No producer yet."""

    TYPE: ClassVar[str] = "transcript.requested"
    PRODUCERS: ClassVar[tuple[str, ...]] = ()
    CONSUMERS: ClassVar[tuple[str, ...]] = ()

    lead_id: Id
    campaign_id: CampaignId
    call_id: Id
