"""``variant.stopped``"""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from events.base import CampaignId, EventData, Name

Count = Annotated[int, Field(ge=0)]


class VariantStopped(EventData):
    """A way to write a step's mail drew too many complaints or unsubscribes and is used no more. ``left``:
    how many of the step's variants go on; with none, its mails are blocked."""

    TYPE: ClassVar[str] = "variant.stopped"
    SUBJECT: ClassVar[str] = "campaign_id"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("weigh_variants",)
    CONSUMERS: ClassVar[tuple[str, ...]] = ()

    campaign_id: CampaignId
    step: int
    variant: Name
    reason: Literal["complaints", "unsubscribes"]
    sends: Count
    complained: Count
    unsubscribed: Count
    left: Count
