"""``lead.erased``"""

from typing import ClassVar

from events.base import EventData, Id


class LeadErased(EventData):
    """A person at the lead was erased, with all that was said; only keyed hashes that suppress remain."""

    TYPE: ClassVar[str] = "lead.erased"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("cli",)
    CONSUMERS: ClassVar[tuple[str, ...]] = ("sync_salesforce",)

    lead_id: Id
