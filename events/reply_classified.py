"""``reply.classified``"""

from datetime import date
from typing import ClassVar

from events.base import CampaignId, EventData, Id, Name, Share
from events.vocabulary import Decider, ReplyLabel


class ReplyClassified(EventData):
    """What the answer says, and what decided so. ``needs_review``: a person should look before anything is
    done; what that person decides is said as another such event. ``automatic``: what kind of machine
    answered; ``returns_on``: the day on which an absent one is back; ``not_before``: the day before which
    somebody wants no other mail."""

    TYPE: ClassVar[str] = "reply.classified"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("classify_reply",)
    CONSUMERS: ClassVar[tuple[str, ...]] = (
        "advance_sequence",
        "place_call",
        "score_lead",
        "sync_salesforce",
        "weigh_variants",
    )

    lead_id: Id
    campaign_id: CampaignId
    reply_id: Id
    label: ReplyLabel
    confidence: Share
    decided_by: Decider
    wants_call: bool
    phone_given: bool
    needs_review: bool
    facet: Name | None = None
    rule: Name | None = None
    contact_id: Id | None = None
    send_id: Id | None = None
    automatic: Name | None = None
    returns_on: date | None = None
    not_before: date | None = None
