"""The verdict on one message: rules that are certain decide, in this order, before any model is asked.

unreadable → complaint → bounce → delivery notice → automatic answer → unsubscribe → needs a model. Bounces
come before automatic answers because many carry ``Auto-Submitted: auto-replied``; automatic answers before
unsubscribe because their footers offer it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from replies import RULES_VERSION, bounces
from replies.bounces.report import Kind, Report
from replies.facets import Intent3
from replies.message import Message
from replies.thread import Thread, find
from replies.visible.result import Visible

if TYPE_CHECKING:
    from replies.auto_reply import AutoReply
    from replies.intent import Intent


class Label(StrEnum):
    """What a message is. ``OTHER``: delivery notices, bulk mail, what is no answer."""

    WARM = "WARM"
    COLD = "COLD"
    NEUTRAL = "NEUTRAL"
    UNSUBSCRIBE = "UNSUBSCRIBE"
    BOUNCED = "BOUNCED"
    COMPLAINT = "COMPLAINT"
    AUTO_REPLY = "AUTO_REPLY"
    OTHER = "OTHER"


class Verdict(NamedTuple):
    """What was decided, by which rule or model, of which version.

    ``label`` is None only where ``readable`` is False, or where ``undecided`` words still need a model: then
    ``with_intent`` completes it.
    """

    label: Label | None
    rule: str | None
    confidence: float
    visible: Visible
    thread: Thread
    report: Report | None = None
    auto_reply: AutoReply | None = None
    intent: Intent | None = None
    needs_review: bool = False
    readable: bool = True
    answerable: bool = True
    version: str = RULES_VERSION

    @property
    def undecided(self) -> bool:
        """Whether the words of a person are left for a model."""
        return self.readable and self.label is None

    @property
    def may_be_answered(self) -> bool:
        """Whether anything may be written in answer: to a person, never to a machine or a list."""
        person = self.label in (None, Label.WARM, Label.COLD, Label.NEUTRAL)
        return (
            self.readable and self.answerable and person and self.auto_reply is None and self.report is None
        )

    @property
    def decided_by(self) -> str:
        """ "rule" or "model"."""
        return "model" if self.intent is not None else "rule"


_OF_REPORT = {
    Kind.COMPLAINT: Label.COMPLAINT,
    Kind.OPT_OUT: Label.UNSUBSCRIBE,
    Kind.BOUNCE: Label.BOUNCED,
    Kind.DELAY: Label.OTHER,
    Kind.DELIVERY: Label.OTHER,
    Kind.READ: Label.OTHER,
}


def decide(message: Message) -> Verdict:
    """Decide by rule. A verdict that is ``undecided`` holds a person's words in ``visible.text``."""
    if not message.readable:
        return Verdict(None, "unreadable", 1.0, Visible(""), Thread((), (), "", ""), readable=False)
    report = bounces.read(message)
    if report is not None:
        thread = find(message, report.original)
        rule = (
            report.rule
            if report.kind in (Kind.COMPLAINT, Kind.OPT_OUT, Kind.BOUNCE)
            else f"{report.kind}_notice"
        )
        return Verdict(_OF_REPORT[report.kind], rule, 1.0, Visible(""), thread, report=report)
    # Reports, which are half of what comes in after a run, need none of it.
    from replies.letters import decide_letter

    return decide_letter(message)


def with_intent(verdict: Verdict, found: Intent) -> Verdict:
    """Complete an undecided verdict with what a model said of its words.

    Where there are none but the subject, which mostly repeats ours, a person reads what sounds warm.
    """
    ours = not verdict.visible.text and found.label is Intent3.WARM
    if ours:
        found = found._replace(wants_call=False, phone=None)
    return Verdict(
        Label(found.label.value), None, found.confidence, verdict.visible, verdict.thread,
        intent=found, needs_review=found.needs_review or verdict.visible.uncertain or ours,
        answerable=verdict.answerable,
    )  # fmt: skip
