"""A lead's story: each event with what it means, what it rests on, and what it came from. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cli.eventlog import Said, read

Item = Mapping[str, Any]
Parts = Mapping[str, Sequence[Item]]
"""Everything of a lead, by ``_type``."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One moment. ``lines`` are details, ``quote`` is text that was written or received."""

    event: Said
    title: str
    lines: tuple[str, ...] = ()
    quote: str = ""
    because: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "at": self.event.at.isoformat(),
            "event": self.event.type,
            "id": self.event.id,
            "cause": self.event.cause,
            "because": self.because or None,
            "title": self.title,
            "details": list(self.lines),
            "quote": self.quote or None,
            "data": dict(self.event.data),
        }


@dataclass(frozen=True, slots=True)
class Story:
    """The parts of a lead, indexed for the telling."""

    parts: Parts
    facts: Mapping[str, Item] = field(default_factory=dict)

    @classmethod
    def of(cls, parts: Parts) -> Story:
        facts = {fact["id"]: fact for item in parts.get("profile", ()) for fact in item.get("facts", ())}
        return cls(parts, facts)

    def find(self, kind: str, name: str, value: object) -> Item:
        """The item of a kind with that id; empty when there is none (any more)."""
        return next((item for item in self.parts.get(kind, ()) if item.get(name) == value), {})

    def fact(self, name: str) -> str:
        """A cited fact in words: what, and from which page."""
        fact = self.facts.get(name)
        if fact is None:
            return f"fact {name}"
        return f"{fact['kind']} “{fact['value']}” from {fact['page']}"

    def entries(self) -> list[Entry]:
        """The timeline, oldest first."""
        events = sorted(map(read, self.parts.get("event", ())), key=lambda event: (event.at, event.id))
        kinds = {event.id: event.type for event in events}
        return [self._entry(event, kinds.get(event.cause, "")) for event in events]

    def _entry(self, event: Said, because: str) -> Entry:
        tell = _TELL.get(event.type, _plain)
        title, lines, quote = tell(self, event)
        return Entry(event, title, tuple(line for line in lines if line), quote, because)


Told = tuple[str, Iterable[str], str]


def _plain(story: Story, event: Said) -> Told:
    shown = {name: value for name, value in event.data.items() if not name.endswith("_id")}
    return event.type, (", ".join(f"{name} {value}" for name, value in shown.items()),), ""


def _found(story: Story, event: Said) -> Told:
    return f"found by {event['source']}", (), ""


def _enriched(story: Story, event: Said) -> Told:
    return "pages read", (f"{event['facts']} facts; shop system: {event['platform']}",), ""


def _rejected(story: Story, event: Said) -> Told:
    return f"goes no further: {_words(event['reason'])}", (), ""


def _scored(story: Story, event: Said) -> Told:
    verdict = "selected" if event["selected"] else "below the threshold"
    item = story.find("score", "campaign_id", event.campaign_id)
    return (
        f"scored: fit {event['fit']}, intent {event['intent']}, {verdict}",
        reasons(item),
        "",
    )


def _rescored(story: Story, event: Said) -> Told:
    item = story.find("score", "campaign_id", event.campaign_id)
    return f"scored again: fit {event['fit']}, intent {event['intent']}", reasons(item), ""


def reasons(score: Item) -> list[str]:
    """Why a score is what it is, point by point."""
    lines = [
        f"{reason['points']:+d} {reason['why']}"
        for name in ("fit_reasons", "intent_reasons")
        for reason in score.get(name, ())
    ]
    return [*lines, f"a model's comment: {score['note']}"] if score.get("note") else lines


def _due(story: Story, event: Said) -> Told:
    return f"mail {event['step'] + 1} is due", (), ""


def _drafted(story: Story, event: Said) -> Told:
    draft = story.find("draft", "send_id", event["send_id"])
    fallback = event["fallback_reason"]
    sentences = draft.get("sentences", ())
    cited = dict.fromkeys(fact for sentence in sentences for fact in sentence.get("facts", ()))
    lines = [
        f"written from the template, because of the model: {_words(fallback)}" if fallback else "",
        *(f"rests on {story.fact(name)}" for name in cited),
    ]
    quote = "\n".join(
        (f"Subject: {draft.get('subject', '')}", "", *draft.get("paragraphs", ())) if draft else ()
    )
    return f"mail {event['step'] + 1} written by the {event['written_by']}", lines, quote


def _held(story: Story, event: Said) -> Told:
    draft = story.find("draft", "send_id", event["send_id"])
    lines = [
        f"{decision['what']} by {decision['by']}"
        for decision in draft.get("decisions", ())
        if decision.get("by")
    ]
    title, more, quote = _drafted(story, event)
    return f"{title}; it waits for a person", (*more, *lines), quote


def _sent(story: Story, event: Said) -> Told:
    contact = story.find("contact", "contact_id", event["contact_id"])
    to = f" to {contact['address']}" if contact.get("address") else ""
    return f"mail {event['step'] + 1} sent{to}", (f"SES message {event['message_id']}",), ""


def _not_sent(word: str) -> Any:
    def tell(story: Story, event: Said) -> Told:
        until = f" until {str(event['until'])[:16].replace('T', ' ')}" if event["until"] else ""
        return f"mail {event['step'] + 1} {word}{until}: {_words(event['reason'])}", (), ""

    return tell


def _in_doubt(story: Story, event: Said) -> Told:
    title = f"mail {event['step'] + 1} is in doubt"
    return title, ("SES was called, and what it did is not known; a person decides",), ""


def _of_mail(words: str) -> Any:
    def tell(story: Story, event: Said) -> Told:
        return words, (), ""

    return tell


def _touched(words: str) -> Any:
    def tell(story: Story, event: Said) -> Told:
        likely = f"a machine, {event['machine']} %" if event["by"] == "machine" else "a person"
        return f"{words}, by {likely}", (), ""

    return tell


def _bounced(story: Story, event: Said) -> Told:
    return f"mail bounced ({event['kind']}): {_words(event['reason'])}", (), ""


def _suppressed(story: Story, event: Said) -> Told:
    how = f"by {_words(event['origin'])}, {event['scope']}"
    return f"never to be written to again: {event['reason']}", (how,), ""


def _received(story: Story, event: Said) -> Told:
    return "answer received", (_FOUND_BY.get(event["matched_by"], str(event["matched_by"])),), ""


_FOUND_BY = {
    "token": "its conversation was found by our signed address",
    "header": "its conversation was found by the mail that it answers",
    "quoted": "its conversation was found by the copy of our mail in it",
    "sender": "its conversation was guessed from its sender",
    "domain": "its conversation was guessed: a colleague at the same company",
    "person": "somebody put it into its conversation",
}


def _reviewed(story: Story, event: Said) -> Told:
    reply = story.find("reply", "reply_id", event["reply_id"])
    who = reply.get("reviewed_by")
    return f"somebody read the answer: {event['label']}", (f"by {who}",) if who else (), ""


def _flagged(story: Story, event: Said) -> Told:
    return (
        "people are told of a warm answer",
        ("it waits for one of them",) if event["needs_review"] else (),
        "",
    )


def _classified(story: Story, event: Said) -> Told:
    reply = story.find("reply", "reply_id", event["reply_id"])
    how = f"rule {event['rule']}" if event["rule"] else f"the {event['decided_by']}"
    lines = [
        f"by {how}, {round(100 * float(event['confidence'] or 0))} % sure",
        "wants a call" + (", gave a number" if event["phone_given"] else "") if event["wants_call"] else "",
        f"back on {event['returns_on']}" if event["returns_on"] else "",
        f"wants no mail before {event['not_before']}" if event["not_before"] else "",
        "a person should look at it" if event["needs_review"] else "",
    ]
    facet = f" ({_words(event['facet'])})" if event["facet"] else ""
    return f"answer read as {event['label']}{facet}", lines, str(reply.get("visible") or "")


def _call(words: str) -> Any:
    def tell(story: Story, event: Said) -> Told:
        call = story.find("call", "call_id", event["call_id"])
        because = event["outcome"] or event["reason"]
        lines = []
        if event.type == "call.requested" and call.get("phone"):
            lines.append(f"number {call['phone']}")
        if event.type == "call.completed":
            lines += [f"{_words(name)}: {value}" for name, value in call.get("answers", {}).items()]
        return words + (f": {_words(because)}" if because else ""), lines, ""

    return tell


def _inquiry(story: Story, event: Said) -> Told:
    inquiry = story.find("inquiry", "inquiry_id", event["inquiry_id"])
    return f"inquiry by {event['channel']}", (), str(inquiry.get("message") or "")


def _synced(story: Story, event: Said) -> Told:
    return f"{event['object']} in Salesforce: {event['salesforce_id']}", (), ""


def _conflict(story: Story, event: Said) -> Told:
    return f"Salesforce refused the {event['object']}: {_words(event['reason'])}", (), ""


def _words(name: object) -> str:
    return str(name or "").replace("_", " ")


_TELL = {
    "lead.discovered": _found,
    "lead.enriched": _enriched,
    "lead.rejected": _rejected,
    "lead.scored": _scored,
    "lead.rescored": _rescored,
    "step.due": _due,
    "email.drafted": _drafted,
    "email.held": _held,
    "email.blocked": _not_sent("could not be written"),
    "email.sent": _sent,
    "email.deferred": _not_sent("put off"),
    "email.refused": _not_sent("may not go"),
    "email.in_doubt": _in_doubt,
    "email.released": _of_mail("somebody found that SES never got the mail: it may go again"),
    "email.delivered": _of_mail("mail delivered"),
    "email.opened": _touched("mail opened"),
    "email.clicked": _touched("link of the mail fetched"),
    "email.complained": _of_mail("called the mail unwanted"),
    "email.bounced": _bounced,
    "recipient.suppressed": _suppressed,
    "reply.received": _received,
    "reply.attached": _of_mail("somebody says which mail an unmatched answer belongs to"),
    "reply.classified": _classified,
    "reply.reviewed": _reviewed,
    "reply.delayed": _of_mail("an answer waits to be read: nothing more is sent meanwhile"),
    "reply.flagged": _flagged,
    "rereading.requested": _of_mail("the answer is to be read once more"),
    "inquiry.submitted": _inquiry,
    "call.requested": _call("call requested"),
    "call.refused": _call("no call"),
    "call.placed": _call("Connect is dialling"),
    "call.completed": _call("call over"),
    "crm.synced": _synced,
    "crm.conflict": _conflict,
    "lead.erased": _of_mail("everything about the lead was erased"),
}
