"""The mails of a campaign: each step, the ways in which it may be written, and who looks at it first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any, NamedTuple


class Writer(StrEnum):
    """Who writes a step's mail."""

    MODEL = "model"
    TEMPLATE = "template"


class Approval(StrEnum):
    """Whether a person looks at each mail before it goes."""

    NONE = "none"
    REQUIRED = "required"


class Variant(NamedTuple):
    """One of several ways to write a step's mail; what is empty is as the step says.

    ``weight`` is its part of the mails before anything is known of any variant.
    """

    name: str
    template: str = ""
    subject: str = ""
    prompt: str = ""
    weight: int = 1


class Step(NamedTuple):
    """One mail. ``wait_seconds`` counts from the step before (from the score, for the first).

    ``template`` names the copy that is used when ``writer`` is the template, or the model fails; ``prompt``
    the model's instructions, where they are not the usual ones. An empty ``subject`` answers on the first
    mail's thread. ``again``: not a follow-up, but the mail for the day that somebody named who wanted none
    before; only the last step may be one. ``variants`` are tried against each other (``outreach.variants``).
    """

    wait_seconds: int
    template: str
    subject: str = ""
    writer: Writer = Writer.MODEL
    again: bool = False
    prompt: str = ""
    variants: tuple[Variant, ...] = ()

    @property
    def wait(self) -> timedelta:
        return timedelta(seconds=self.wait_seconds)

    def written_as(self, variant: Variant) -> Step:
        """The step as one of its variants has it."""
        return self._replace(
            template=variant.template or self.template,
            subject=variant.subject or self.subject,
            prompt=variant.prompt or self.prompt,
            variants=(),
        )

    def to_item(self) -> dict[str, Any]:
        """The stored form."""
        item: dict[str, Any] = {
            "wait_seconds": self.wait_seconds,
            "template": self.template,
            "subject": self.subject,
            "writer": self.writer.value,
        }
        if self.again:
            item["again"] = True
        if self.prompt:
            item["prompt"] = self.prompt
        if self.variants:
            item["variants"] = [variant._asdict() for variant in self.variants]
        return item

    @classmethod
    def from_item(cls, item: Mapping[str, Any]) -> Step:
        return cls(
            wait_seconds=int(item["wait_seconds"]),
            template=item["template"],
            subject=item.get("subject", ""),
            writer=Writer(item["writer"]),
            again=bool(item.get("again", False)),
            prompt=item.get("prompt", ""),
            variants=tuple(
                Variant(**{**variant, "weight": int(variant["weight"])})
                for variant in item.get("variants", ())
            ),
        )


class Experiment(NamedTuple):
    """How the variants of a campaign's steps are weighed against each other.

    ``harm_cost``: how many warm answers one unsubscribe or complaint outweighs (``outreach.variants`` says
    why it is 2). ``matures_seconds``: how long a mail has for its answer before it counts for or against its
    variant. ``every_seconds``: how long an allocation stays in force.
    """

    harm_cost: int = 2
    matures_seconds: int = 3 * 86_400
    every_seconds: int = 86_400

    @classmethod
    def from_item(cls, item: Mapping[str, Any]) -> Experiment:
        return cls(**{name: int(value) for name, value in item.items()})


USUAL_EXPERIMENT = Experiment()
