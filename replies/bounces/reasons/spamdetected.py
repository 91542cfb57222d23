"""The message was taken for spam."""

from __future__ import annotations

NAME = "spamdetected"
HARD = False
STATUS: tuple[str, ...] = ()
PHRASES: tuple[str, ...] = (
    # 554 5.7.1 Message rejected as spam
    "spam",
    "junk",
    "unsolicited",
    "bulk email",
    "bulk mail",
    "content filter",
    "message rejected due to content",
    "appears to be",
    "high probability",
    "score too high",
    "denied by filter",
    "content denied",
    "considered unsolicited",
    "looks like",
    "classified as",
    "phishing",
    "unwanted",
    "spamassassin",
    "bogofilter",
    "rejected due to content",
    "the message was rejected by",
    "cannot be forwarded",
    # 550 5.2.0 Mail rejete. Mail rejected. OFR_506 (Orange)
    "mail rejete",
    "message content rejected",
    " ube",
)
