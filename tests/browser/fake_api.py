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

from tests.browser.documents import CAMPAIGN, COUNTERS, lead, leads

KEY = "key-of-the-tests"
PAGE = 25


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
                        {
                            "campaign_id": CAMPAIGN,
                            "name": "Outdoor shops, Europe",
                            "state": "running",
                            "version": 3,
                        },
                        {"campaign_id": "empty", "name": "Nothing yet", "state": "paused", "version": 1},
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
