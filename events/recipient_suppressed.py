"""``recipient.suppressed``"""

from typing import ClassVar

from events.base import CampaignId, EventData, Id
from events.vocabulary import SuppressionOrigin, SuppressionReason, SuppressionScope


class RecipientSuppressed(EventData):
    """Somebody is never to be mailed (or dialled) again. Already in force when this is said. ``send_id``: the
    mail whose link was followed."""

    TYPE: ClassVar[str] = "recipient.suppressed"
    PRODUCERS: ClassVar[tuple[str, ...]] = ("track_email", "classify_reply", "serve_api", "answer_lex", "cli")
    CONSUMERS: ClassVar[tuple[str, ...]] = ("advance_sequence", "sync_salesforce", "weigh_variants")

    lead_id: Id
    campaign_id: CampaignId
    contact_id: Id
    scope: SuppressionScope
    reason: SuppressionReason
    origin: SuppressionOrigin
    send_id: Id | None = None
