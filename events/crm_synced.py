"""``crm.synced``"""

from typing import ClassVar

from events.base import CampaignId, EventData, Id, OutsideId
from events.vocabulary import CrmObject


class CrmSynced(EventData):
    """A record stands in Salesforce under this external id."""

    TYPE: ClassVar[str] = "crm.synced"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("sync_salesforce",)
    CONSUMERS: ClassVar[tuple[str, ...]] = ()

    lead_id: Id
    object: CrmObject
    external_id: OutsideId
    salesforce_id: OutsideId
    campaign_id: CampaignId | None = None
