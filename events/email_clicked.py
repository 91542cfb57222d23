"""``email.clicked``"""

from typing import ClassVar, Literal

from events.base import CampaignId, EventData, Id, Score


class EmailClicked(EventData):
    """A link of the mail was fetched, by a person or by a scanner (see ``outreach.engagement``).

    ``machine`` is the probability in percent that a machine did it, ``by`` the likelier of the two. It moves
    the lead's intent score, and ends a sequence whose campaign says that clicks do.
    """

    TYPE: ClassVar[str] = "email.clicked"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("track_email",)
    CONSUMERS: ClassVar[tuple[str, ...]] = ("advance_sequence", "score_lead")

    lead_id: Id
    campaign_id: CampaignId
    send_id: Id
    contact_id: Id
    machine: Score = 0
    by: Literal["person", "machine"] = "person"
