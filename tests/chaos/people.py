"""Who is written to, and what they and SES do with a mail, by seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes
from typing import Any

from outreach.ids import digest
from runtime.clock import FixedClock
from sandbox import letters
from sandbox.ses_events import DETAIL_TYPES, detail_of
from tests.chaos.misfortune import Misfortune
from tests.chaos.shape import Shape
from tests.pipeline.world import World

_ANSWERS = {
    "warm": "Yes, we are interested. Please call me on +1 202 555 0143 tomorrow.",
    "cold": "No thanks, we are not interested.",
    "unsubscribes": "Please remove me from your list.",
    "away": "I am out of the office until {day}.",
    "later": "Not now, please write again on {day}.",
    "colleague": "My colleague passed this on to me. We are not interested, thank you.",
}
_HOURS = 3_600.0


@dataclass(frozen=True)
class Person:
    """How somebody behaves, and at which of the mails to them."""

    character: str
    at_mail: int


class People:
    """Behaves. ``press`` follows an unsubscribe link with a POST, as a mail program does."""

    def __init__(
        self,
        world: World,
        clock: FixedClock,
        luck: Misfortune,
        press: Callable[[str, str], None],
        shape: Shape,
    ) -> None:
        self._world = world
        self._clock = clock
        self._luck = luck
        self._press = press
        self._shape = shape
        self._received: dict[str, int] = {}
        self.of = {domain: self._person() for domain in world.domains}

    def _person(self) -> Person:
        character = self._luck.random.choice(self._shape.characters)
        return Person(character, self._luck.random.choice([0, 0, 0, 1, 1, 2, 3, 4]))

    def receive(self, raw: bytes, to: str, tags: Mapping[str, str], message_id: str) -> None:
        """SES took a mail: its events follow, and what the person does."""
        person = self.of[to.rpartition("@")[2]]
        number = self._received.get(to, 0)
        self._received[to] = number + 1
        mail = {
            "timestamp": self._clock.now().isoformat(),
            "source": "sales@beckon.example",
            "messageId": message_id,
            "destination": [to],
            "tags": {name: [value] for name, value in tags.items()},
        }
        acts = number == person.at_mail
        self._event("Send", mail, 0.2)
        if acts and person.character == "bounces":
            self._event("Bounce", mail, 1.0, bounce_type="Permanent", bounce_sub_type="General")
            return
        if acts and person.character == "full_box":
            self._event("Bounce", mail, 1.0, bounce_type="Transient", bounce_sub_type="MailboxFull")
            return
        self._event("Delivery", mail, 0.5)
        if not acts:
            return
        after = self._luck.random.choice(self._shape.reactions)
        if person.character == "complains":
            self._event("Complaint", mail, after)
        elif person.character == "opens":
            self._event("Open", mail, after)
        elif person.character == "one_click":
            [url] = letters.read_original(raw).unsubscribe_urls
            self._world.later(after, lambda: self._press(url, to))
        elif person.character in _ANSWERS:
            self._answer(raw, to, message_id, person.character, after)

    def _event(self, kind: str, mail: dict[str, Any], after: float, **extra: Any) -> None:
        if self._luck.strikes("events_lost", self._luck.odds.event_lost):
            return
        if self._luck.strikes("events_late", self._luck.odds.event_late):
            after += self._luck.random.choice([60.0, _HOURS, 30 * _HOURS])
        detail = detail_of(
            kind,
            mail,
            self._clock.now() + timedelta(seconds=after),
            digest(kind, mail["messageId"]),
            **extra,
        )
        document = {"source": "aws.ses", "detail-type": DETAIL_TYPES[kind], "detail": detail}
        self._world.later(after, lambda: self._world.tell("track_email", document))

    def _answer(self, raw: bytes, to: str, message_id: str, character: str, after: float) -> None:
        at = self._clock.now() + timedelta(seconds=after)
        back = at + timedelta(days=self._luck.random.randint(2, 12))
        sender = to if character != "colleague" else f"someone.else@{to.rpartition('@')[2]}"
        message = message_from_bytes(raw)
        del message["Message-ID"]
        message["Message-ID"] = f"<{message_id}@email.amazonses.com>"
        original = letters.read_original(message.as_bytes())
        reply = letters.compose(
            original=original,
            sender=sender,
            sender_name="A Person",
            to=original.reply_to,
            text=_ANSWERS[character].format(day=_day(back)),
            signature="A Person",
            style="none" if character == "away" else "gmail",
            at=at,
            message_id=digest("reply", message_id)[:12],
            auto=character == "away",
        )
        self._world.later(after, lambda: self._world.store(f"inbound/{message_id}", reply))


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"
