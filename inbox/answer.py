"""An incoming message and all that was found out about it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from outreach import threads
from replies.message import Message
from replies.record import of_verdict, of_words
from replies.verdict import Label, Verdict
from store.conversations import Match
from store.writes import Write

if TYPE_CHECKING:
    from replies.consent import Request

LONGEST_ON_THE_WAY = timedelta(days=30)
"""How old a message may be for its own date to be believed."""


class Stored(NamedTuple):
    """An object of the mail bucket: its key, its size in bytes."""

    key: str
    size: int


class Answer(NamedTuple):
    """One message with all that was found out about it.

    ``model`` names what gave the intent. ``arrived`` notes its first arrival. ``attached``: it was filed as
    unmatched before, and a person put it here.
    """

    reply_id: str
    key: str
    message: Message
    verdict: Verdict
    match: Match
    model: str | None = None
    arrived: tuple[Write, ...] = ()
    attached: bool = False

    @property
    def label(self) -> Label:
        if self.verdict.label is None:
            raise ValueError("an answer is only made of a completed verdict")
        return self.verdict.label

    @property
    def needs_review(self) -> bool:
        """Whether a person must look first: the words are unclear, or warm and anybody may have sent them."""
        guessed = self.label is Label.WARM and not threads.proves(self.match.by)
        return self.verdict.needs_review or guessed

    @property
    def call_asked(self) -> Request | None:
        """The writer's own words that ask for a call, beyond doubt: the record that a call needs."""
        if self.label is not Label.WARM or self.needs_review:
            return None
        from replies.consent import call_asked  # for the answers that may ask

        verdict = self.verdict
        return call_asked(verdict.visible.text, verdict.intent, needs_review=self.needs_review)

    @property
    def ids(self) -> dict[str, Any]:
        """The ids that each event of it carries."""
        send = self.match.send
        return {"lead_id": send.lead_id, "campaign_id": send.campaign_id, "reply_id": self.reply_id}

    def row(self) -> dict[str, Any]:
        """What is kept of it under its lead."""
        send = self.match.send
        about = {
            "key": self.key,
            "campaign_id": send.campaign_id,
            "send_id": send.send_id,
            "contact_id": send.contact_id,
            "matched_by": self.match.by,
            "model": self.model,
        }
        said = of_words(self.message, self.verdict) | of_verdict(self.verdict)
        return about | said | {"needs_review": self.needs_review}


def written_on(message: Message, received: datetime) -> date:
    """The day that "next Tuesday" counts from: the message's own, where it can be true."""
    sent = message.date
    if sent is not None and received - LONGEST_ON_THE_WAY <= sent <= received + timedelta(days=1):
        return sent.date()
    return received.date()
