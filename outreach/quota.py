"""What SES allows this account just now, and whether a mail had better wait.

A soft gate: the figures are read at most once a minute by each running function, and others send meanwhile.
The hard one is SES, which refuses what is over its quota; such a mail is certainly not sent and comes back
later. So some of the quota is left alone: what can go between two readings, and what other programs of the
account may need.
"""

from __future__ import annotations

from typing import NamedTuple

RESERVE_PERCENT = 2
"""The part of the day's quota that is left alone. Quotas under fifty are used up whole."""


class SendingAccount(NamedTuple):
    """The account as SES tells of it (``GetAccount``), in one region.

    ``enforcement`` is HEALTHY, PROBATION or SHUTDOWN. ``most_a_day`` is of any 24 hours (-1: unlimited), and
    ``sent_in_a_day`` what went in the last; ``most_a_second`` is the highest rate. Mails count by recipient.
    """

    sending_enabled: bool = True
    enforcement: str = "HEALTHY"
    production: bool = True
    most_a_day: float = -1
    sent_in_a_day: float = 0
    most_a_second: float = 0


def reason_to_wait(account: SendingAccount, sent_since: int) -> str:
    """The name of what keeps a mail back, or empty. ``sent_since``: mails of ours since it was read."""
    if account.enforcement == "SHUTDOWN":
        return "ses_suspended"
    if not account.sending_enabled:
        return "ses_paused"
    if account.most_a_day >= 0:
        left = account.most_a_day - account.sent_in_a_day - sent_since
        if left <= account.most_a_day * RESERVE_PERCENT // 100:
            return "ses_quota"
    return ""
