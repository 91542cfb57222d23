"""The outside world in one process: shops, SES, mailboxes, Connect, Salesforce, a model. Everything by seed.

Each part keeps its own books: the invariants compare them with the table. Where the sandbox has a pure part
(letters, the model's words, event shapes), it is used here too.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from typing import Any

from adapters.bedrock import ModelUnavailable
from adapters.connect import Contact
from adapters.mail_bucket import Listed
from adapters.salesforce import Upserted
from adapters.ses import Accepted, Result, Throttled, Unknown
from outreach.ids import digest
from runtime.clock import FixedClock
from sandbox import letters, model
from sandbox.seeds import Seed
from sandbox.ses_events import DETAIL_TYPES, detail_of
from scrapers.page import Failure, FailureKind, Page
from tests.pipeline.chaos import Chaos
from tests.pipeline.loop import Queues

BUCKET = "beckon-unit-mail"
CHARACTERS = ("warm", "cold", "silent", "unsubscribes", "bounces", "complains", "away", "garbage", "twice")
ANSWERS = {
    "warm": "Yes, we are interested. Please call me on +1 202 555 0143 tomorrow.",
    "cold": "No thanks, we are not interested.",
    "unsubscribes": "Please remove me from your list.",
    "away": "I am out of the office and will be back soon.",
    "twice": "No thanks, we are not interested.",
    "back": "I am out of the office until 6 March 2026.",
    "later": "Not now, please write again on 6 March 2026.",
}
AUTOMATIC = frozenset({"away", "back"})


@dataclass
class Books:
    """What the outside world received and did."""

    accepted: list[dict[str, str]] = field(default_factory=list)
    stored: list[str] = field(default_factory=list)
    calls: dict[str, str] = field(default_factory=dict)
    records: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)


class World:
    """Companies with characters, and everything that they and the services do."""

    def __init__(
        self,
        seed: int,
        companies: int,
        clock: FixedClock,
        queues: Queues,
        chaos: Chaos,
        *,
        characters: Sequence[str] = CHARACTERS,
        untold: float = 0.0,
    ) -> None:
        """``untold`` is the share of stored objects of which S3 tells nobody."""
        self.books = Books()
        self.bucket: dict[str, bytes] = {}
        self.stored_at: dict[str, datetime] = {}
        self.untold = untold
        self._clock = clock
        self._queues = queues
        self._chaos = chaos
        self._random = random.Random(seed)
        self._agenda: list[tuple[datetime, int, Any]] = []
        self._number = 0
        self.domains = [f"shop-{n}.example" for n in range(companies)]
        self.characters = {domain: characters[n % len(characters)] for n, domain in enumerate(self.domains)}

    # The agenda: what the world does later.

    def moments(self) -> list[datetime]:
        return [moment for moment, _, _ in self._agenda]

    def act(self, now: datetime) -> None:
        due = sorted((entry for entry in self._agenda if entry[0] <= now), key=lambda entry: entry[:2])
        for entry in due:
            self._agenda.remove(entry)
            entry[2]()

    def act_early(self, chance: random.Random) -> None:
        """Somebody does now what was to come later: nobody promised when."""
        if self._agenda:
            entry = chance.choice(self._agenda)
            self._agenda.remove(entry)
            entry[2]()

    def later(self, seconds: float, do: Any) -> None:
        self._number += 1
        self._agenda.append((self._clock.now() + timedelta(seconds=seconds), self._number, do))

    def tell(self, queue: str, document: Mapping[str, Any]) -> None:
        self._queues.put(queue, json.dumps(document))

    def store(self, key: str, raw: bytes) -> None:
        """SES's receipt rule: the object, then S3's notification."""
        self.bucket[key] = raw
        self.stored_at[key] = self._clock.now()
        self.books.stored.append(key)
        if self.untold and self.chance() < self.untold:
            return
        detail = {"bucket": {"name": BUCKET}, "object": {"key": key, "size": len(raw)}}
        self.tell("classify_reply", {"source": "aws.s3", "detail-type": "Object Created", "detail": detail})

    def chance(self) -> float:
        return self._random.random()


class Shops:
    """The fetcher: each domain has a home page; every ninth is down."""

    def __init__(self, world: World) -> None:
        self._world = world

    def run(self, work: Callable[[Any], Coroutine[Any, Any, Any]]) -> Any:
        return asyncio.run(work(self))

    async def fetch_changed(self, url: str, known: Mapping[str, Any], **_: Any) -> Page | Failure:
        return self.fetch(url)

    def fetch(self, url: str, **_: Any) -> Page | Failure:
        host = url.split("/")[2]
        path = "/" + "/".join(url.split("/")[3:])
        if host not in self._world.characters or int(host.split("-")[1].split(".")[0]) % 9 == 8:
            return Failure(url, FailureKind.UNREACHABLE, "no connection", passing=False)
        if path != "/":
            return Failure(url, FailureKind.HTTP_ERROR, "answered HTTP 404", 404)
        name = f"Shop {host.split('-')[1].split('.')[0]} Inc"
        body = (
            f"<html lang='en'><head><title>{name}</title><meta property='og:site_name' content='{name}'>"
            "<script src='https://cdn.shopify.com/s/files/1/theme.js'></script>"
            "<script>Shopify.theme = {'name':'Dawn'}; Shopify.shop = 'x.myshopify.com';</script>"
            f"<meta name='description' content='{name} sells hand made boots.'></head>"
            f"<body><a href='mailto:hello@{host}'>hello@{host}</a> <a href='tel:+12025550142'>Call</a>"
            "<footer>100 Main Street, Washington, DC 20001, United States</footer></body></html>"
        )
        now = self._world._clock.now().isoformat(timespec="seconds")
        return Page(url, url, 200, body, "utf-8", now, {"content-type": "text/html"})

    def close(self) -> None:
        return


class Ses:
    """Accepts mail, or throttles, or takes it without answering; tells SES's events; people answer."""

    def __init__(self, world: World, *, lost_answers: float = 0.0, throttles: float = 0.0) -> None:
        self._world = world
        self._lost = lost_answers
        self._throttles = throttles

    def account(self, now: datetime) -> tuple[None, int]:
        """A service that does not tell its quota: what is too much it refuses."""
        return None, 0

    def message_id_header(self, message_id: str) -> str:
        return f"<{message_id}@email.amazonses.com>"

    def send(self, raw: bytes, *, sender: str, recipient: str, tags: Mapping[str, str], **_: Any) -> Result:
        world = self._world
        if world.chance() < self._throttles:
            return Throttled("ses_rate", 2.0)
        number = len(world.books.accepted)
        message_id = f"0100{number:012x}-{digest(recipient, number)[:8]}-000000"
        at = world._clock.now()
        world.books.accepted.append(
            {"message_id": message_id, "to": recipient, "at": at.isoformat(), "send_id": tags["send_id"]}
        )
        self._play(raw, recipient, dict(tags), message_id, at)
        return Unknown("lost_readtimeouterror") if world.chance() < self._lost else Accepted(message_id)

    def _play(self, raw: bytes, to: str, tags: dict[str, str], message_id: str, at: datetime) -> None:
        character = self._world.characters.get(to.rpartition("@")[2], "silent")
        mail = {
            "timestamp": at.isoformat(),
            "source": "sales@beckon.example",
            "messageId": message_id,
            "destination": [to],
            "tags": {name: [value] for name, value in tags.items()},
        }
        self._event("Send", mail, 0.2)
        if character == "bounces":
            self._event("Bounce", mail, 1.0, bounce_type="Permanent", bounce_sub_type="General")
            return
        self._event("Delivery", mail, 0.5)
        if character == "complains":
            self._event("Complaint", mail, 30.0)
        if character in ANSWERS:
            for nth in range(2 if character == "twice" else 1):
                self._answer(raw, to, message_id, character, nth)
        if character == "garbage":
            self._world.later(5, lambda: self._world.store(f"inbound/{message_id}-x", b"\x00\xff\x13" * 99))

    def _event(self, kind: str, mail: dict[str, Any], after: float, **extra: Any) -> None:
        def tell() -> None:
            detail = detail_of(kind, mail, self._world._clock.now(), digest(kind, mail["messageId"]), **extra)
            document = {"source": "aws.ses", "detail-type": DETAIL_TYPES[kind], "detail": detail}
            self._world.tell("track_email", document)

        self._world.later(after, tell)

    def _answer(self, raw: bytes, to: str, message_id: str, character: str, nth: int) -> None:
        world = self._world
        message = message_from_bytes(raw)
        del message["Message-ID"]
        message["Message-ID"] = self.message_id_header(message_id)
        original = letters.read_original(message.as_bytes())
        at = world._clock.now() + timedelta(seconds=20)
        reply = letters.compose(
            original=original,
            sender=to,
            sender_name="A Person",
            to=original.reply_to,
            text=ANSWERS[character],
            signature="A Person",
            style="none" if character in AUTOMATIC else "gmail",
            at=at,
            message_id=f"{digest(message_id, nth)[:12]}",
            auto=character in AUTOMATIC,
        )
        world.later(20 + nth, lambda: world.store(f"inbound/{message_id}-{nth}", reply))


class Bucket:
    """The mail bucket."""

    def __init__(self, world: World) -> None:
        self._world = world

    def get(self, key: str) -> bytes:
        return self._world.bucket[key]

    def page(self, prefix: str, after: str = "") -> tuple[list[Listed], bool]:
        keys = sorted(key for key in self._world.stored_at if key.startswith(prefix) and key > after)
        page = [Listed(key, len(self._world.bucket[key]), self._world.stored_at[key]) for key in keys[:3]]
        return page, len(keys) > 3

    def put(self, key: str, body: bytes, content_type: str = "") -> None:
        self._world.bucket[key] = body


class Model:
    """Bedrock: the sandbox's model, which sometimes invents or breaks off."""

    def __init__(self, world: World, seed: int, *, away: float = 0.0) -> None:
        """``away``: how often it has no time to classify."""
        self._world = world
        self._seed = Seed(seed)
        self._away = away

    def converse(self, request: Mapping[str, Any]) -> Mapping[str, Any]:
        tool = request["toolConfig"]["tools"][0]["toolSpec"]["name"]
        if tool != "write_email" and self._away and self._world.chance() < self._away:
            raise ModelUnavailable("model_throttled", passing=True)
        prompt = request["messages"][0]["content"][0]["text"]
        answer = (
            model.write_email(prompt, self._seed) if tool == "write_email" else model.classify_reply(prompt)
        )
        luck = self._world.chance()
        if luck < 0.1:
            answer = {"subject": "Great news", "sentences": [{"text": "You won 3 prizes.", "facts": ["f9"]}]}
        use = {"toolUseId": "t", "name": tool, "input": answer}
        return {
            "output": {"message": {"role": "assistant", "content": [{"toolUse": use}]}},
            "stopReason": "malformed_tool_use" if luck > 0.95 else "tool_use",
            "usage": {"inputTokens": 1, "outputTokens": 1, "totalTokens": 2},
        }


class Phones:
    """Connect: one contact a token, then the contact's events."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._attributes: dict[str, Mapping[str, str]] = {}
        self._moments: dict[str, dict[str, datetime]] = {}

    def start_call(self, call_id: str, phone: str, attributes: Mapping[str, str]) -> str:
        calls = self._world.books.calls
        if call_id not in calls:
            contact = digest("contact", call_id)
            calls[call_id] = f"{contact[:8]}-{contact[8:12]}-{contact[12:16]}-{contact[16:20]}-{contact[20:]}"
            self._attributes[calls[call_id]] = dict(attributes)
            picks_up = self._world.chance() < 0.5
            stages = [
                "INITIATED",
                *(["CONNECTED_TO_SYSTEM"] if picks_up else []),
                "DISCONNECTED",
                "COMPLETED",
            ]
            for nth, stage in enumerate(stages):
                self._world.later(1.0 + nth, lambda stage=stage: self._event(calls[call_id], stage, picks_up))
        return calls[call_id]

    def describe(self, contact_id: str) -> Contact | None:
        return Contact(
            contact_id, attributes=self._attributes[contact_id], **self._moments.get(contact_id, {})
        )

    def _event(self, contact_id: str, stage: str, picked_up: bool) -> None:
        moments = {"CONNECTED_TO_SYSTEM": "connected_at", "DISCONNECTED": "disconnected_at"}
        if stage in moments:
            self._moments.setdefault(contact_id, {})[moments[stage]] = self._world._clock.now()
        now = self._world._clock.now().isoformat().replace("+00:00", "Z")
        detail = {
            "eventType": stage,
            "contactId": contact_id,
            "channel": "VOICE",
            "instanceArn": "arn:aws:connect:us-east-1:000000000000:instance/i",
            "initiationMethod": "API",
            "initiationTimestamp": now,
        }
        if picked_up and stage != "INITIATED":
            detail["connectedToSystemTimestamp"] = now
        if stage in ("DISCONNECTED", "COMPLETED"):
            detail["disconnectTimestamp"] = now
        document = {
            "source": "aws.connect",
            "detail-type": "Amazon Connect Contact Event",
            "time": now,
            "detail": detail,
        }
        self._world.tell("track_call", document)


class Org:
    """Salesforce: records by kind and external id."""

    def __init__(self, world: World) -> None:
        self._records = world.books.records
        self.writes: Counter[tuple[str, str]] = Counter()

    def find(self, soql: str, **values: object) -> list[dict[str, Any]]:
        return []

    def upsert(self, kind: str, key: str, value: str, fields: Mapping[str, object]) -> Upserted:
        created = (kind, value) not in self._records
        record = self._records.setdefault((kind, value), {"Id": digest(kind, value)[:18]})
        record |= dict(fields)
        self.writes[(kind, value)] += 1
        return Upserted(record["Id"], created)

    def update(self, kind: str, salesforce_id: str, fields: Mapping[str, object]) -> None:
        for (of_kind, _), record in self._records.items():
            if of_kind == kind and record["Id"] == salesforce_id:
                record |= dict(fields)
