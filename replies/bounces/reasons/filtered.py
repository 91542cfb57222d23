"""Refused by the recipient's own filter or settings."""

from __future__ import annotations

NAME = "filtered"
HARD = False
STATUS: tuple[str, ...] = ("5.2.0", "5.2.4", "5.1.4", "5.2.1")
PHRASES: tuple[str, ...] = (
    # 550 5.7.1 because the recipient is only accepting mail from specific email addresses
    "only accepting mail from specific",
    "because the recipient is not accepting mail",
    "is not accepting mail with",
    "not accepting messages from",
    "recipient is not accepting",
    "refused by the recipient",
    "has blocked your",
    "has been blocked by the recipient",
    "rejected by user",
    "user reject",
    "user refused",
    "user has blocked",
    "denied by user",
    "email was rejected by the recipient",
    "refused to accept your",
    "recipient refused",
    "recipients are not accepting",
    "user has set",
    "white list",
    "whitelist",
    "does not accept mail from you",
    "due to extended inactivity new mail is not currently being accepted",
    "not accepting mail",
    "rejected by a remote mail server",
    "rejected by the recipient's filter",
    "recipient mailbox is protected",
    "we would love to have gotten this",
    "resolver.rst.notauthorized",
    "permission denied to send to",
    "restricted",
    "not authorized to send to",
    "only accepts messages from people",
    "isn't accepting messages from",
    "this message was rejected by the domain filter",
)
