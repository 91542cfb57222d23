"""What is kept of a message and its verdict: plain values, for the table and for ``beckon classify``."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from outreach.ids import digest
from replies.language import language_of
from replies.message import Message
from replies.verdict import Verdict

if TYPE_CHECKING:
    from replies.intent import Intent

MOST_TEXT = 8000
"""Characters of an answer that are kept beside its verdict; the whole stays in the bucket."""
MOST_FAILURES = 20
MOST_SUMMARY = 500


def of_verdict(verdict: Verdict) -> dict[str, Any]:
    """The verdict, with what it rests on."""
    found = verdict.intent
    return {
        "label": verdict.label.value if verdict.label else None,
        "facet": found.facet.value if found else None,
        "confidence": verdict.confidence,
        "decided_by": verdict.decided_by,
        "rule": verdict.rule,
        "rules_version": verdict.version,
        "needs_review": verdict.needs_review,
        "summary": found.summary if found else None,
        "wants_call": bool(found and found.wants_call),
        "not_before": found.not_before.isoformat() if found and found.not_before else None,
        "proposal": _proposal(found) if found else None,
        "referral": _referral(found) if found else None,
        "suggestion": _suggestion(found, verdict.visible.text) if found and verdict.may_be_answered else None,
        "phone": found.phone.e164 if found and found.phone else None,
        "phone_as_written": found.phone.raw if found and found.phone else None,
        "auto_reply": automatic(verdict),
        "failures": failures(verdict) or None,
    }


def _proposal(found: Intent) -> dict[str, Any] | None:
    """When they want to talk or to meet: ``day``, ``start`` (local), ``offset`` (minutes east of UTC)."""
    if found.proposal is None:
        return None
    day, start, offset = found.proposal
    return {
        "day": day.isoformat() if day else None,
        "start": f"{start:%H:%M}" if start else None,
        "offset": offset,
    }


def _referral(found: Intent) -> dict[str, Any] | None:
    """Who is responsible instead. A stranger's word: shown, never written to or dialled by itself."""
    if found.referral is None:
        return None
    name, address, phone = found.referral
    return {"name": name, "address": address, "phone": phone.e164 or phone.raw if phone else None}


def _suggestion(found: Intent, text: str) -> str | None:
    """A draft of an answer for a person to change and send."""
    from replies.suggestion import suggest  # for the answers of people

    drafted = suggest(found, language_of(text))
    return drafted.text if drafted else None


def of_event(verdict: Verdict) -> dict[str, Any]:
    """The verdict in the fields of ``reply.classified``: no words of anybody."""
    found, automatic_ = verdict.intent, verdict.auto_reply
    return {
        "confidence": verdict.confidence,
        "decided_by": "model" if verdict.decided_by == "model" else "rule",
        "wants_call": bool(found and found.wants_call),
        "phone_given": bool(found and found.phone),
        "facet": found.facet.value if found else None,
        "rule": re.sub(r"[^a-z0-9_.-]", "_", verdict.rule)[:64] if verdict.rule else None,
        "automatic": automatic_.kind.value if automatic_ else None,
        "returns_on": automatic_.returns_on if automatic_ else None,
        "not_before": found.not_before if found else None,
    }


def fingerprint(message: Message, verdict: Verdict) -> str:
    """What makes a message the same although it was stored, or relayed, twice.

    Relays add headers, and may change line ends, transfer encoding and trailing blanks; so the decoded words
    count beside the id, and the names of what is attached. A copy to an unsubscribe address is another
    message: it says something that the first did not.
    """
    thread = verdict.thread
    identity = message.message_id or f"{thread.sender} {message.header('date')} {message.subject}"
    said = [message.body, *(text for _, text in message.reports), *(mail.text for mail in message.enclosed)]
    words = sha256()
    for text in said:
        words.update(" ".join(text.split()).encode(errors="replace") + b"\0")
    attached = [f"{part.name} {part.content_type}" for part in message.attachments]
    return digest("body", identity, words.hexdigest(), *attached, thread.unsubscribes)


def of_words(message: Message, verdict: Verdict) -> dict[str, Any]:
    """The words of people. They are kept under the lead and in the bucket, and nowhere else."""
    text = verdict.visible.text
    return {
        "from_address": verdict.thread.sender or None,
        "subject": message.subject[:200] or None,
        "visible": text[:MOST_TEXT] or None,
        "language": language_of(text),
        "message_id": message.message_id[:200] or None,
        "defects": list(message.defects) or None,
    }


def failures(verdict: Verdict) -> list[dict[str, Any]]:
    """The recipients that a report names."""
    return [
        {
            "recipient": failure.recipient,
            "status": failure.status,
            "smtp_code": failure.smtp_code,
            "reason": failure.reason,
            "hard": failure.hard,
        }
        for failure in (verdict.report.failures[:MOST_FAILURES] if verdict.report else ())
    ]


def automatic(verdict: Verdict) -> dict[str, Any] | None:
    """What a machine answered for somebody."""
    found = verdict.auto_reply
    if found is None:
        return None
    instead = found.substitute
    return {
        "kind": found.kind.value,
        "returns_on": found.returns_on.isoformat() if found.returns_on else None,
        "substitute": instead.address if instead else None,
        "substitute_name": instead.name if instead else None,
        "substitute_phone": (instead.phone.e164 or instead.phone.raw) if instead and instead.phone else None,
        "own_words": found.own_words[:MOST_SUMMARY] or None,
        "own_label": found.own_label,
    }
