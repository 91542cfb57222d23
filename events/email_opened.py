"""``email.opened``"""

from typing import ClassVar, Literal

from events.base import CampaignId, EventData, Id, Score


class EmailOpened(EventData):
    """The mail's pixel was fetched, by a person or by a machine (see ``outreach.engagement``).

    ``machine`` is the probability in percent that a machine did it, ``by`` the likelier of the two. An open
    decides nothing.
    """

    TYPE: ClassVar[str] = "email.opened"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("track_email",)
    CONSUMERS: ClassVar[tuple[str, ...]] = ()

    lead_id: Id
    campaign_id: CampaignId
    send_id: Id
    contact_id: Id
    machine: Score = 0
    by: Literal["person", "machine"] = "person"
