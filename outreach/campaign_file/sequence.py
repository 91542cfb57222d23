"""The mails of a campaign."""

from __future__ import annotations

from outreach.campaign import Step, Writer
from outreach.campaign_file.section import NAME, Section

MAX_STEPS = 10


def read_steps(section: Section | None) -> tuple[Step, ...]:
    if section is None:
        return ()
    entries = section.sections("steps")
    if len(entries) > MAX_STEPS:
        section.wrong("steps", f"has {len(entries)} steps", f"Write at most {MAX_STEPS}.")
    steps = []
    for index, entry in enumerate(entries):
        first = index == 0
        before = len(entry.problems)
        wait = entry.duration("wait", 0 if first else None)
        if not first and wait < 1 and len(entry.problems) == before:
            entry.wrong("wait", "is nothing", "A follow-up waits at least a second.")
        subject = entry.text(
            "subject",
            "The first mail needs a subject; a follow-up without one answers on the same thread.",
            default=None if first else "",
        )
        steps.append(
            Step(
                wait_seconds=wait,
                template=entry.matching("template", NAME, "Name a file of templates/copy without `.j2`."),
                subject=subject,
                writer=entry.one_of("writer", Writer, Writer.MODEL),
            )
        )
        entry.finish()
    section.finish()
    return tuple(steps)
