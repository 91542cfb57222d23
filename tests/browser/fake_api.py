"""An API of the dashboard's tests: invented documents over real HTTP, on a port of its own.

It speaks as ``api/`` does: bearer key, problem documents, cursors, routes told apart by ``Host``.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

KEY = "key-of-the-tests"
CAMPAIGN = "outdoor-shops-eu"
PAGE = 25

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
                "step": n % 3,
                "updated_at": f"2026-03-{2 + n % 20:02d}T16:{n % 60:02d}:00Z",
            }
        )
    return found


def _event(
    n: int, at: str, kind: str, producer: str, why: list[str], pages: list[str], **data: Any
) -> dict[str, Any]:
    return {
        "meta": {
            "id": f"{n:032x}",
            "type": kind,
            "version": 1,
            "occurred_at": f"2026-03-{at}Z",
            "correlation_id": "c" * 32,
            "causation_id": f"{max(0, n - 1):032x}",
            "producer": producer,
        },
        "data": {"campaign_id": CAMPAIGN, **data},
        "why": why,
        "pages": pages,
    }


def lead(row: dict[str, Any]) -> dict[str, Any]:
    """A lead with facts and a timeline that ends in a call."""
    home = f"https://{row['domain']}"
    send = "5" * 32
    return {
        "lead": row,
        "facts": [
            {
                "kind": "company",
                "value": row["company"],
                "page": f"{home}/",
                "rule": "og_site_name",
                "confidence": 0.9,
                "seen_at": "2026-03-02T16:30:02Z",
            },
            {
                "kind": "email",
                "value": f"hello@{row['domain']}",
                "page": f"{home}/contact",
                "rule": "mailto",
                "confidence": 0.98,
                "seen_at": "2026-03-02T16:30:03Z",
            },
            {
                "kind": "phone",
                "value": "+49 30 901820",
                "page": "javascript:alert(1)",
                "rule": "tel",
                "confidence": 0.95,
                "seen_at": "2026-03-02T16:30:03Z",
            },
            {
                "kind": "platform",
                "value": row["platform"],
                "page": f"{home}/",
                "rule": "generator",
                "confidence": 0.99,
                "seen_at": "2026-03-02T16:30:02Z",
            },
        ],
        "timeline": [
            _event(1, "02T16:30:00.125", "lead.discovered", "discover_leads", [], [], source="csv"),
            _event(
                2,
                "02T16:30:03.410",
                "lead.enriched",
                "enrich_lead",
                [],
                [f"{home}/", f"{home}/contact"],
                platform=row["platform"],
                facts=4,
            ),
            _event(
                3,
                "02T16:30:03.700",
                "lead.scored",
                "score_lead",
                ["sells online (+30)", "ships abroad (+12)"],
                [f"{home}/"],
                fit=72,
                intent=35,
                selected=True,
            ),
            _event(
                4,
                "02T16:30:05.020",
                "email.drafted",
                "draft_email",
                [],
                [],
                step=0,
                send_id=send,
                written_by="model",
            ),
            _event(
                5,
                "02T16:30:05.900",
                "email.sent",
                "send_email",
                [],
                [],
                step=0,
                send_id=send,
                message_id="0100018e",
            ),
            _event(6, "02T16:30:08.000", "email.delivered", "track_email", [], [], send_id=send),
            _event(
                7,
                "03T09:12:44.000",
                "reply.received",
                "classify_reply",
                [],
                [],
                reply_id="6" * 32,
                matched_by="token",
            ),
            _event(
                8,
                "03T09:12:44.300",
                "reply.classified",
                "classify_reply",
                [],
                [],
                label="WARM",
                confidence=0.93,
                decided_by="model",
                wants_call=True,
                phone_given=True,
                needs_review=False,
            ),
            _event(
                9,
                "03T09:12:45.000",
                "call.requested",
                "place_call",
                [],
                [],
                call_id="8" * 32,
                origin="reply",
                attempt=1,
            ),
            _event(10, "03T09:12:46.000", "call.placed", "place_call", [], [], call_id="8" * 32),
            _event(
                11,
                "03T09:14:30.000",
                "call.completed",
                "track_call",
                [],
                [],
                call_id="8" * 32,
                outcome="answered",
            ),
            _event(
                12,
                "03T09:14:33.000",
                "crm.synced",
                "sync_salesforce",
                [],
                [],
                object="Task",
                salesforce_id="00T5e00000AbCdE",
            ),
        ],
    }


@dataclass
class FakeApi:
    """What it serves can be changed while it runs; ``asked`` is what came in, as method-less targets."""

    port: int = 0
    key: str = KEY
    counters: dict[str, int] = field(default_factory=lambda: dict(COUNTERS))
    leads: list[dict[str, Any]] = field(default_factory=leads)
    asked: list[str] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answer(self, target: str, authorization: str) -> tuple[int, dict[str, Any]]:
        """Status and document of a GET."""
        parts = urlsplit(target)
        query = dict(parse_qsl(parts.query))
        route = [unquote(part) for part in parts.path.split("/") if part]
        if route == ["v1", "health"]:
            return 200, {"status": "ok"}
        if authorization != f"Bearer {self.key}":
            return 401, {"status": 401, "title": "Unauthorized"}
        match route:
            case ["v1", "campaigns"]:
                return 200, {
                    "campaigns": [
                        {"campaign_id": CAMPAIGN, "name": "Outdoor shops, Europe"},
                        {"campaign_id": "empty", "name": "Nothing yet"},
                    ]
                }
            case ["v1", "campaigns", name, "funnel"] if name in (CAMPAIGN, "empty"):
                return 200, {"campaign_id": name, "counters": self.counters if name == CAMPAIGN else {}}
            case ["v1", "leads"]:
                return 200, self._page(query)
            case ["v1", "leads", identity]:
                for row in self.leads:
                    if row["lead_id"] == identity:
                        return 200, lead(row)
        return 404, {"status": 404, "title": "Not found"}

    def _page(self, query: dict[str, str]) -> dict[str, Any]:
        mine = self.leads if query.get("campaign") == CAMPAIGN else []
        rows = [row for row in mine if query.get("state") in (None, row["state"])]
        start = int(query.get("cursor", "0"))
        following = start + PAGE
        return {"leads": rows[start:following], "cursor": str(following) if following < len(rows) else None}


@contextmanager
def serving(api: FakeApi | None = None) -> Iterator[FakeApi]:
    """Serve on a free port of this machine until the block ends."""
    api = api or FakeApi()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            api.asked.append(self.path)
            api.hosts.append(self.headers.get("Host", ""))
            status, document = api.answer(self.path, self.headers.get("Authorization", ""))
            body = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet: the tests look at ``asked``."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    api.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield api
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
