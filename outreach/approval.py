"""A mail that waits for a person: whether it is still wanted, and what has changed since it was written."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from outreach.enrolment import Enrolment

STALE_AFTER = timedelta(days=7)
"""A mail that waited longer says so: what was news on a page then may be none now."""

REJECTED = "rejected_by_person"
"""Why a step was blocked whose mail a person rejected."""


def overtaken(enrolment: Enrolment | None, step: int) -> str:
    """Why nobody needs to decide about the step's mail any more, as a word; empty while it is wanted.

    A postponed enrolment still wants it: approved, it goes when the recipient is back.
    """
    if enrolment is None:
        return "erased"
    if enrolment.stop_reason is not None:
        return f"stopped_{enrolment.stop_reason.value}"
    if not enrolment.waiting:
        return enrolment.state.value
    if enrolment.step != step:
        return "step_passed"
    return ""


def changed(cited: Iterable[str], known: Collection[str]) -> str:
    """What the company's pages no longer state of what a mail cites, in words; empty where they all do.

    ``cited`` are the ids of the facts it rests on, ``known`` those that the pages state now: an id stands for
    kind, value and page, so a fact that changed is a fact that is gone.
    """
    gone = [identity for identity in dict.fromkeys(cited) if identity not in known]
    facts = "a fact" if len(gone) == 1 else f"{len(gone)} facts"
    return f"cites {facts} that the company's pages no longer state" if gone else ""


def aged(written_at: datetime, now: datetime, after: timedelta = STALE_AFTER) -> str:
    """That a mail has waited long, in words; empty while it has not."""
    return f"was written {(now - written_at).days} days ago" if now - written_at > after else ""
