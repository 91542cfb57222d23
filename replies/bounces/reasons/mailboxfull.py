"""The mailbox has no room (RFC 3463 X.2.2): it may have some tomorrow."""

from __future__ import annotations

NAME = "mailboxfull"
HARD = False
STATUS: tuple[str, ...] = ("4.2.2", "5.2.2")
PHRASES: tuple[str, ...] = (
    # 452 4.2.2 The email account that you tried to reach is over quota (Gmail)
    "over quota",
    "overquota",
    "over the quota",
    "quota exceeded",
    "exceeded quota",
    "exceeds quota",
    "exceed the quota",
    "quota full",
    "quota violation",
    "disk quota",
    "exceeded storage",
    "exceeded its quota",
    "storage quota",
    "quota",
    "exceeding storage",
    "over the allowed quota",
    "reached the limit of your storage",
    "insufficient storage",
    # 554 delivery error: mailbox is full
    "mailbox full",
    "mailbox is full",
    "mailbox-full",
    "mailfolder is full",
    "mail box full",
    "mailbox has exceeded",
    "full mailbox",
    "inbox is full",
    "mailbox size limit",
    "mailbox exceeded",
    "mailbox has reached",
    "too much mail data",
    "is almost full",
    "out of space in",
    "account is full",
    "exceeded mailbox",
    "not enough storage",
    "no space left for mailbox",
    "mbox is full",
    "user has too many messages on the server",
    "maximum mailbox size",
    "mailbox would exceed",
    "mailbox rempli",
    "postfach voll",
    "postfach ist voll",
    "message would exceed",
    "mailbox over limit",
    "is over the maximum",
    "has run out of space",
    "mail storage exceeded",
    "your mailbox is too",
    # 送信先のメールボックスが一杯のため (a Japanese provider)
    "メールボックスが一杯",
)
