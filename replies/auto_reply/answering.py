"""Whether a message may be answered at all: never what a machine, a list or we ourselves sent (RFC 3834, 2).

Beckon answers nothing by itself. What offers to, such as a suggested answer, asks here first, so that two
machines can't keep writing to each other.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from replies.auto_reply import headers
from replies.message import Message
from replies.patterns import Lazy

# RFC 2142 and what mail systems call themselves.
_NOBODY = Lazy(
    r"^(?:mailer-?daemon|postmaster|daemon|root|owner-.*|.*-owner|.*-request|.*-bounces?|bounces?[+-].*|listserv|majordomo|"
    r"no-?_?reply.*|.*[._-]no-?reply|do-?not-?reply.*|auto-?(?:reply|responder|response|confirm).*|ne-?pas-?repondre|nicht-?antworten|no-?responder)@",
    re.IGNORECASE,
)


def may_be_answered(message: Message, ours: Collection[str] = ()) -> bool:
    """Whether its headers allow an answer; ``ours`` are our own addresses and domains, lower case.

    False does not say that a machine wrote it: only that an answer could reach one.
    """
    sender = message.sender
    if sender is None or message.report_type or headers.sure_sign(message):
        return False
    if headers.is_list_mail(message) or message.header("return-path").strip() == "<>":
        return False
    answers_to = message.mailboxes("reply-to") or (sender,)
    return not any(
        _NOBODY.match(box.address) or box.address in ours or box.address.rpartition("@")[2] in ours
        for box in (sender, *answers_to)
    )
