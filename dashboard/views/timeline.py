"""A lead's timeline: what happened, why, from which page, said by which event."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from dashboard.markup import web_address
from dashboard.model import Happening, Letter
from dashboard.words import LABELS, word

Tone = Literal["good", "bad", "warn", "plain", "quiet"]


@dataclass(frozen=True)
class Entry:
    """``why``: reasons, each one a line. ``pages``: addresses that may be opened by a click.

    ``letter`` is what was written then. ``data`` are the event's own fields, as they came. ``at`` is
    ISO 8601, UTC.
    """

    at: str
    title: str
    tone: Tone
    why: tuple[str, ...]
    pages: tuple[str, ...]
    letter: Letter | None
    type: str
    event_id: str
    cause: str
    producer: str
    data: Mapping[str, Any]


Data = Mapping[str, Any]
Told = tuple[str, Tone, list[str]]


# The event with which somebody's words came into the world, and its field that names them.
_LETTERS = {"email.drafted": "send_id", "reply.received": "reply_id", "inquiry.submitted": "inquiry_id"}


def entries(
    happenings: Sequence[Happening], letters: Mapping[str, Letter] | None = None, newest_first: bool = False
) -> tuple[Entry, ...]:
    """The timeline in the order of time. What happened in the same moment keeps the API's order."""
    ordered = sorted(happenings, key=lambda happening: _moment(happening.at))
    told = [entry(happening, letters) for happening in ordered]
    return tuple(reversed(told) if newest_first else told)


def _moment(at: str) -> datetime:
    """When, to compare with. As text, a whole second would stand behind its fractions."""
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def entry(happening: Happening, letters: Mapping[str, Letter] | None = None) -> Entry:
    """One event, told. An event of a kind that is not known here is shown under its own name."""
    tell = _TELL.get(happening.type)
    title, tone, why = tell(happening.data) if tell else (happening.type, "plain", [])
    pages = [page for page in (web_address(page) for page in happening.pages) if page]
    return Entry(
        at=happening.at,
        title=title,
        tone=tone,
        why=(*(line for line in why if line), *happening.reasons),
        pages=tuple(dict.fromkeys(pages)),
        letter=(letters or {}).get(str(happening.data.get(_LETTERS.get(happening.type, "")))),
        type=happening.type,
        event_id=happening.id,
        cause=happening.cause,
        producer=happening.producer,
        data=happening.data,
    )


def _said(data: Data, name: str) -> str:
    """A field in people's words; empty where it is absent."""
    value = data.get(name)
    return "" if value is None else word(str(value))


def _mail(data: Data) -> str:
    """Which mail of the sequence: steps count from 0, people from 1."""
    step = data.get("step")
    return f"Mail {step + 1}" if isinstance(step, int) else "Mail"


def _share(value: object) -> str:
    return f"{value:.0%}" if isinstance(value, (int, float)) else ""


def _drafted(data: Data) -> Told:
    if data.get("written_by") == "model":
        return f"{_mail(data)} written by the model", "plain", []
    return f"{_mail(data)} written from the template", "plain", [_said(data, "fallback_reason")]


def _held(data: Data) -> Told:
    return f"{_mail(data)} waits for a person's approval", "warn", [_said(data, "fallback_reason")]


def _scored(data: Data) -> Told:
    chosen = bool(data.get("selected"))
    title = f"Scored: fit {data.get('fit', '–')}, intent {data.get('intent', '–')}"
    return title, "good" if chosen else "warn", ["chosen" if chosen else "not chosen"]


def _rescored(data: Data) -> Told:
    return f"Scored again: fit {data.get('fit', '–')}, intent {data.get('intent', '–')}", "plain", []


def _touched(what: str) -> Callable[[Data], Told]:
    """An open or a click: by a person, or by a machine as far as can be told."""

    def told(data: Data) -> Told:
        if data.get("by") == "machine":
            return f"{what} fetched by a machine", "quiet", [f"{data.get('machine', 0)} % sure"]
        return f"{what} fetched", "plain", ["by a person, as far as can be told"]

    return told


def _deferred(data: Data) -> Told:
    until = str(data.get("until", ""))[:16].replace("T", " ")
    return f"{_mail(data)} put off", "quiet", [_said(data, "reason"), f"until {until} UTC" if until else ""]


def _in_doubt(data: Data) -> Told:
    return f"{_mail(data)} in doubt", "warn", ["no answer from SES; a person decides"]


def _suppressed(data: Data) -> Told:
    covers = f"covers the {_said(data, 'scope')}" if data.get("scope") else ""
    came = f"came by {_said(data, 'origin')}" if data.get("origin") else ""
    return "Never to be contacted again", "bad", [_said(data, "reason"), covers, came]


_LABEL_TONES: dict[str, Tone] = {
    "WARM": "good",
    "COLD": "warn",
    "UNSUBSCRIBE": "bad",
    "COMPLAINT": "bad",
    "BOUNCED": "bad",
    "AUTO_REPLY": "quiet",
}


def _classified(data: Data) -> Told:
    label = str(data.get("label", ""))
    decided = f"decided by a {_said(data, 'decided_by') or 'decider unknown'}"
    if data.get("rule"):
        decided += f" ({word(str(data['rule']))})"
    sure = _share(data.get("confidence"))
    why = [f"{decided}, {sure} sure" if sure else decided, _said(data, "facet")]
    why += [
        meaning
        for name, meaning in (
            ("wants_call", "wants a call"),
            ("phone_given", "gave a telephone number"),
            ("needs_review", "a person should look"),
        )
        if data.get(name)
    ]
    if data.get("returns_on"):
        why.append(f"back on {data['returns_on']}")
    return f"Answer: {word(label, LABELS)}", _LABEL_TONES.get(label, "plain"), why


def _completed(data: Data) -> Told:
    outcome = str(data.get("outcome", ""))
    return f"Call over: {word(outcome)}", "good" if outcome == "answered" else "warn", []


def _fixed(title: str, tone: Tone, *fields: str) -> Callable[[Data], Told]:
    """An event with a constant title; the fields are its reasons."""
    return lambda data: (title, tone, [_said(data, name) for name in fields])


def _step(what: str, tone: Tone, *fields: str) -> Callable[[Data], Told]:
    """An event about a step's mail."""
    return lambda data: (f"{_mail(data)} {what}", tone, [_said(data, name) for name in fields])


def _labelled(title: str, tone: Tone, **fields: str) -> Callable[[Data], Told]:
    """An event whose fields need a word before them."""
    return lambda data: (
        title,
        tone,
        [f"{before} {_said(data, name)}" for name, before in fields.items() if data.get(name) is not None],
    )


_TELL: dict[str, Callable[[Data], Told]] = {
    "prospecting.requested": _labelled("Search for companies asked for", "quiet", run_id="run"),
    "lead.discovered": _labelled("Company found", "plain", source="by"),
    "lead.enriched": _labelled("Pages read", "plain", facts="facts:", platform="platform:"),
    "lead.rejected": _fixed("Goes no further", "bad", "reason"),
    "lead.scored": _scored,
    "lead.rescored": _rescored,
    "variant.stopped": _labelled("A variant is used no more", "bad", variant="named", reason="because of"),
    "sender.paused": _labelled("The sender was paused", "bad", reason="because of", until="until"),
    "source.failed": _fixed("A source failed", "warn", "source", "reason"),
    "lead.erased": _fixed("Erased", "bad"),
    "step.due": _step("is due", "quiet"),
    "email.drafted": _drafted,
    "email.held": _held,
    "email.blocked": _step("could not be written", "bad", "reason"),
    "email.sent": _step("sent", "good"),
    "email.deferred": _deferred,
    "email.refused": _step("refused", "bad", "reason"),
    "email.in_doubt": _in_doubt,
    "email.released": _step("never reached SES, and may go again", "plain"),
    "email.delivered": _fixed("Mail delivered", "good"),
    "email.bounced": _fixed("Mail came back", "bad", "kind", "reason"),
    "email.complained": _fixed("Called unwanted by the recipient", "bad"),
    "email.opened": _touched("Pixel"),
    "email.clicked": _touched("Link"),
    "recipient.suppressed": _suppressed,
    "reply.received": _labelled("Answer came in", "plain", matched_by="matched by"),
    "reply.attached": _fixed("Put into its conversation by a person", "plain"),
    "reply.classified": _classified,
    "reply.reviewed": _labelled("Read by a person", "plain", label="as"),
    "reply.delayed": _fixed("Answer waits to be read; nothing more is sent", "warn", "reason"),
    "reply.flagged": _fixed("People are told of a warm answer", "good"),
    "rereading.requested": _fixed("Answer to be read once more", "quiet"),
    "reply.unmatched": _fixed("Message without a conversation", "warn", "reason"),
    "mail.overlooked": _fixed("Found in the mail bucket without a state", "warn"),
    "inquiry.submitted": _labelled("Asked to be contacted", "good", channel="by"),
    "call.requested": _labelled("Call requested", "plain", origin="because of the", attempt="attempt"),
    "call.refused": _fixed("No call may be made", "warn", "reason"),
    "call.placed": _fixed("Dialling", "plain"),
    "call.completed": _completed,
    "call.reviewed": _labelled("Call reviewed", "plain", interested="interested:"),
    "transcript.requested": _fixed("Transcript asked for", "quiet"),
    "crm.synced": _labelled("Written to Salesforce", "quiet", object="as", salesforce_id="record"),
    "crm.conflict": _labelled("Salesforce knows it otherwise", "warn", object="object", reason="because:"),
}

KNOWN_EVENTS = frozenset(_TELL)
