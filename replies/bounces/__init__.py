"""Reports about messages: bounces, delays, deliveries, read receipts, complaints.

``read`` is the one entry. It never calls a person's mail a report on a single sign (see ``dialects``).
"""

from __future__ import annotations

from replies.bounces import dialects, feedback, ses_notice
from replies.bounces.report import Failure, Kind, Report
from replies.message import Enclosed, Message

__all__ = ["Failure", "Kind", "Report", "read"]


def read(message: Message) -> Report | None:
    """The report that a message is, or None for anything else."""
    known = feedback.read(message) or ses_notice.read(message)
    if known is not None:
        return known
    prose, copied = dialects.notice(message)
    original = message.enclosed[0] if message.enclosed else copied
    if any(kind == "message/delivery-status" for kind, _ in message.reports):
        from replies.bounces import dsn  # for mail that holds such a report

        found = dsn.failures(message, prose)
        if found:
            return Report(_kind(found), "dsn", found, original)
        if dialects.is_bounce(message, prose) or message.report_type == "delivery-status":
            return _prose(message, prose, original, "dsn_without_recipient")
        return None
    if any(kind == "message/disposition-notification" for kind, _ in message.reports):
        return Report(Kind.READ, "disposition_notification", (), original)
    if dialects.is_bounce(message, prose):
        return _prose(message, prose, original, "bounce_dialect")
    return None


def _kind(found: tuple[Failure, ...]) -> Kind:
    """What the recipients' actions amount to: one failure makes it a bounce."""
    actions = {failure.action for failure in found}
    if "failed" in actions:
        return Kind.BOUNCE
    if "delayed" in actions:
        return Kind.DELAY
    return Kind.DELIVERY if actions <= {"delivered", "relayed", "expanded"} else Kind.BOUNCE


def _prose(message: Message, prose: str, original: Enclosed | None, rule: str) -> Report:
    kind = Kind.DELAY if dialects.is_delay(message, prose) else Kind.BOUNCE
    return Report(kind, rule, dialects.failures(message, prose, original), original)
