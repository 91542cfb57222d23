"""Automatic answers: what no person wrote just now (RFC 3834), their kind, return date and substitute.

``find`` says whether a message is one, ``may_be_answered`` whether anything may ever answer a message.
"""

from __future__ import annotations

from replies.auto_reply.answering import may_be_answered
from replies.auto_reply.finding import find
from replies.auto_reply.headers import is_list_mail
from replies.auto_reply.result import AutoKind, AutoReply, Substitute
from replies.auto_reply.return_day import return_date

__all__ = ["AutoKind", "AutoReply", "Substitute", "find", "is_list_mail", "may_be_answered", "return_date"]
