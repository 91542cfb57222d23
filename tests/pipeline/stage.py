"""One run of the whole loop: everything wired, a campaign stored, chaos by seed, and what came of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from adapters.bus import Bus
from cli.said import root_event
from events.base import EventData
from events.prospecting_requested import ProspectingRequested
from outreach.campaign import Campaign, CsvSource
from outreach.campaign_file import load
from outreach.ids import digest
from runtime.clock import FixedClock
from runtime.settings import Settings
from store import keys, outbox
from store.table import Item, Table, from_stream_image
from store.writes import Put
from tests.dynamo.memory import Change, MemoryTable
from tests.pipeline.chaos import Chaos
from tests.pipeline.loop import MAX_RECEIVES, Loop, Queues, Router, Schedules
from tests.pipeline.world import CHARACTERS, Bucket, Model, Org, Phones, Ses, Shops, World

START = datetime(2026, 3, 4, 16, 30, tzinfo=UTC)  # a Wednesday
DAY = timedelta(days=1)
LIST = "lists/shops.csv"
CAMPAIGN = replace(
    load(Path(__file__).parents[2] / "campaigns" / "demo.yml"), sources=(CsvSource("shops.csv", key=LIST),)
)
TABLE = "beckon-pipeline"
TICK = {"source": "beckon.schedule", "detail-type": "settle", "detail": {}}
ENVIRONMENT = {
    "BECKON_STAGE": "pipeline",
    "BECKON_BUS": "bus",
    "BECKON_MAX_RECEIVES": str(MAX_RECEIVES),
    "BECKON_PUBLIC_URL": "https://api.beckon.example",
    "BECKON_REPLY_DOMAIN": "reply.beckon.example",
    "BECKON_MODEL_DRAFT": "a-model",
    "BECKON_MODEL_CLASSIFY": "a-model",
    "BECKON_CHECK_MX": "false",
    "BECKON_CONNECT_INSTANCE_ID": "11111111-2222-3333-4444-555555555555",
}


class Stage:
    """Wires the real handlers to a played world, runs them until nothing is left to do, and tells."""

    def __init__(
        self,
        seed: int,
        *,
        companies: int = 9,
        crash: float = 0.0,
        duplicate: float = 0.0,
        shuffle: bool = False,
        lost_answers: float = 0.0,
        throttles: float = 0.0,
        cut_at: int | None = None,
        campaign: Campaign = CAMPAIGN,
        search: Any = None,
        characters: Sequence[str] = CHARACTERS,
        untold: float = 0.0,
        model_away: float = 0.0,
    ) -> None:
        self.campaign = campaign
        self.search = search
        self.clock = FixedClock(START)
        self.chaos = Chaos(seed, crash=crash, duplicate=duplicate, shuffle=shuffle, cut_at=cut_at)
        self.queues = Queues(self.clock, self.chaos)
        self.world = World(
            seed, companies, self.clock, self.queues, self.chaos, characters=characters, untold=untold
        )
        self.world.bucket[LIST] = "\n".join(["domain", *self.world.domains]).encode()
        self.stream: list[Item] = []
        self.database = MemoryTable(TABLE)
        self.database.heard.append(self._hear)
        self.table = Table(self.database, TABLE)
        self.org = Org(self.world)
        self.deps = self._wire(seed, lost_answers, throttles, model_away)
        self.loop = Loop(self.deps, self.chaos, self.stream)

    def _hear(self, changes: Sequence[Change]) -> None:
        """The table's stream: event items, in the order of their commits."""
        for change in changes:
            if change.after is not None and change.after["_type"]["S"] == outbox.EVENT_TYPE:
                self.stream.append(from_stream_image(change.after))

    def _wire(self, seed: int, lost_answers: float, throttles: float, model_away: float) -> Any:
        table: Any = self._cut(self.table, "commit")
        ses = self._cut(Ses(self.world, lost_answers=lost_answers, throttles=throttles), "send")
        return SimpleNamespace(
            settings=Settings(ENVIRONMENT),
            clock=self.clock,
            table=table,
            sqs=self.queues,
            world=self.world,
            bus=Bus(self._cut(Router(self.queues), "put_events"), "bus"),
            scheduler=self._cut(Schedules(self.queues), "once"),
            mail=self._cut(Bucket(self.world), "put"),
            search=self.search,
            keys=SimpleNamespace(token="token key", pepper="pepper", api="api key"),
            ses=ses,
            bedrock=Model(self.world, seed, away=model_away),
            connect=self._cut(Phones(self.world), "start_call"),
            salesforce=self._cut(self.org, "upsert"),
            fetcher=Shops(self.world),
        )

    def _cut(self, part: Any, method: str) -> Any:
        """Let the power fail around one method of a part."""
        name = f"{type(part).__name__}.{method}"
        setattr(part, method, self.chaos.effect(name, getattr(part, method)))
        return part

    def store_campaign(self) -> None:
        form = self.campaign.to_item()
        Table.commit(
            self.table,
            [
                Put(keys.campaign(self.campaign.id), "campaign", form),
                Put(keys.campaign_version(self.campaign.id, 1), "campaign_version", form),
            ],
        )

    def request_run(self, number: int = 1) -> None:
        """What the command does: say that a run is wanted."""
        self.say(ProspectingRequested(campaign_id=CAMPAIGN.id, run_id=digest("run", number)), number)

    def say(self, data: EventData, number: int = 1) -> None:
        """What a person says with the command."""
        said = root_event(data, digest("root", data.TYPE, number), self.clock.now())
        Table.commit(self.table, [outbox.say(said)])

    def run(self) -> Stage:
        """A run, a day of its consequences, and the ticks that settle what was cut off."""
        self.store_campaign()
        self.request_run()
        horizon = START + 3 * DAY
        self.loop.run_until_quiet(horizon)
        for _ in range(3):
            self.clock.advance(timedelta(minutes=20))
            self.queues.put("settle_effects", json.dumps(TICK))
            self.loop.run_until_quiet(horizon)
        return self

    # What came of it --------------------------------------------------------------------------------------

    def events(self) -> list[Item]:
        return list(self.stream)

    def items(self, kind: str) -> list[Item]:
        """Every item of a kind: a scan, which only a test may do."""
        found = map(from_stream_image, self.database.every())
        return [item for item in found if item["_type"] == kind]

    def log_hash(self) -> str:
        """The event log as one number: who said what of whom, when, because of what."""
        lines = sorted(f"{item['pk']} {item['sk']} {item['detail']}" for item in self.stream)
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()
