"""Delivery status notifications as RFC 3464 defines them, and the near misses that servers send."""

from __future__ import annotations

import re

from replies.bounces.codes import refused_command, smtp_code_in, status_in
from replies.bounces.report import Failure
from replies.message import Message
from replies.patterns import Lazy

_FIELD = Lazy(r"^([A-Za-z][A-Za-z0-9-]*)\s*:\s*(.*)$")
_TYPED = Lazy(r"^\s*(?:rfc822|utf-8|x-local-addr|smtp|system|unknown|x400|x-unix)\s*;\s*", re.IGNORECASE)
_ADDRESS = Lazy(r"[^\s<>(),;:\"]+@[^\s<>(),;:\"]+")
_FAILED = {"failed", "fail", "failure", "expired", "error", "undeliverable"}
MAX_RECIPIENTS = 500
"""Recipients of one report that are read; lists of thousands exist, and nothing we send has so many."""


def blocks(text: str) -> list[dict[str, str]]:
    """A report's field groups: the first about the message, one for each recipient after it.

    Folded fields are joined. A repeated field keeps its longest value: some servers give the code first and
    the words in a second ``Diagnostic-Code``.
    """
    found: list[dict[str, str]] = [{}]
    last = ""
    for line in text.split("\n"):
        if not line.strip():
            if found[-1]:
                found.append({})
            last = ""
            continue
        match = _FIELD.match(line)
        if match:
            last = match.group(1).lower()
            value = match.group(2).strip()
            if last == "final-recipient" and "final-recipient" in found[-1]:
                found.append({})  # no blank line between two recipients
            if len(value) >= len(found[-1].get(last, "")):
                found[-1][last] = value
        elif last and line[:1] in " \t":
            found[-1][last] = f"{found[-1][last]} {line.strip()}".strip()
        elif last == "diagnostic-code":
            found[-1][last] = f"{found[-1][last]} {line.strip()}"
    return [block for block in found if block]


def failures(message: Message, prose: str) -> tuple[Failure, ...]:
    """Every recipient of the message's delivery reports. ``prose`` is what the report says to people.

    The prose fills what the fields leave out: many servers put the real refusal only there.
    """
    out: list[Failure] = []
    text = "\n\n".join(body for kind, body in message.reports if kind == "message/delivery-status")
    named = [(block, recipient) for block in blocks(text) if (recipient := _recipient(block))][
        :MAX_RECIPIENTS
    ]
    everybody = {recipient for _, recipient in named}
    for block, recipient in named:
        out.append(_failure(block, recipient, _about(prose, recipient, everybody), prose))
    return tuple({(f.recipient, f.action): f for f in reversed(out)}.values())[::-1]


def _recipient(block: dict[str, str]) -> str:
    for name in ("final-recipient", "original-recipient", "x-actual-recipient"):
        value = _TYPED.sub("", block.get(name, ""))
        match = _ADDRESS.search(value)
        if match:
            return match.group(0).strip(".").lower()
        if value.strip(" <>") and name != "x-actual-recipient":
            fallback = _ADDRESS.search(_TYPED.sub("", block.get("original-recipient", "")))
            return fallback.group(0).lower() if fallback else value.strip(" <>").lower()
    return ""


def _failure(block: dict[str, str], recipient: str, nearby: str, prose: str) -> Failure:
    diagnostic = _TYPED.sub("", block.get("diagnostic-code", ""))
    action = block.get("action", "").split("(")[0].strip().lower().split(" ")[0]
    declared = status_in(block.get("status", "").split("(")[0])
    telling = len(diagnostic) > 12
    said = diagnostic if telling else f"{diagnostic} {nearby}"
    status = _better(declared, status_in(said) or status_in(nearby))
    code = smtp_code_in(said) or smtp_code_in(nearby)
    command = refused_command(diagnostic) or refused_command(prose)
    from replies.bounces import reasons  # thirty modules: for what did come back

    reason = reasons.classify(said, nearby, status, command)
    if not action:
        action = "failed" if status.startswith("5") or code.startswith("5") else "delayed"
        action = "delivered" if status.startswith("2") else action
    return Failure(
        recipient=recipient,
        action="failed" if action in _FAILED else action,
        status=status,
        smtp_code=code,
        reason=reason,
        hard=reasons.is_hard(reason, status, code),
    )


def _better(declared: str, said: str) -> str:
    """The more telling of two codes: a gateway's own "5.0.0" loses against the one it quotes."""
    if not declared or not said:
        return declared or said
    vague = declared.endswith(".0.0") or declared in ("5.3.0", "5.5.0", "4.4.7", "5.4.0")
    return said if vague and said[0] == declared[0] else declared


def _about(prose: str, recipient: str, everybody: set[str]) -> str:
    """The part of the prose that speaks of one recipient: from its address on, up to the next recipient's."""
    if not prose:
        return ""
    lowered = prose.lower()
    start = max(lowered.find(recipient), 0)
    ends = [lowered.find(other, start + len(recipient)) for other in everybody if other != recipient]
    end = min((end for end in ends if end > start), default=len(prose))
    return " ".join(prose[start : min(end, start + 1200)].split())
