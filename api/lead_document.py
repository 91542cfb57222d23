"""A lead as the API shows it. Pure: items of the table in, JSON in.

Items hold more than is anybody's business (keys, revisions, suppression hashes): each kind names the fields
that it shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from store.overview import Whole

Item = Mapping[str, Any]
Document = dict[str, Any]

_FACT = ("id", "kind", "value", "page", "rule", "confidence", "seen_at", "detail", "at")
_SEND = ("state", "reason", "attempt", "message_id", "claimed_at", "sent_at")
_DRAFT = ("subject", "paragraphs", "sentences", "written_by", "fallback_reason", "complaints", "written_at")
_REPLY = (
    "reply_id",
    "campaign_id",
    "send_id",
    "contact_id",
    "received_at",
    "from_address",
    "subject",
    "language",
    "matched_by",
)
_VERDICT = (
    "label",
    "facet",
    "confidence",
    "decided_by",
    "rule",
    "rules_version",
    "model",
    "summary",
    "needs_review",
    "wants_call",
    "phone",
)
_CALL = (
    "call_id",
    "campaign_id",
    "contact_id",
    "origin",
    "cause",
    "attempt",
    "state",
    "reason",
    "phone",
    "requested_at",
    "dialled_at",
    "placed_at",
    "connected_at",
    "ended_at",
    "outcome",
    "closed",
    "answers",
)
_INQUIRY = (
    "inquiry_id",
    "campaign_id",
    "channel",
    "contact_id",
    "name",
    "phone",
    "message",
    "wants_call",
    "callback_time",
    "call_id",
    "submitted_at",
)
_SITE = ("failure", "failure_detail", "failed_at", "retry_at")
_CONTACT = ("contact_id", "address", "kind", "page", "rule", "seen_at", "verdict")
_CONSENT = ("contact_id", "kind", "text", "version", "phone", "origin", "cause", "at")
_CRM = ("kind", "who_id", "adopted", "warm", "reason", "linked_at")
_SCORE = ("fit", "intent", "total", "threshold", "selected", "fit_reasons", "intent_reasons", "scored_at")


def row(enrolment: Item, lead: Item, score: Item) -> Document:
    """A lead in a campaign, as a table shows it. ``reason`` is the word for its state, ``why`` a sentence."""
    return {
        "lead_id": enrolment.get("lead_id") or lead.get("lead_id"),
        "campaign_id": enrolment.get("campaign_id"),
        "domain": lead.get("domain"),
        "company": lead.get("company"),
        "state": enrolment.get("state"),
        "reason": _reason(enrolment),
        "why": enrolment.get("why"),
        "fit": score.get("fit"),
        "intent": score.get("intent"),
        "country": enrolment.get("country") or lead.get("country"),
        "platform": lead.get("platform"),
        "step": enrolment.get("step"),
        "updated_at": enrolment.get("changed_at"),
    }


def whole(found: Whole, campaign_id: str | None) -> Document:
    """Everything of a lead."""
    parts = found.parts
    enrolments = sorted(parts.get("enrolment", ()), key=lambda item: str(item.get("changed_at", "")))
    scores = {item["campaign_id"]: item for item in parts.get("score", ())}
    newest = enrolments[-1] if enrolments else {}
    shown = next((item for item in enrolments if item["campaign_id"] == campaign_id), newest)
    facts = found.one("profile").get("facts", ())
    return {
        "lead": row(shown, found.lead, scores.get(shown.get("campaign_id"), {})),
        "site": _only(_SITE, found.lead) or None,
        "facts": [_only(_FACT, fact) for fact in facts],
        "enrolments": [_enrolment(item, scores.get(item["campaign_id"], {})) for item in enrolments],
        "contacts": [_only(_CONTACT, item) for item in parts.get("contact", ())],
        "consents": [_only(_CONSENT, item) for item in parts.get("consent", ())],
        "mails": _mails(parts.get("draft", ()), parts.get("send", ())),
        "replies": [_reply(item) for item in _by(parts.get("reply", ()), "received_at")],
        "inquiries": [_only(_INQUIRY, item) for item in _by(parts.get("inquiry", ()), "submitted_at")],
        "calls": [_only(_CALL, item) for item in _by(parts.get("call", ()), "requested_at")],
        "crm": _only(_CRM, found.one("crm")) or None,
        "timeline": _timeline(found),
        "timeline_complete": found.complete,
    }


def _only(names: Iterable[str], item: Item) -> Document:
    return {name: item[name] for name in names if name in item}


def _by(items: Sequence[Item], name: str) -> list[Item]:
    return sorted(items, key=lambda item: str(item.get(name, "")))


def _reason(enrolment: Item) -> str | None:
    """The word behind a state: why it stopped, why it was rejected."""
    if enrolment.get("state") == "scored":
        return "low_score"
    reason = enrolment.get("stop_reason") or enrolment.get("detail")
    return str(reason) if reason else None


def _enrolment(item: Item, score: Item) -> Document:
    names = ("campaign_id", "campaign_version", "state", "step", "due_at", "postponed_until", "in_doubt")
    return _only(names, item) | {
        "reason": _reason(item),
        "detail": item.get("detail"),
        "why": item.get("why"),
        "last_sent_at": item.get("last_sent_at"),
        "updated_at": item.get("changed_at"),
        "score": _only(_SCORE, score) or None,
    }


def _mails(drafts: Sequence[Item], sends: Sequence[Item]) -> list[Document]:
    """Each mail as it was written, with what became of it; ``state`` is DRAFTED before it was claimed."""
    claims = {item["send_id"]: item for item in sends}
    texts = {item["send_id"]: item for item in drafts}
    mails = []
    for send_id in claims.keys() | texts.keys():
        claim, text = claims.get(send_id, {}), texts.get(send_id, {})
        about = _only(("send_id", "campaign_id", "step", "contact_id"), text or claim)
        mails.append({**about, "state": "DRAFTED", **_only(_SEND, claim), **_only(_DRAFT, text)})
    return sorted(mails, key=lambda mail: (mail["campaign_id"], mail["step"]))


def _reply(item: Item) -> Document:
    return _only(_REPLY, item) | {"text": item.get("visible"), "verdict": _only(_VERDICT, item)}


# The timeline: the event's own words, and what the table adds to them --------------------------------------


def _timeline(found: Whole) -> list[Document]:
    facts = {fact["id"]: fact for fact in found.one("profile").get("facts", ())}
    told = []
    for item in found.timeline:
        why, pages = _grounds(item["meta"]["type"], item["data"], found, facts)
        told.append({"meta": item["meta"], "data": item["data"], "why": why, "pages": pages})
    return told


def _grounds(kind: str, data: Item, found: Whole, facts: Mapping[str, Item]) -> tuple[list[str], list[str]]:
    """Why, in words, and the pages that it rests on."""
    if kind == "lead.enriched":
        return [], _pages(facts.values())
    if kind in ("lead.scored", "lead.rescored"):
        score = _find(found, "score", "campaign_id", data.get("campaign_id"))
        reasons = [*score.get("fit_reasons", ()), *score.get("intent_reasons", ())]
        rests_on = [facts[reason["fact"]] for reason in reasons if reason.get("fact") in facts]
        return [f"{reason['why']} ({reason['points']:+d})" for reason in reasons], _pages(rests_on)
    if kind == "email.drafted":
        draft = _find(found, "draft", "send_id", data.get("send_id"))
        cited = dict.fromkeys(
            name for sentence in draft.get("sentences", ()) for name in sentence.get("facts", ())
        )
        known = [facts[name] for name in cited if name in facts]
        return [f"rests on {fact['kind']} “{fact['value']}”" for fact in known], _pages(known)
    if kind == "reply.classified":
        reply = _find(found, "reply", "reply_id", data.get("reply_id"))
        return [str(reply["summary"])] if reply.get("summary") else [], []
    if kind == "call.completed":
        answers = _find(found, "call", "call_id", data.get("call_id")).get("answers", {})
        return [f"{name.replace('_', ' ')}: {_said(value)}" for name, value in sorted(answers.items())], []
    return [], []


def _find(found: Whole, kind: str, name: str, value: object) -> Item:
    return next((item for item in found.parts.get(kind, ()) if item.get(name) == value), {})


def _pages(facts: Iterable[Item]) -> list[str]:
    return list(dict.fromkeys(str(fact["page"]) for fact in facts if fact.get("page")))


def _said(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
