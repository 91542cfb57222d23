"""A campaign: whom to look for, how to write to them, when, how often, and what is forbidden.

This is the stored form that the Lambdas read. The file that people write is read by
``outreach.campaign_file``, which needs a YAML reader; nothing here does.

A campaign has a version, and an enrolment keeps the version it began with: editing a running campaign
changes nothing for people already in it. Thin today: no variants, no warm-up ramp, and pausing is a flag
beside the stored campaign, not part of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from outreach.address_policy import AddressPolicy as AddressPolicy
from outreach.sources import CsvSource as CsvSource
from outreach.sources import SearchSource as SearchSource
from outreach.sources import Source as Source
from outreach.sources import from_item as source_from_item
from outreach.target import Target as Target

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CALL_FROM_HOUR = 8
CALL_TO_HOUR = 21
"""The hours in which a call is lawful where the callee is; a campaign may only narrow them."""


class LegalBasis(StrEnum):
    """Why we may process a recipient's address at all (GDPR Art. 6)."""

    LEGITIMATE_INTEREST = "legitimate_interest"
    CONSENT = "consent"
    EXISTING_CUSTOMER = "existing_customer"


class Writer(StrEnum):
    """Who writes a step's mail."""

    MODEL = "model"
    TEMPLATE = "template"


class CallConsent(StrEnum):
    """What counts as the callee's request for a call."""

    REPLY = "reply"
    INQUIRY = "inquiry"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes. Each field stands in every mail: an unidentified sender may not send."""

    name: str
    address: str
    company: str
    postal_address: str
    time_zone: str
    website: str = ""


class Offer(NamedTuple):
    """The campaign's own statements: what a draft may say without citing a fact about the prospect."""

    summary: str
    question: str
    proof: tuple[str, ...] = ()

    @property
    def allowed_text(self) -> str:
        return "\n".join((self.summary, self.question, *self.proof))


class Step(NamedTuple):
    """One mail. ``wait_seconds`` counts from the step before (from the score, for the first).

    ``template`` names the copy that is used when ``writer`` is the template, or the model fails. An empty
    ``subject`` answers on the first mail's thread.
    """

    wait_seconds: int
    template: str
    subject: str = ""
    writer: Writer = Writer.MODEL

    @property
    def wait(self) -> timedelta:
        return timedelta(seconds=self.wait_seconds)


class Window(NamedTuple):
    """When mail may go, on the recipient's clock. Times are minutes after midnight; ``to`` may be 1440.

    ``spread_seconds`` is how far a mail may be moved inside the window, so that they don't all go at the
    opening minute.
    """

    days: tuple[str, ...]
    from_minute: int
    to_minute: int
    spread_seconds: int = 0


class Caps(NamedTuple):
    """The most mails a day: from this sender's address, and to one recipient domain."""

    sender_per_day: int
    domain_per_day: int


@dataclass(frozen=True, slots=True)
class Calls:
    """Whether and when somebody who asked for a call is called. Hours on the callee's clock."""

    enabled: bool = False
    consent: CallConsent = CallConsent.REPLY
    from_hour: int = CALL_FROM_HOUR
    to_hour: int = CALL_TO_HOUR
    attempts: int = 2


class Schedule(NamedTuple):
    """When the campaign looks for companies by itself: an EventBridge Scheduler expression and its zone."""

    expression: str
    time_zone: str


class Tracking(NamedTuple):
    """Whether SES may rewrite links and add a pixel. Off unless asked for."""

    opens: bool = False
    clicks: bool = False


NO_TRACKING = Tracking()


@dataclass(frozen=True, slots=True)
class Campaign:
    """One version of one campaign."""

    id: str
    name: str
    sender: Sender
    offer: Offer
    legal_basis: LegalBasis
    source_notice: str
    sources: tuple[Source, ...]
    target: Target
    threshold: int
    steps: tuple[Step, ...]
    window: Window
    caps: Caps
    calls: Calls = Calls()
    tracking: Tracking = NO_TRACKING
    schedule: Schedule | None = None
    addresses: AddressPolicy = field(default_factory=AddressPolicy)
    version: int = 1

    def step(self, index: int) -> Step | None:
        """The step of that number, or None past the end."""
        return self.steps[index] if 0 <= index < len(self.steps) else None

    def to_item(self) -> dict[str, Any]:
        """The stored form: strings, integers, booleans, lists and maps only; empty optionals left out."""
        item: dict[str, Any] = {
            "id": self.id,
            "name": self.name,
            "version": self.version,
            "sender": {
                "name": self.sender.name,
                "address": self.sender.address,
                "company": self.sender.company,
                "postal_address": self.sender.postal_address,
                "time_zone": self.sender.time_zone,
                "website": self.sender.website,
            },
            "offer": {
                "summary": self.offer.summary,
                "question": self.offer.question,
                "proof": list(self.offer.proof),
            },
            "legal_basis": self.legal_basis.value,
            "source_notice": self.source_notice,
            "sources": [source.to_item() for source in self.sources],
            "target": self.target.to_item(),
            "threshold": self.threshold,
            "steps": [
                {
                    "wait_seconds": step.wait_seconds,
                    "template": step.template,
                    "subject": step.subject,
                    "writer": step.writer.value,
                }
                for step in self.steps
            ],
            "window": {
                "days": list(self.window.days),
                "from_minute": self.window.from_minute,
                "to_minute": self.window.to_minute,
                "spread_seconds": self.window.spread_seconds,
            },
            "caps": {
                "sender_per_day": self.caps.sender_per_day,
                "domain_per_day": self.caps.domain_per_day,
            },
            "calls": {
                "enabled": self.calls.enabled,
                "consent": self.calls.consent.value,
                "from_hour": self.calls.from_hour,
                "to_hour": self.calls.to_hour,
                "attempts": self.calls.attempts,
            },
            "tracking": {"opens": self.tracking.opens, "clicks": self.tracking.clicks},
        }
        if self.addresses != AddressPolicy():
            item["addresses"] = self.addresses.to_item()
        if self.schedule is not None:
            item["schedule"] = {
                "expression": self.schedule.expression,
                "time_zone": self.schedule.time_zone,
            }
        return item

    @classmethod
    def from_item(cls, item: Mapping[str, Any]) -> Campaign:
        """Read the stored form back. Numbers may be any integer type (DynamoDB gives ``Decimal``)."""
        sender, offer = item["sender"], item["offer"]
        window, caps, calls, tracking = item["window"], item["caps"], item["calls"], item["tracking"]
        schedule = item.get("schedule")
        return cls(
            id=item["id"],
            name=item["name"],
            version=int(item["version"]),
            sender=Sender(
                name=sender["name"],
                address=sender["address"],
                company=sender["company"],
                postal_address=sender["postal_address"],
                time_zone=sender["time_zone"],
                website=sender.get("website", ""),
            ),
            offer=Offer(
                summary=offer["summary"],
                question=offer["question"],
                proof=tuple(offer.get("proof", ())),
            ),
            legal_basis=LegalBasis(item["legal_basis"]),
            source_notice=item["source_notice"],
            sources=tuple(source_from_item(source) for source in item["sources"]),
            target=Target.from_item(item["target"]),
            threshold=int(item["threshold"]),
            steps=tuple(
                Step(
                    wait_seconds=int(step["wait_seconds"]),
                    template=step["template"],
                    subject=step.get("subject", ""),
                    writer=Writer(step["writer"]),
                )
                for step in item["steps"]
            ),
            window=Window(
                days=tuple(window["days"]),
                from_minute=int(window["from_minute"]),
                to_minute=int(window["to_minute"]),
                spread_seconds=int(window["spread_seconds"]),
            ),
            caps=Caps(
                sender_per_day=int(caps["sender_per_day"]),
                domain_per_day=int(caps["domain_per_day"]),
            ),
            calls=Calls(
                enabled=bool(calls["enabled"]),
                consent=CallConsent(calls["consent"]),
                from_hour=int(calls["from_hour"]),
                to_hour=int(calls["to_hour"]),
                attempts=int(calls["attempts"]),
            ),
            tracking=Tracking(opens=bool(tracking["opens"]), clicks=bool(tracking["clicks"])),
            addresses=AddressPolicy.from_item(item.get("addresses", {})),
            schedule=None
            if schedule is None
            else Schedule(expression=schedule["expression"], time_zone=schedule["time_zone"]),
        )
