"""``crm.conflict``"""

from typing import ClassVar

from events.base import CampaignId, EventData, Id, Name
from events.vocabulary import CrmObject


class CrmConflict(EventData):
    """Salesforce already knows this company or person otherwise; a person may want to look."""

    TYPE: ClassVar[str] = "crm.conflict"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("sync_salesforce",)
    CONSUMERS: ClassVar[tuple[str, ...]] = ()

    lead_id: Id
    object: CrmObject
    reason: Name
    campaign_id: CampaignId | None = None
