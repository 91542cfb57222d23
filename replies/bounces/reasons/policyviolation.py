"""Refused by a rule of the receiving site."""

from __future__ import annotations

NAME = "policyviolation"
HARD = False
STATUS: tuple[str, ...] = ("5.7.0", "5.7.9")
PHRASES: tuple[str, ...] = (
    # 550 5.7.1 Message rejected due to local policy
    "local policy",
    "policy violation",
    "policy reasons",
    "security policy",
    "against policy",
    "site policy",
    "violates policy",
    "violates our",
    "policy restrictions",
    "policy restriction",
    "for policy",
    "due to policy",
    "message rejected by policy",
    "by policy",
    "prohibited",
    "not permitted",
    "attachment",
    "blocked for security",
    "message refused",
    "disallowed",
    "extension",
    "you are not permitted",
    "administrative prohibition",
    "administratively",
    "domain policy",
    "delivery not authorized",
    "denied by policy",
    "message denied",
    "email not accepted for",
    "mail rejected by administrator",
    "messages with multiple addresses",
    "message bounced by administrator",
    "you have exceeded the maximum",
    # 554 Host network not allowed (Mimecast)
    "host network not allowed",
    "protocol violation",
    "client host rejected",
    "email rejected due to security policies",
)
