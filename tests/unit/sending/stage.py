"""The sending path's world: dependencies as fakes, and short ways to say what is there and what happens."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from adapters import ses
from adapters.mail_bucket import Listed
from events.base import Event, EventData, Meta
from outreach import ids, suppression
from outreach.campaign import Campaign, Window
from outreach.campaign_file import load
from outreach.enrolment import Enrolment, State
from outreach.quota import SendingAccount
from runtime.clock import FixedClock
from runtime.consume import process
from store import campaigns, enrolments, keys, recipients, sends
from store.table import Item, Table
from store.writes import Put, Write

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)  # a Wednesday
DEMO = load(Path(__file__).parents[3] / "campaigns" / "demo.yml")
OFFICE = Window(("mon", "tue", "wed", "thu", "fri"), 9 * 60, 17 * 60)
ADDRESS = "hello@kettle.example"
PEPPER, TOKEN_KEY = "pepper", "token key"
LEAD = ids.lead_id("kettle.example")
CONTACT = ids.contact_id(ADDRESS, PEPPER)
PAGE, SEEN = "https://kettle.example/contact", "2026-03-03T10:00:00Z"


class PowerCut(BaseException):
    """The function dies here; no handler can catch it."""


@dataclass
class FakeSes:
    """Takes mails; ``answers`` are given in order, then every mail is accepted."""

    answers: list[ses.Result] = field(default_factory=list)
    accepted: list[dict[str, Any]] = field(default_factory=list)
    asked: int = 0
    told: SendingAccount | None = None

    def send(
        self, raw: bytes, *, sender: str, recipient: str, tags: Mapping[str, str], **_: Any
    ) -> ses.Result:
        self.asked += 1
        result = self.answers.pop(0) if self.answers else None
        if result is None:
            result = ses.Accepted(f"0100-{self.asked:04d}")
        if isinstance(result, ses.Accepted):
            self.accepted.append(
                {"id": result.message_id, "raw": raw, "sender": sender, "to": recipient, "tags": dict(tags)}
            )
        return result

    def account(self, now: datetime) -> tuple[SendingAccount | None, int]:
        return self.told, self.asked

    def message_id_header(self, message_id: str) -> str:
        return f"<{message_id}@eu-west-1.amazonses.com>"


@dataclass
class FakeBedrock:
    """Answers with ``answers`` in order: a response, or an exception to raise."""

    answers: list[Any] = field(default_factory=list)
    asked: list[Mapping[str, Any]] = field(default_factory=list)

    def converse(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        self.asked.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


@dataclass
class FakeScheduler:
    """Keeps one-time schedules by name."""

    kept: dict[str, dict[str, Any]] = field(default_factory=dict)

    def once(self, *, name: str, at: datetime, to: str, document: Mapping[str, Any]) -> None:
        assert len(name) <= 64
        self.kept.setdefault(name, {"at": at, "to": to, "document": document})


@dataclass
class FakeMail:
    """The mail bucket: objects by key, ``a_page`` of them to a listing."""

    objects: dict[str, Listed] = field(default_factory=dict)
    a_page: int = 1000
    pages: int = 0

    def store(self, key: str, modified: datetime) -> None:
        self.objects[key] = Listed(key, 10, modified)

    def page(self, prefix: str, after: str = "") -> tuple[list[Listed], bool]:
        self.pages += 1
        following = [one for key, one in sorted(self.objects.items()) if key > after]
        return following[: self.a_page], len(following) > self.a_page


class CuttingTable(Table):
    """The table, before or after whose commits the power may fail."""

    cut: Callable[[str], None]

    def commit(self, writes: Sequence[Write]) -> None:
        self.cut("before commit")
        super().commit(writes)
        self.cut("after commit")


@dataclass
class FakeSettings:
    public_url: str = "https://api.beckon.example"
    reply_domain: str = "reply.beckon.example"
    draft_model: str = "model-1"
    doubt_after_seconds: float = 900
    max_receives: int = 6
    clock_offset: float = 0
    bounce_limit: float = 5.0
    complaint_limit: float = 0.1


@dataclass
class FakeKeys:
    pepper: str = PEPPER
    token: str = TOKEN_KEY


class Stage:
    """Dependencies of the handlers (as ``runtime.wiring.Deps`` gives them), and what tests do with them."""

    def __init__(self, table: Table, campaign: Campaign = DEMO) -> None:
        self.table: Table = table
        self.clock = FixedClock(NOW)
        self.settings = FakeSettings()
        self.keys = FakeKeys()
        self.ses = FakeSes()
        self.bedrock = FakeBedrock()
        self.scheduler = FakeScheduler()
        self.connect: Any = None
        self.mail = FakeMail()
        self.campaign = campaign
        self._events = 0

    # What is there ----------------------------------------------------------------------------------------

    def given_campaign(self, paused: bool = False, **changes: Any) -> Campaign:
        """Store the demo campaign, changed, as it is now and as its version."""
        self.campaign = replace(self.campaign, **changes)
        form = self.campaign.to_item()
        self.table.commit(
            [
                Put(keys.campaign(self.campaign.id), "campaign", form | {"paused": paused}),
                Put(keys.campaign_version(self.campaign.id, self.campaign.version), "campaign_version", form),
            ]
        )
        assert campaigns.version(self.table, self.campaign.id, 1) == self.campaign
        return self.campaign

    def given_lead(
        self, address: str = ADDRESS, country: str = "GB", company: str = "Kettle & Co Ltd"
    ) -> None:
        """Store a company with facts, and the contact that was chosen."""
        values = {"company": company, "country": country, "platform": "shopify", "email": address}
        facts = [
            {
                "id": f"{kind}-fact",
                "kind": kind,
                "value": value,
                "page": PAGE,
                "rule": "r",
                "confidence": 0.9,
                "seen_at": SEEN,
            }
            for kind, value in values.items()
            if value
        ]
        contact = ids.contact_id(address, PEPPER)
        self.table.commit(
            [
                Put(keys.lead(LEAD), "lead", {"domain": "kettle.example", "contact_id": contact}),
                Put(
                    keys.profile(LEAD),
                    "profile",
                    {"domain": "kettle.example", "seen_at": SEEN, "facts": facts},
                ),
                Put(
                    keys.contact(LEAD, contact),
                    "contact",
                    {
                        "contact_id": contact,
                        "address": address,
                        "lead_id": LEAD,
                        "page": PAGE,
                        "seen_at": SEEN,
                    },
                ),
            ]
        )
        assert recipients.get(self.table, LEAD, contact) is not None

    def given_enrolment(self, **changes: Any) -> None:
        """Store an enrolment whose first step is due now."""
        enrolment = replace(
            Enrolment(LEAD, self.campaign.id, 1, country="GB", state=State.ACTIVE, due_at=self.clock.now()),
            **changes,
        )
        stored = enrolments.get(self.table, LEAD, self.campaign.id)
        revision = stored.revision if stored else 0
        self.table.commit([enrolments.save(enrolment, revision, "given", self.clock.now())])

    def given_suppressed(self, gate: suppression.Gate) -> None:
        key = keys.suppression(gate.scope.value, gate.hashed)
        self.table.commit([Put(key, "suppression", {"reason": "manual", "at": keys.stamp(NOW)})])

    # What happens -----------------------------------------------------------------------------------------

    def event(self, data: EventData, identity: str | None = None, at: datetime | None = None) -> Event[Any]:
        """An event as it comes from the bus; each has a new id, unless one is given."""
        self._events += 1
        meta = Meta(
            id=identity or f"event-{self._events}",
            type=data.TYPE,
            version=data.VERSION,
            occurred_at=at or self.clock.now(),
            correlation_id="the-run",
            causation_id="cause",
            producer="test",
        )
        return Event[Any](meta=meta, data=data)

    def run(self, handler: Any, data: EventData, identity: str | None = None) -> list[dict[str, Any]]:
        """Let a handler consume an event; what it said."""
        return self.process(handler.__name__.rpartition(".")[2], self.event(data, identity), handler.handle)

    def process(self, name: str, incoming: Any, handle: Any) -> list[dict[str, Any]]:
        before = {item["event_id"] for item in self.said()}
        process(name, incoming, handle, self)  # type: ignore[arg-type]
        return [_read(item) for item in self.said() if item["event_id"] not in before]

    def wait(self, by: timedelta) -> None:
        self.clock.advance(by)

    # What is then -----------------------------------------------------------------------------------------

    def said(self) -> list[Item]:
        """The event items under the lead."""
        return list(self.table.items(keys.lead_pk(LEAD), keys.EVENT, consistent=True))

    def enrolment(self) -> Enrolment:
        stored = enrolments.get(self.table, LEAD, self.campaign.id)
        assert stored is not None
        return stored.enrolment

    def send(self, step: int = 0) -> sends.Send:
        found = sends.get(self.table, LEAD, send_id(step))
        assert found is not None
        return found

    def cap(self, scope: str, name: str) -> int:
        # Past the table's own reading, which leaves out what has expired by the wall clock.
        key = keys.cap(scope, name, self.clock.now().date().isoformat())
        wire = {"pk": {"S": key.pk}, "sk": {"S": key.sk}}
        answer = self.table._client.get_item(TableName=self.table.name, Key=wire, ConsistentRead=True)
        return int(answer["Item"]["n"]["N"]) if "Item" in answer else 0

    def caps(self) -> tuple[int, int]:
        """How much counts today: for the sender, and for the recipient's domain."""
        domain = suppression.domain_gate("kettle.example", PEPPER).hashed
        return self.cap("sender", self.campaign.sender.address), self.cap("domain", domain)


def send_id(step: int = 0) -> str:
    return ids.send_id(LEAD, DEMO.id, step)


def _read(item: Item) -> dict[str, Any]:
    detail = json.loads(item["detail"])
    return {"type": detail["meta"]["type"], "correlation": detail["meta"]["correlation_id"], **detail["data"]}
