"""``lead.erased``"""

from typing import ClassVar

from events.base import EventData, Id


class LeadErased(EventData):
    """Everything about the lead was erased. Only the keyed hashes that suppress remain."""

    TYPE: ClassVar[str] = "lead.erased"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("serve_api", "cli")
    CONSUMERS: ClassVar[tuple[str, ...]] = ("sync_salesforce",)

    lead_id: Id
