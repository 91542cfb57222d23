"""The mailbox exists and is switched off."""

from __future__ import annotations

NAME = "suspend"
HARD = False
STATUS: tuple[str, ...] = ()
PHRASES: tuple[str, ...] = (
    # 550 5.2.1 The email account that you tried to reach is disabled (Gmail)
    "account is disabled",
    "account disabled",
    "is disabled",
    "mailbox disabled",
    "user disabled",
    "disabled account",
    "disabled user",
    "disabled mailbox",
    "has been disabled",
    "inactive account",
    "account inactive",
    "is inactive",
    "mailbox is inactive",
    "user is inactive",
    "inactive user",
    "not active",
    " is not active",
    "inactive on this domain",
    "account has been suspended",
    "is suspended",
    "suspended",
    "account is suspended",
    "account expired",
    "mailbox frozen",
    "is frozen",
    "account has been locked",
    "mailbox unavailable or access denied",
    "account is locked",
    "temporarily disabled",
    "blocked account",
    "currently suspended",
    "has been temporarily",
    "account deactivated",
    "been deactivated",
    "out of service",
    "email account that you tried to reach is inactive",
    # 525 5.7.13 Disabled recipient address
    "disabled recipient",
    "temporary locked",
    "temporarily locked",
    "locked out",
)
