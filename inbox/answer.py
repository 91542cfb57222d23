"""An incoming message and all that was found out about it."""

from __future__ import annotations

from typing import Any, NamedTuple

from outreach import threads
from replies.message import Message
from replies.record import of_verdict, of_words
from replies.verdict import Label, Verdict
from store.conversations import Match
from store.writes import Write


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
    def may_be_called(self) -> bool:
        """Whether the writer's own words ask for a call, beyond doubt: the record that a call needs."""
        found = self.verdict.intent
        wanted = found is not None and found.wants_call
        return self.label is Label.WARM and wanted and not self.needs_review

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
