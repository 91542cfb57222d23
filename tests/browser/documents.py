"""Invented documents, shaped as ``api/reading.py`` shapes them (a test holds the two together)."""

from __future__ import annotations

from typing import Any

CAMPAIGN = "outdoor-shops-eu"

# A company that would like to be more than text.
HOSTILE = (
    "<img src=x onerror=\"document.title='owned'\"> ![x](http://127.0.0.1:9/x.png) :red[**Bold**] & Söhne"
)
HOSTILE_ID = "0" * 31 + "7"

COUNTERS = {
    "lead.discovered": 214,
    "lead.enriched": 171,
    "lead.rejected:no_contact": 17,
    "lead.rejected:robots_forbid": 9,
    "lead.rejected:timed_out": 5,
    "lead.rejected:redirect_loop": 2,
    "lead.rejected:low_score": 48,
    "lead.scored:true": 119,
    "lead.scored:false": 48,
    "email.drafted:model": 151,
    "email.drafted:template": 12,
    "email.blocked:ungrounded": 4,
    "email.sent": 148,
    "email.refused:suppressed": 6,
    "email.in_doubt": 1,
    "email.delivered": 137,
    "email.bounced:hard": 7,
    "email.bounced:soft": 3,
    "reply.classified:warm": 11,
    "reply.classified:neutral": 8,
    "reply.classified:cold": 9,
    "reply.classified:unsubscribe": 4,
    "reply.classified:auto_reply": 13,
    "reply.classified:bounced": 2,
    "reply.unmatched:no_thread": 1,
    "recipient.suppressed:unsubscribe": 9,
    "recipient.suppressed:bounce": 7,
    "recipient.suppressed:complaint": 1,
    "call.requested": 10,
    "call.placed": 9,
    "call.refused:outside_hours": 1,
    "call.completed:answered": 6,
    "call.completed:no_answer": 2,
    "crm.synced:lead": 119,
    "crm.synced:task": 176,
    "crm.conflict:duplicate": 2,
}

_NAMES = (
    "Fjordlicht",
    "Bergwind",
    "Karst & Söhne",
    "Wildbach",
    "Nordsteig",
    "Alpenrose",
    "Küstenrad",
    "Zeltwerk",
)
_STATES = ("active", "finished", "stopped", "rejected", "scored", "enriched", "found", "postponed")
_REASONS = {"stopped": "replied", "rejected": "no_contact", "scored": "low_score"}


def leads() -> list[dict[str, Any]]:
    """Sixty invented leads, the seventh of them hostile."""
    found = []
    for n in range(60):
        state = _STATES[n % len(_STATES)]
        name = _NAMES[n % len(_NAMES)]
        found.append(
            {
                "lead_id": f"{n:032x}",
                "company": HOSTILE if n == 7 else f"{name} {n}",
                "domain": f"shop-{n}.example",
                "state": state,
                "reason": _REASONS.get(state),
                "fit": (37 * n) % 101 if state not in ("found", "rejected") else None,
                "intent": (23 * n) % 101 if state not in ("found", "rejected") else None,
                "country": ("DE", "AT", "NO")[n % 3],
                "platform": ("shopify", "woocommerce", "shopware")[n % 3],
                "why": None,
                "campaign_id": CAMPAIGN,
                "step": n % 3,
                "updated_at": f"2026-03-{2 + n % 20:02d}T16:{n % 60:02d}:00Z",
            }
        )
    return found


_SEND, _REPLY, _CALL = "5" * 32, "6" * 32, "8" * 32

_HAPPENED: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("02T16:30:00.125", "lead.discovered", "discover_leads", {"source": "csv"}),
    ("02T16:30:03.410", "lead.enriched", "enrich_lead", {"platform": "shopware", "facts": 4}),
    ("02T16:30:03.700", "lead.scored", "score_lead", {"fit": 72, "intent": 35, "selected": True}),
    ("02T16:30:05.020", "email.drafted", "draft_email", {"step": 0, "send_id": _SEND, "written_by": "model"}),
    ("02T16:30:05.900", "email.sent", "send_email", {"step": 0, "send_id": _SEND, "message_id": "0100018e"}),
    ("02T16:30:08.000", "email.delivered", "track_email", {"send_id": _SEND}),
    ("03T09:12:44.000", "reply.received", "classify_reply", {"reply_id": _REPLY, "matched_by": "token"}),
    (
        "03T09:12:44.300",
        "reply.classified",
        "classify_reply",
        {
            "reply_id": _REPLY,
            "label": "WARM",
            "confidence": 0.93,
            "decided_by": "model",
            "wants_call": True,
            "phone_given": True,
            "needs_review": False,
        },
    ),
    ("03T09:12:45.000", "call.requested", "place_call", {"call_id": _CALL, "origin": "reply", "attempt": 1}),
    ("03T09:12:46.000", "call.placed", "place_call", {"call_id": _CALL}),
    ("03T09:14:30.000", "call.completed", "track_call", {"call_id": _CALL, "outcome": "answered"}),
    (
        "03T09:14:33.000",
        "crm.synced",
        "sync_salesforce",
        {"object": "Task", "salesforce_id": "00T5e00000AbCdE"},
    ),
)


def lead(row: dict[str, Any]) -> dict[str, Any]:
    """A lead with facts, a mail, an answer, and a timeline that ends in a call."""
    home, contact = f"https://{row['domain']}/", f"https://{row['domain']}/contact"
    why = {"lead.scored": ["runs shopware, which is wanted (+30)", "ships abroad (+12)"]}
    pages = {"lead.enriched": [home, contact], "lead.scored": [home], "email.drafted": [home]}
    facts = (
        ("company", row["company"], home, "og_site_name", 0.9),
        ("email", f"hello@{row['domain']}", contact, "mailto", 0.98),
        ("phone", "+49 30 901820", "javascript:alert(1)", "tel", 0.95),
        ("platform", row["platform"], home, "generator", 1),
    )
    timeline = []
    for number, (at, kind, producer, data) in enumerate(_HAPPENED, start=1):
        meta = {
            "id": f"{number:032x}",
            "type": kind,
            "version": 1,
            "occurred_at": f"2026-03-{at}Z",
            "correlation_id": "c" * 32,
            "causation_id": f"{max(1, number - 1):032x}",
            "producer": producer,
        }
        about = {"lead_id": row["lead_id"], "campaign_id": CAMPAIGN, **data}
        told = {"why": why.get(kind, []), "pages": pages.get(kind, [])}
        timeline.append({"meta": meta, "data": about, **told})
    return {
        "lead": row,
        "facts": [
            {
                "id": f"{number:024x}",
                "kind": kind,
                "value": value,
                "page": page,
                "rule": rule,
                "confidence": sure,
                "seen_at": "2026-03-02T16:30:02Z",
                "detail": {},
            }
            for number, (kind, value, page, rule, sure) in enumerate(facts)
        ],
        "mails": [
            {
                "send_id": _SEND,
                "campaign_id": CAMPAIGN,
                "step": 0,
                "state": "SENT",
                "subject": "Your checkout abroad",
                "paragraphs": ["Hello,", "your shop runs Shopware and ships to Norway.", "Shall we talk?"],
            }
        ],
        "replies": [
            {
                "reply_id": _REPLY,
                "campaign_id": CAMPAIGN,
                "subject": "Re: Your checkout abroad",
                "text": "Yes, call me: +49 30 901820\n<b>Kim</b>",
                "verdict": {"label": "WARM"},
            }
        ],
        "inquiries": [],
        "timeline": timeline,
        "timeline_complete": True,
    }
