"""``lead.erased``"""

from typing import ClassVar

from events.base import EventData, Id


class LeadErased(EventData):
    """Everything about the lead was erased; only the keyed hashes that suppress remain. No producer yet."""

    TYPE: ClassVar[str] = "lead.erased"
    PRODUCERS: ClassVar[tuple[str, ...]] = ()
    CONSUMERS: ClassVar[tuple[str, ...]] = ("sync_salesforce",)

    lead_id: Id
