"""Feedback reports (ARF, RFC 5965): somebody pressed "this is spam", or asked a provider to be let off."""

from __future__ import annotations

import re

from replies.bounces.report import Failure, Kind, Report
from replies.message import Enclosed, Message
from replies.patterns import Lazy

_ADDRESS = Lazy(r"[^\s<>(),;:\"]+@[^\s<>(),;:\"]+")
# Sent by some providers as plain mail with the complained-of message attached.
_SUBJECT = Lazy(r"^(?:complaint about message from|abuse report|spam complaint|email feedback report)", re.I)


def read(message: Message) -> Report | None:
    """The feedback report in a message, or None."""
    texts = [body for kind, body in message.reports if kind == "message/feedback-report"]
    if not texts:
        if (
            message.report_type == "feedback-report"
            or (_SUBJECT.match(message.subject) and message.enclosed)
            or message.header("x-hmxmroriginalrecipient")
            or (message.header("x-loop") == "scomp" and message.enclosed)
        ):
            return Report(Kind.COMPLAINT, "arf", _recipients(message, {}), _original(message))
        return None
    from replies.bounces.dsn import blocks  # few messages are complaints

    fields = {name: value for block in blocks(texts[0]) for name, value in block.items()}
    kind = fields.get("feedback-type", "abuse").lower()
    if kind == "auth-failure":
        # RFC 6591: a report on DKIM or SPF, addressed to whoever runs the domain. Nobody complained.
        return Report(Kind.DELIVERY, "arf_auth_failure", (), _original(message))
    opted_out = kind.startswith("opt-out")
    return Report(
        Kind.OPT_OUT if opted_out else Kind.COMPLAINT,
        "arf_opt_out" if opted_out else "arf",
        _recipients(message, fields),
        _original(message),
    )


def _original(message: Message) -> Enclosed | None:
    return message.enclosed[0] if message.enclosed else None


def _recipients(message: Message, fields: dict[str, str]) -> tuple[Failure, ...]:
    named: list[str] = []
    for name in ("original-rcpt-to", "removal-recipient"):
        named += [a.lower() for a in _ADDRESS.findall(fields.get(name, ""))]
    original = message.enclosed[0] if message.enclosed else None
    if not named and original is not None:
        named = [a.lower() for a in _ADDRESS.findall(original.header("to"))]
    return tuple(Failure(a, "", "", "", "feedback", False) for a in dict.fromkeys(named))
