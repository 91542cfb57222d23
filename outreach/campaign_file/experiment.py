"""The ways in which a step's mail may be written, how they are weighed, and whether a person looks first."""

from __future__ import annotations

from outreach.campaign_file.section import NAME, Section
from outreach.step import USUAL_EXPERIMENT, Approval, Experiment, Step, Variant, Writer

MOST_VARIANTS = 8
"""Of one step: with more, the mails of a small campaign never tell them apart."""

_COPY = "Name a template of templates/copy or your own, or auto."
_PROMPT = "Name a file of templates/prompts without `.md`."


def read_prompt(section: Section) -> str:
    """The file of the model's instructions, where a step or a variant has its own."""
    return section.matching("prompt", NAME, _PROMPT, default="")


def read_variants(entry: Section, step: Step) -> tuple[Variant, ...]:
    """The variants of a step: at least two, each with a name and a mail of its own."""
    if entry.raw("variants") is None:
        return ()
    sections = entry.sections("variants")
    if sections and not 2 <= len(sections) <= MOST_VARIANTS:
        fix = f"Write 2 to {MOST_VARIANTS}; a step with one way to be written needs no list."
        entry.wrong("variants", f"has {len(sections)} entries", fix)
    names: set[str] = set()
    mails: dict[Step, str] = {}
    found = []
    for section in sections:
        before = len(section.problems)
        variant = _variant(section)
        if len(section.problems) > before:
            continue
        if variant.name in names:
            section.wrong("name", f"{variant.name!r} is taken", "Give each variant of a step its own name.")
        if variant.prompt and step.writer is Writer.TEMPLATE:
            section.wrong("prompt", "is for a model, and the step's writer is the template", "Remove it.")
        mail = step.written_as(variant)
        if mail in mails:
            fix = "Change its template, subject or prompt, or remove it."
            section.wrong("name", f"is the same mail as {mails[mail]!r}", fix)
        names.add(variant.name)
        mails.setdefault(mail, variant.name)
        found.append(variant)
    return tuple(found)


def _variant(section: Section) -> Variant:
    variant = Variant(
        name=section.matching("name", NAME, "Use lowercase letters, digits and underscores."),
        template=section.matching("template", NAME, _COPY, default=""),
        subject=section.text("subject", "Write a subject, or leave it out.", default=""),
        prompt=read_prompt(section),
        weight=section.number("weight", 1, 100, 1),
    )
    section.finish()
    return variant


def read_experiment(section: Section | None) -> Experiment:
    usual = USUAL_EXPERIMENT
    if section is None:
        return usual
    experiment = Experiment(
        harm_cost=section.number("harm_cost", 0, 1_000, usual.harm_cost),
        matures_seconds=section.duration("matures", usual.matures_seconds),
        every_seconds=section.duration("every", usual.every_seconds),
    )
    section.finish()
    return experiment


def read_approval(top: Section) -> Approval:
    """``approval: required``: each mail waits for a person."""
    return top.one_of("approval", Approval, Approval.NONE)
