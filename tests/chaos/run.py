"""One seed: companies, people, one or two campaigns of five steps, and all that can go wrong, to the end."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from adapters.bus import Bus
from adapters.ses import Ses
from cli.said import root_event
from events.prospecting_requested import ProspectingRequested
from handlers import serve_api
from outreach.campaign import Campaign, Caps, CsvSource, Step, Writer
from outreach.ids import digest
from runtime.clock import FixedClock
from runtime.settings import Settings
from store import keys, outbox
from store.table import Item, Table, from_stream_image
from store.writes import Put, Update
from tests.chaos.cuts import unwatched
from tests.chaos.ledger import Ledger
from tests.chaos.misfortune import Misfortune, Odds, SesClient, TableFaults
from tests.chaos.people import People
from tests.chaos.shape import Shape
from tests.chaos.workers import ChaosLoop, FailingSchedules
from tests.dynamo.memory import Change, Faults, MemoryTable
from tests.pipeline.chaos import PowerCut
from tests.pipeline.loop import Queues, Router
from tests.pipeline.stage import CAMPAIGN, ENVIRONMENT, TABLE, TICK
from tests.pipeline.world import Bucket, Model, Org, Phones, Shops, World

START = datetime(2031, 3, 5, 15, 0, tzinfo=UTC)
"""A Wednesday, and later than any wall clock that runs this: the store hides what expired by that clock."""
HORIZON = timedelta(days=400)
_DAYS = 86_400
_PAUSED = 20_000.0  # seconds for which a campaign is held


class Run:
    """Everything of one seed. ``finish`` plays it to its end."""

    def __init__(self, seed: int, odds: Odds | None = None, shape: Shape | None = None) -> None:
        self.seed = seed
        self.shape = shape or Shape()
        self.luck = Misfortune(seed, odds if odds is not None else Odds())
        self.clock = FixedClock(START)
        self.luck.now = self.clock.now
        chance = self.luck.random
        self.ledger = Ledger()
        self.stream: list[Item] = []
        faults = TableFaults(self.luck)
        self.database = MemoryTable(TABLE, faults=faults, page_bytes=chance.choice([2_000, 1_048_576]))
        self.database.heard.append(self._hear)
        self.table = Table(self.database, TABLE)
        self.queues = Queues(self.clock, self.luck)  # type: ignore[arg-type]
        companies = self.shape.companies or chance.randint(2, 5)
        self.world = World(seed, companies, self.clock, self.queues, self.luck)  # type: ignore[arg-type]
        self.people = People(self.world, self.clock, self.luck, self._press, self.shape)
        self.listed: dict[str, list[str]] = {}
        self.campaigns = [
            self._campaign(number) for number in range(self.shape.campaigns or chance.randint(1, 2))
        ]
        client = SesClient(self.luck, self._accept)
        self.deps = self._wire(client)
        self.loop = ChaosLoop(self.deps, self.luck, self.stream)
        faults.meanwhile = client.meanwhile = self.loop.meanwhile
        self._ticks: set[datetime] = set()

    def _wire(self, client: SesClient) -> Any:
        return SimpleNamespace(
            settings=Settings(ENVIRONMENT),
            clock=self.clock,
            table=self.table,
            sqs=self.queues,
            world=self.world,
            bus=Bus(Router(self.queues), "bus"),  # type: ignore[arg-type]
            scheduler=FailingSchedules(self.queues, self.luck),
            mail=Bucket(self.world),
            search=None,
            keys=SimpleNamespace(token="token key", pepper="pepper", api="api key"),
            ses=Ses(lambda: client, "", "us-east-1"),
            bedrock=Model(self.world, self.seed),
            connect=Phones(self.world),
            salesforce=Org(self.world),
            fetcher=Shops(self.world),
        )

    def _campaign(self, number: int) -> Campaign:
        """Five steps over some days, to a part of the companies that other campaigns share."""
        chance = self.luck.random
        domains = [domain for domain in self.world.domains if chance.random() < 0.8] or self.world.domains
        name = f"list-{number}.csv"
        self.listed[f"chaos-{number}"] = domains
        self.world.bucket[f"lists/{name}"] = "\n".join(["domain", *domains]).encode()
        waits = [0, *(chance.choice(self.shape.waits) for _ in range(self.shape.steps - 1))]
        steps = tuple(
            Step(
                wait,
                "intro" if step == 0 else "follow_up",
                subject="A shorter checkout" if step == 0 else "",
                writer=Writer.MODEL if step == 0 and chance.random() < 0.5 else Writer.TEMPLATE,
            )
            for step, wait in enumerate(waits)
        )
        return replace(
            CAMPAIGN,
            id=f"chaos-{number}",
            sources=(CsvSource(name, key=f"lists/{name}"),),
            steps=steps,
            caps=Caps(
                sender_per_day=chance.choice([2, 5, 500]) if self.shape.tight else 500,
                domain_per_day=chance.choice([1, 5]) if self.shape.tight else 5,
            ),
        )

    # What the outside world does --------------------------------------------------------------------------

    def _accept(self, request: Mapping[str, Any]) -> str:
        with unwatched():
            return self._take(request)

    def _take(self, request: Mapping[str, Any]) -> str:
        tags = {tag["Name"]: tag["Value"] for tag in request["EmailTags"]}
        [to] = request["Destination"]["ToAddresses"]
        number = len(self.ledger.accepted)
        message_id = f"0100{number:012x}-{digest(to, number)[:8]}-000000"
        self.ledger.accept(tags["send_id"], to, self.clock.now().isoformat())
        self.luck.tell(
            f"SES took step {tags['step']} of {tags['campaign_id']} to {to} ({tags['send_id'][:8]})"
        )
        self.people.receive(request["Content"]["Raw"]["Data"], to, tags, message_id)
        return message_id

    def _press(self, url: str, address: str) -> None:
        """One click: the mail program tries until it is told that it worked."""
        path = urlsplit(url).path
        event = {
            "requestContext": {"http": {"method": "POST", "path": path}, "stage": "$default"},
            "rawPath": path,
            "headers": {"content-type": "application/x-www-form-urlencoded"},
            "body": "List-Unsubscribe=One-Click",
        }
        try:
            answer = self.loop.work("serve_api", partial(serve_api.lambda_handler, event, None))
        except PowerCut:
            answer = {"statusCode": 500}
        if answer["statusCode"] == 200:
            self.ledger.left.setdefault(address, self.database.commits)
            self.luck.tell(f"{address} unsubscribed, told 200")
        else:
            self.world.later(60, lambda: self._press(url, address))

    def _hear(self, changes: Sequence[Change]) -> None:
        """The table's stream, and the judge's ledger: they go on when the worker's power fails."""
        with unwatched():
            self.ledger.hear(changes)
            self._follow(changes)

    def _follow(self, changes: Sequence[Change]) -> None:
        for change in changes:
            if change.after is None:
                continue
            kind = change.after["_type"]["S"]
            if kind == outbox.EVENT_TYPE:
                self.stream.append(from_stream_image(change.after))
            elif kind == "send" and change.after["state"]["S"] == "SENDING":
                self._tick_in(timedelta(minutes=17))

    def _tick_in(self, after: timedelta) -> None:
        """The minutely tick, at the moments at which it can find something."""
        at = (self.clock.now() + after).replace(second=0, microsecond=0)
        if at not in self._ticks:
            self._ticks.add(at)
            wait = (at - self.clock.now()).total_seconds()
            self.world.later(wait, lambda: self.queues.put("settle_effects", json.dumps(TICK)))

    # The run ----------------------------------------------------------------------------------------------

    def finish(self) -> Run:
        """Store and start the campaigns, hold one of them for a while, and go on until nothing is left."""
        for number, campaign in enumerate(self.campaigns):
            form = campaign.to_item()
            self._surely(
                Put(keys.campaign(campaign.id), "campaign", form),
                Put(keys.campaign_version(campaign.id, 1), "campaign_version", form),
            )
            self.world.later(
                number * self.luck.random.choice([0, _DAYS, 3 * _DAYS]), partial(self._begin, campaign)
            )
            if self.shape.pauses and self.luck.random.random() < 0.4:
                start = self.luck.random.choice([1.0, 3_600.0, 5.0 * _DAYS])
                self.world.later(start, partial(self._pause, campaign))
        self.loop.run_until_quiet(START + HORIZON)
        for _ in range(3):
            self.clock.advance(timedelta(minutes=20))
            self.queues.put("settle_effects", json.dumps(TICK))
            self.loop.run_until_quiet(START + HORIZON)
        return self

    def _begin(self, campaign: Campaign, *, again: bool = False) -> None:
        name = digest("run", campaign.id, again)
        data = ProspectingRequested(campaign_id=campaign.id, run_id=name)
        self._surely(outbox.say(root_event(data, name, self.clock.now())))

    def _pause(self, campaign: Campaign, *, paused: bool = True) -> None:
        self.luck.tell(f"{campaign.id} {'paused' if paused else 'resumed'}")
        self._surely(Update(keys.campaign(campaign.id), set={"paused": paused}))
        if paused:
            self.world.later(_PAUSED, partial(self._pause, campaign, paused=False))
        else:
            # A run that met the pause has ended, and says so: whoever resumes the campaign runs it again.
            self._begin(campaign, again=True)

    def _surely(self, *writes: Any) -> None:
        """What a person does at a terminal: they try until it worked."""
        faults, self.database.faults = self.database.faults, Faults()
        try:
            self.table.commit(writes)
        finally:
            self.database.faults = faults

    # What came of it --------------------------------------------------------------------------------------

    @property
    def table_of_the_judge(self) -> Table:
        """The table as it is, read on a good day."""
        self.database.faults = Faults()
        return self.table

    def items(self, kind: str) -> list[Item]:
        found = map(from_stream_image, self.database.every())
        return [item for item in found if item["_type"] == kind]
