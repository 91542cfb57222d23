"""SES feedback that reaches a mailbox as JSON text: an SNS topic with an e-mail subscription.

Shape: ``{"notificationType"|"eventType": "Bounce"|"Complaint"|"Delivery", "bounce": {…}, …}``
(Amazon SES Developer Guide, "Amazon SNS notification contents").
"""

from __future__ import annotations

import json
from typing import Any

from replies.bounces.codes import smtp_code_in, status_in
from replies.bounces.report import Failure, Kind, Report
from replies.message import Message

_KINDS = {"bounce": Kind.BOUNCE, "complaint": Kind.COMPLAINT, "delivery": Kind.DELIVERY}


def read(message: Message) -> Report | None:
    """The notification in a message's text, or None."""
    text = message.text.strip()
    if not text.startswith("{") or '"mail"' not in text:
        return None
    try:
        said, _ = json.JSONDecoder().raw_decode(text.replace("\n", ""))
    except (ValueError, RecursionError):
        return None
    kind = _KINDS.get(str(said.get("notificationType") or said.get("eventType") or "").lower())
    if kind is None:
        return None
    if kind is Kind.DELIVERY:
        return Report(kind, "ses_notice")
    body = said.get(kind.value)
    body = body if isinstance(body, dict) else {}
    listed = body.get("bouncedRecipients") or body.get("complainedRecipients") or []
    found = tuple(_failure(r, kind, body) for r in listed if isinstance(r, dict))
    return Report(kind, "ses_notice", found)


def _failure(recipient: dict[str, Any], kind: Kind, body: dict[str, Any]) -> Failure:
    address = str(recipient.get("emailAddress", "")).strip("<> ").lower()
    if kind is Kind.COMPLAINT:
        return Failure(address, "", "", "", "feedback", False)
    said = str(recipient.get("diagnosticCode", ""))
    status = str(recipient.get("status", "")) or status_in(said)
    from replies.bounces import reasons  # thirty modules: for what did come back

    reason = reasons.classify(said, str(body.get("bounceSubType", "")), status)
    code = smtp_code_in(said)
    return Failure(address, "failed", status, code, reason, reasons.is_hard(reason, status, code))
