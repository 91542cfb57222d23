"""SES's sending events as EventBridge receives them (SES Developer Guide, "Examples of event data").

Shapes only: `detail` and detail-type for each kind. `mail` is the part all of them share.
"""

from datetime import datetime
from typing import Any

from sandbox.clock import iso_millis

DETAIL_TYPES = {
    "Send": "Email Sent",
    "Delivery": "Email Delivered",
    "Bounce": "Email Bounced",
    "Complaint": "Email Complaint Received",
    "Open": "Email Opened",
    "Click": "Email Clicked",
    "DeliveryDelay": "Email Delivery Delayed",
    "Reject": "Email Rejected",
}
BROWSER = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0 Safari/537.36"
)
SCANNER = "Mozilla/5.0 (compatible; MailShield-LinkCheck/3.1)"

Detail = dict[str, Any]


def detail_of(kind: str, mail: Detail, at: datetime, feedback_id: str, **extra: Any) -> Detail:
    """The detail of one event. `extra`: bounce_type, bounce_sub_type, link, user_agent, as the kind needs."""
    recipients = list(mail["destination"])
    moment = iso_millis(at)
    sent_at = datetime.fromisoformat(str(mail["timestamp"]))
    parts: dict[str, Any] = {
        "Send": ("send", {}),
        "Delivery": (
            "delivery",
            {
                "timestamp": moment,
                "processingTimeMillis": max(1, int((at - sent_at).total_seconds() * 1000)),
                "recipients": recipients,
                "smtpResponse": "250 2.6.0 Message received",
                "reportingMTA": "a8-53.smtp-out.amazonses.com",
            },
        ),
        "Bounce": ("bounce", _bounce(recipients, moment, feedback_id, **extra) if kind == "Bounce" else {}),
        "Complaint": (
            "complaint",
            {
                "complainedRecipients": [{"emailAddress": address} for address in recipients],
                "timestamp": moment,
                "feedbackId": feedback_id,
                "userAgent": "ExampleMail FBL/1.0",
                "complaintFeedbackType": "abuse",
                "arrivalDate": moment,
            },
        ),
        "Open": (
            "open",
            {"ipAddress": "192.0.2.44", "timestamp": moment, "userAgent": extra.get("user_agent", BROWSER)},
        ),
        "Click": (
            "click",
            {
                "ipAddress": "192.0.2.44",
                "link": extra.get("link", ""),
                "linkTags": None,
                "timestamp": moment,
                "userAgent": extra.get("user_agent", BROWSER),
            },
        ),
        "DeliveryDelay": (
            "deliveryDelay",
            {
                "timestamp": moment,
                "delayType": "TransientCommunicationFailure",
                "expirationTime": moment,
                "delayedRecipients": [
                    {
                        "emailAddress": address,
                        "status": "4.4.1",
                        "diagnosticCode": "smtp; 421 4.4.1 Unable to connect to remote host",
                    }
                    for address in recipients
                ],
            },
        ),
        "Reject": ("reject", {"reason": "Bad content"}),
    }
    name, body = parts[kind]
    return {"eventType": kind, "mail": mail, name: body}


def _bounce(
    recipients: list[str],
    moment: str,
    feedback_id: str,
    bounce_type: str = "Permanent",
    bounce_sub_type: str = "General",
) -> Detail:
    reasons = {
        ("Permanent", "General"): ("5.1.1", "smtp; 550 5.1.1 user unknown"),
        ("Permanent", "OnAccountSuppressionList"): (
            "5.1.1",
            "Amazon SES did not send the message to this address because it is on the suppression list "
            "for your account.",
        ),
        ("Transient", "MailboxFull"): ("5.2.2", "smtp; 552 5.2.2 mailbox full"),
        ("Transient", "General"): ("4.4.7", "smtp; 451 4.4.7 delivery timed out"),
    }
    status, diagnostic = reasons[(bounce_type, bounce_sub_type)]
    return {
        "bounceType": bounce_type,
        "bounceSubType": bounce_sub_type,
        "bouncedRecipients": [
            {"emailAddress": address, "action": "failed", "status": status, "diagnosticCode": diagnostic}
            for address in recipients
        ],
        "timestamp": moment,
        "feedbackId": feedback_id,
        "reportingMTA": "dns; a8-53.smtp-out.amazonses.com",
    }
