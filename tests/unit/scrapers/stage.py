"""The finding path's world: dependencies as fakes, and short ways to say what is there and what happens."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from adapters.search import Reply
from events.base import Event, EventData, Meta
from events.email_clicked import EmailClicked
from events.lead_discovered import LeadDiscovered
from events.lead_enriched import LeadEnriched
from events.prospecting_requested import ProspectingRequested
from events.reply_classified import ReplyClassified
from handlers import discover_leads, enrich_lead, score_lead
from outreach import ids
from outreach.campaign import Campaign, Source
from outreach.campaign_file import load
from runtime.clock import FixedClock
from runtime.consume import process
from runtime.settings import Settings
from scrapers.page import Failure, FailureKind, Page, Unchanged, Validators
from store import keys, outbox, runs
from store.table import Item, Table
from store.writes import Put

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
DEMO = load(Path(__file__).parents[3] / "campaigns" / "demo.yml")
RUN = ids.digest("run")
PEPPER = "pepper"


class FakeBucket:
    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}

    def get(self, key: str) -> bytes:
        return self.objects[key]

    def put(self, key: str, body: bytes, content_type: str = "") -> None:
        self.objects[key] = body


class FakeSearch:
    """Gives pages of URLs by query, as Brave does; other services by path. Either may be told to fail."""

    def __init__(self) -> None:
        self.pages: dict[str, list[list[str]]] = {}
        self.answers: dict[str, list[Reply | Exception]] = {}
        self.asked: list[tuple[str, int]] = []

    def ask(self, service: str, path: str, params: Mapping[str, str]) -> Reply:
        if service != "brave":
            return self._next(service)
        query, offset = params["q"], int(params["offset"])
        self.asked.append((query, offset))
        if self.answers.get(query):
            return self._next(query)
        pages = self.pages.get(query, [[]])
        more = offset + 1 < len(pages)
        results = [{"url": f"https://{domain}/"} for domain in pages[offset]]
        answer = {"type": "search", "query": {"more_results_available": more}, "web": {"results": results}}
        return Reply(200, {}, json.dumps(answer).encode())

    def _next(self, name: str) -> Reply:
        answer = self.answers[name].pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


class FakeScheduler:
    """Keeps what is to be said later, by name."""

    def __init__(self) -> None:
        self.waiting: dict[str, tuple[datetime, dict[str, Any]]] = {}

    def once(self, *, name: str, at: datetime, to: str, document: dict[str, Any]) -> None:
        assert to == "discover_leads"
        self.waiting[name] = (at, document)


class FakeWeb:
    """Pages by URL; where a URL has none, a 404."""

    def __init__(self) -> None:
        self.pages: dict[str, Page | Failure] = {}
        self.asked: list[str] = []

    def site(self, domain: str, home: str, **others: str) -> None:
        for path, body in {"": home, **others}.items():
            url = f"http://{domain}/{path}"
            self.pages[url] = Page(url, url, 200, body, "utf-8", NOW.isoformat())

    def run(self, work: Callable[[Any], Coroutine[Any, Any, Any]]) -> Any:
        return asyncio.run(work(self))

    async def fetch_changed(
        self, url: str, known: Mapping[str, Validators], **_: Any
    ) -> Page | Unchanged | Failure:
        """A page is unchanged where its ETag is the one that is known."""
        found = self.fetch(url)
        same = known.get(found.final_url) if isinstance(found, Page) else None
        if isinstance(found, Page) and same and same.etag == found.headers.get("etag"):
            return Unchanged(url, found.final_url, found.fetched_at)
        return found

    def fetch(self, url: str, **_: Any) -> Page | Failure:
        self.asked.append(url)
        missing = Failure(url, FailureKind.HTTP_ERROR, "answered HTTP 404", 404)
        return self.pages.get(url, missing)


@dataclass
class Stage:
    """Dependencies for the three handlers, and what they left in the table."""

    table: Table
    clock: FixedClock = field(default_factory=lambda: FixedClock(NOW))
    settings: Settings = field(
        default_factory=lambda: Settings({"BECKON_FETCH_SCHEME": "http", "BECKON_CHECK_MX": "false"})
    )
    mail: FakeBucket = field(default_factory=FakeBucket)
    search: FakeSearch = field(default_factory=FakeSearch)
    scheduler: FakeScheduler = field(default_factory=FakeScheduler)
    fetcher: FakeWeb = field(default_factory=FakeWeb)
    keys: SimpleNamespace = field(default_factory=lambda: SimpleNamespace(pepper=PEPPER))
    _events: int = 0

    def campaign(self, *sources: Source, **changes: Any) -> Campaign:
        """Save the demo's campaign with these sources and changes."""
        campaign = replace(DEMO, sources=sources, **changes)
        form = campaign.to_item()
        self.table.commit(
            [
                Put(keys.campaign(campaign.id), "campaign", form),
                Put(keys.campaign_version(campaign.id, campaign.version), "campaign_version", form),
            ]
        )
        return campaign

    def pause(self) -> None:
        item = self.table.get(keys.campaign(DEMO.id))
        assert item
        form = {name: value for name, value in item.items() if name[0] != "_"} | {"paused": True}
        self.table.commit([Put(keys.campaign(DEMO.id), "campaign", form)])

    def happens(self, data: EventData, event_id: str = "") -> list[dict[str, Any]]:
        """Let the handler that the event is for consume it; gives the events that it said."""
        self._events += 1
        cause = event_id or ids.digest("cause", self._events)
        handler = {
            ProspectingRequested: ("discover_leads", discover_leads.handle),
            LeadDiscovered: ("enrich_lead", enrich_lead.handle),
            LeadEnriched: ("score_lead", score_lead.handle),
            ReplyClassified: ("score_lead", score_lead.handle),
            EmailClicked: ("score_lead", score_lead.handle),
        }[type(data)]
        meta = Meta(
            id=cause,
            type=data.TYPE,
            version=data.VERSION,
            occurred_at=self.clock.now(),
            correlation_id=cause,
            causation_id=cause,
            producer="test",
        )
        before = len(self.said())
        process(handler[0], Event[type(data)](meta=meta, data=data), handler[1], self)  # type: ignore[arg-type, misc]
        assert len(self.said()) >= before
        return [event for event in self.said() if event["meta"]["causation_id"] == cause]

    def said(self) -> list[dict[str, Any]]:
        """Every event in the table."""
        found = []
        for item in self.items():
            if item["_type"] == outbox.EVENT_TYPE:
                found.append(json.loads(item["detail"]))
        return found

    def items(self) -> list[Item]:
        pages = self.table._client.get_paginator("scan").paginate(TableName=self.table.name)
        from store.table import from_stream_image

        return [from_stream_image(item) for page in pages for item in page["Items"]]

    def count(self, kind: str) -> int:
        return sum(item["_type"] == kind for item in self.items())

    def run(self, run_id: str = RUN) -> runs.Run:
        run = runs.get(self.table, DEMO.id, run_id)
        assert run
        return run

    def source(self, number: int = 0, run_id: str = RUN) -> runs.Met:
        """What a run did with its source of that number."""
        (met,) = [met for met in runs.sources(self.table, DEMO.id, run_id) if met.run.number == number]
        return met

    def discovered(self, domain: str) -> LeadDiscovered:
        """The event of a company, which is put into the table as discover_leads does."""
        from outreach.enrolment import Enrolment
        from store import enrolments, leads

        lead_id = ids.lead_id(domain)
        if self.table.get(keys.lead(lead_id)) is None:
            fresh = Enrolment(lead_id, DEMO.id, campaign_version=DEMO.version)
            self.table.commit(
                [
                    leads.new(lead_id, domain, "csv", DEMO.id, RUN, self.clock.now()),
                    enrolments.save(fresh, 0, "found", self.clock.now()),
                ]
            )
        return LeadDiscovered(lead_id=lead_id, campaign_id=DEMO.id, run_id=RUN, source="csv")
