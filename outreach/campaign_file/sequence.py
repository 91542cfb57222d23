"""The mails of a campaign."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import NamedTuple

from outreach.campaign import Step, StopOn, Writer
from outreach.campaign_file.experiment import read_prompt, read_variants
from outreach.campaign_file.section import NAME, Section

MAX_STEPS = 10


class Channel(StrEnum):
    """How a step reaches somebody. Calls are no steps: they follow from a request (``calls``)."""

    EMAIL = "email"


class Sequence(NamedTuple):
    """The section as it is read: the mails, and what else ends them."""

    steps: tuple[Step, ...] = ()
    stop_on: tuple[StopOn, ...] = ()


def read_sequence(section: Section | None, copies: Collection[str] | None = None) -> Sequence:
    """``copies`` are the names of the templates that there are, where that is known."""
    if section is None:
        return Sequence()
    entries = section.sections("steps")
    if len(entries) > MAX_STEPS:
        section.wrong("steps", f"has {len(entries)} steps", f"Write at most {MAX_STEPS}.")
    steps = [_step(entry, copies, first=number == 0) for number, entry in enumerate(entries)]
    again = section.section("again", needed=False)
    if again is not None:
        # Sent on a day that the recipient named: it has no wait of its own, and answers on the thread.
        steps.append(_step(again, copies, first=False, again=True))
    stop_on = tuple(StopOn(word) for word in section.texts("stop_on", _stop_on))
    section.finish()
    return Sequence(tuple(steps), stop_on)


def _step(entry: Section, copies: Collection[str] | None, *, first: bool, again: bool = False) -> Step:
    wait = 0 if again else _wait(entry, first)
    entry.one_of("channel", Channel, Channel.EMAIL)
    step = Step(
        wait_seconds=wait,
        subject=entry.text(
            "subject",
            "The first mail needs a subject; a follow-up without one answers on the same thread.",
            default=None if first else "",
        ),
        template=entry.matching("template", NAME, "Name a template of templates/copy or your own, or auto."),
        writer=entry.one_of("writer", Writer, Writer.MODEL),
        again=again,
        prompt=read_prompt(entry),
    )
    step = step._replace(variants=read_variants(entry, step))
    if copies is not None:
        _known(entry, step, copies)
    entry.finish()
    return step


def _known(entry: Section, step: Step, copies: Collection[str]) -> None:
    """Say which templates there are none of: a mail that can't be written would block its lead."""
    fix = f"There are: {', '.join(sorted(copies))}; or write templates/copy/NAME.j2."
    if step.template and step.template not in copies:
        entry.wrong("template", f"there is no template {step.template!r}", fix)
    for variant in step.variants:
        if variant.template and variant.template not in copies:
            entry.wrong("variants", f"there is no template {variant.template!r}", fix)


def _wait(entry: Section, first: bool) -> int:
    before = len(entry.problems)
    wait = entry.duration("wait", 0 if first else None)
    if not first and wait < 1 and len(entry.problems) == before:
        entry.wrong("wait", "is nothing", "A follow-up waits at least a second.")
    return wait


def _stop_on(word: str) -> str | None:
    words = [what.value for what in StopOn]
    return None if word in words else f"{word!r} is none of {', '.join(words)}; answers always stop"
