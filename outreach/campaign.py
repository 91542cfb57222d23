"""A campaign: whom to look for, how to write to them, when, how often, and what is forbidden.

This is the stored form that the Lambdas read. The file that people write is read by
``outreach.campaign_file``, which needs a YAML reader; nothing here does.

A campaign has a version, and an enrolment keeps the version it began with: editing a running campaign
changes nothing for people already in it. Pausing is a flag beside the stored campaign, not part
of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from outreach.address_policy import AddressPolicy as AddressPolicy
from outreach.interest import Interest
from outreach.pace import Caps as Caps
from outreach.pace import HolidayRule as HolidayRule
from outreach.pace import Ramp as Ramp
from outreach.pace import Window as Window
from outreach.sender import Sender as Sender
from outreach.sender import choose
from outreach.sources import CsvSource as CsvSource
from outreach.sources import SearchSource as SearchSource
from outreach.sources import Source as Source
from outreach.sources import from_item as source_from_item
from outreach.step import USUAL_EXPERIMENT
from outreach.step import Approval as Approval
from outreach.step import Experiment as Experiment
from outreach.step import Step as Step
from outreach.step import Variant as Variant
from outreach.step import Writer as Writer
from outreach.target import Target as Target
from outreach.wording import USUAL_WORDING, Wording

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
QUIET_SECONDS = 14 * 86_400
"""How long a company is left alone after a campaign's last mail, unless the campaign says otherwise."""
CALL_FROM_HOUR = 8
CALL_TO_HOUR = 21
"""The hours in which a call is lawful where the callee is; a campaign may only narrow them."""


class LegalBasis(StrEnum):
    """Why we may process a recipient's address at all (GDPR Art. 6)."""

    LEGITIMATE_INTEREST = "legitimate_interest"
    CONSENT = "consent"
    EXISTING_CUSTOMER = "existing_customer"


class StopOn(StrEnum):
    """What else ends a sequence, besides answers, bounces, complaints, opt-outs and inquiries."""

    CLICK = "click"
    """A person opened a link: somebody should look at what interested them before another mail goes."""


class CallConsent(StrEnum):
    """What counts as the callee's request for a call."""

    REPLY = "reply"
    INQUIRY = "inquiry"


class Offer(NamedTuple):
    """The campaign's own statements: what a draft may say without citing a fact about the prospect."""

    summary: str
    question: str
    proof: tuple[str, ...] = ()

    @property
    def allowed_text(self) -> str:
        return "\n".join((self.summary, self.question, *self.proof))


class Calls(NamedTuple):
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
    """Whether SES may rewrite links and add a pixel. Off unless asked for.

    ``hidden_link``: the HTML part has a link that no reader sees, which tells scanners apart by following it.
    """

    opens: bool = False
    clicks: bool = False
    hidden_link: bool = False


NO_TRACKING = Tracking()
NO_CALLS = Calls()


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
    calls: Calls = NO_CALLS
    tracking: Tracking = NO_TRACKING
    schedule: Schedule | None = None
    interest: Interest | None = None
    addresses: AddressPolicy = field(default_factory=AddressPolicy)
    approval: Approval = Approval.NONE
    experiment: Experiment = USUAL_EXPERIMENT
    version: int = 1
    other_senders: tuple[Sender, ...] = ()
    quiet_seconds: int = QUIET_SECONDS
    stop_on: tuple[StopOn, ...] = ()
    ramp: Ramp | None = None
    wording: Wording = USUAL_WORDING

    @property
    def quiet(self) -> timedelta:
        """How long after its last mail no other campaign writes to the company or the person."""
        return timedelta(seconds=self.quiet_seconds)

    @property
    def follow_up_count(self) -> int:
        """How many steps are sent one after the other, without being asked for another day."""
        return sum(not step.again for step in self.steps)

    @property
    def again_number(self) -> int | None:
        """The number of the step for whoever named a day, if there is one."""
        return self.follow_up_count if self.follow_up_count < len(self.steps) else None

    def seen_by(self, lead_id: str) -> Campaign:
        """The campaign with the one of its senders who writes to this lead."""
        if not self.other_senders:
            return self
        return replace(self, sender=choose((self.sender, *self.other_senders), self.id, lead_id))

    def spoken(self, language: str) -> Campaign:
        """The campaign in one of its languages; in one that it has no words for, as it is."""
        words = self.wording.translation(language)
        if words is None:
            return self
        subjects = iter(words.subjects)
        steps = tuple(
            step._replace(subject=next(subjects, "")) if step.subject else step for step in self.steps
        )
        return replace(
            self,
            offer=Offer(words.summary, words.question, words.proof),
            source_notice=words.source_notice or self.source_notice,
            steps=steps,
            wording=Wording(language, (), words.templates),
        )

    def step(self, index: int) -> Step | None:
        """The step of that number, or None past the end."""
        return self.steps[index] if 0 <= index < len(self.steps) else None

    def to_item(self) -> dict[str, Any]:
        """The stored form: strings, integers, booleans, lists and maps only; empty optionals left out."""
        item: dict[str, Any] = {
            "id": self.id,
            "name": self.name,
            "version": self.version,
            "sender": self.sender.to_item(),
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
            "steps": [step.to_item() for step in self.steps],
            "window": self.window.to_item(),
            "caps": self.caps.to_item(),
            "calls": {
                "enabled": self.calls.enabled,
                "consent": self.calls.consent.value,
                "from_hour": self.calls.from_hour,
                "to_hour": self.calls.to_hour,
                "attempts": self.calls.attempts,
            },
            "tracking": self.tracking._asdict(),
        }
        if self.interest is not None:
            item["interest"] = self.interest._asdict()
        if self.other_senders:
            item["other_senders"] = [sender.to_item() for sender in self.other_senders]
        if self.quiet_seconds != QUIET_SECONDS:
            item["quiet_seconds"] = self.quiet_seconds
        if self.stop_on:
            item["stop_on"] = [what.value for what in self.stop_on]
        if self.approval is not Approval.NONE:
            item["approval"] = self.approval.value
        if self.experiment != USUAL_EXPERIMENT:
            item["experiment"] = self.experiment._asdict()
        if self.ramp is not None:
            item["ramp"] = self.ramp.to_item()
        if self.wording != USUAL_WORDING:
            item["wording"] = self.wording.to_item()
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
        offer = item["offer"]
        calls, tracking = item["calls"], item["tracking"]
        schedule = item.get("schedule")
        return cls(
            id=item["id"],
            name=item["name"],
            version=int(item["version"]),
            sender=Sender.from_item(item["sender"]),
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
            steps=tuple(map(Step.from_item, item["steps"])),
            window=Window.from_item(item["window"]),
            caps=Caps.from_item(item["caps"]),
            calls=Calls(
                enabled=bool(calls["enabled"]),
                consent=CallConsent(calls["consent"]),
                from_hour=int(calls["from_hour"]),
                to_hour=int(calls["to_hour"]),
                attempts=int(calls["attempts"]),
            ),
            tracking=Tracking(**{name: bool(value) for name, value in tracking.items()}),
            interest=Interest.from_item(item["interest"]) if "interest" in item else None,
            addresses=AddressPolicy.from_item(item.get("addresses", {})),
            approval=Approval(item.get("approval", Approval.NONE)),
            experiment=Experiment.from_item(item.get("experiment", {})),
            other_senders=tuple(map(Sender.from_item, item.get("other_senders", ()))),
            quiet_seconds=int(item.get("quiet_seconds", QUIET_SECONDS)),
            stop_on=tuple(map(StopOn, item.get("stop_on", ()))),
            ramp=Ramp.from_item(item["ramp"]) if "ramp" in item else None,
            wording=Wording.from_item(item.get("wording", {})),
            schedule=None
            if schedule is None
            else Schedule(expression=schedule["expression"], time_zone=schedule["time_zone"]),
        )
