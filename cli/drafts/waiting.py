"""The drafts that wait, with what a person should know of each before deciding."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from cli.errors import Misuse, Trouble
from outreach import approval

if TYPE_CHECKING:
    from cli.connection import Connection
    from store.drafts import Draft

_BEGINNING = re.compile(r"[0-9a-f]{6,32}")
NEXT = "see `beckon drafts list`"


class Waiting(NamedTuple):
    """A draft as the row stands now. ``doubts``: what has changed since it was written, in words."""

    draft: Draft
    company: str
    doubts: tuple[str, ...]


class Gone(NamedTuple):
    """A draft that nobody needs to decide about any more, and why."""

    draft: Draft
    company: str
    reason: str


def look(
    connection: Connection, campaign: str = "", stale_after: timedelta = approval.STALE_AFTER
) -> tuple[list[Waiting], list[Gone]]:
    """What waits, the oldest first, and what no longer needs to: that leaves the list, with its reason."""
    from store import drafts

    waiting: list[Waiting] = []
    gone: list[Gone] = []
    for listed in drafts.waiting(connection.table):
        if campaign and listed.campaign_id != campaign:
            continue
        draft = drafts.get(connection.table, listed.lead_id, listed.send_id)
        if draft is None or draft.state != drafts.WAITING:
            continue  # decided a moment ago: the index is behind
        reason = overtaken(connection, draft)
        if reason:
            gone.append(Gone(draft, company(connection, draft), reason))
        else:
            waiting.append(Waiting(draft, company(connection, draft), doubts(connection, draft, stale_after)))
    return waiting, gone


def overtaken(connection: Connection, draft: Draft) -> str:
    """Why a draft's step is no longer wanted, or nothing. Notes it in the row, so that it waits no longer."""
    from store import drafts, enrolments
    from store.table import Refusal

    stored = enrolments.get(connection.table, draft.lead_id, draft.campaign_id)
    reason = approval.overtaken(stored.enrolment if stored else None, draft.step)
    if reason:
        try:
            connection.table.commit([drafts.withdraw(draft, reason, connection.clock.now())])
        except Refusal:
            return ""  # somebody has just decided: what they decided stands
    return reason


def doubts(
    connection: Connection, draft: Draft, stale_after: timedelta = approval.STALE_AFTER
) -> tuple[str, ...]:
    """What makes the draft less certain than when it was written."""
    written = datetime.fromisoformat(draft.written_at)
    found = (outdated(connection, draft), approval.aged(written, connection.clock.now(), stale_after))
    return tuple(doubt for doubt in found if doubt)


def outdated(connection: Connection, draft: Draft) -> str:
    """Why the draft should not go as it is: its variant is stopped, or what it cites is no longer stated."""
    from store import recipients, variants

    if draft.arm and variants.harm_of(connection.table, draft.campaign_id, draft.step, draft.arm).stop:
        return f"is written as {draft.variant}, a variant that was stopped"
    profile = recipients.profile(connection.table, draft.lead_id)
    return approval.changed(draft.cited, {fact.id for fact in profile.facts} if profile else set())


def company(connection: Connection, draft: Draft) -> str:
    from store import recipients

    profile = recipients.profile(connection.table, draft.lead_id)
    return profile.domain if profile else draft.lead_id[:8]


def find(connection: Connection, asked: Sequence[str]) -> list[Draft]:
    """The waiting drafts that are meant by ids, or the beginnings of some. Raises ``Trouble``."""
    from store import drafts

    listed = list(drafts.waiting(connection.table))
    return [_one(connection, listed, text) for text in dict.fromkeys(asked)]


def _one(connection: Connection, listed: Sequence[Draft], asked: str) -> Draft:
    from store import drafts

    wanted = asked.strip().lower()
    if not _BEGINNING.fullmatch(wanted):
        raise Misuse(f"{asked} is no id of a draft, nor the beginning of one (six letters or more)", NEXT)
    fitting = [draft for draft in listed if draft.send_id.startswith(wanted)]
    if len(fitting) > 1:
        raise Trouble(f"{len(fitting)} drafts begin with {asked}", "give more of the id")
    draft = drafts.get(connection.table, fitting[0].lead_id, fitting[0].send_id) if fitting else None
    if draft is None:
        raise Trouble(
            f"no draft {asked} waits for a person",
            "it may be decided already: `beckon lead COMPANY` tells; `beckon drafts list` shows what waits",
        )
    if draft.state != drafts.WAITING:
        raise decided(draft)
    return draft


def decided(draft: Draft) -> Trouble:
    """That somebody came first, and what they decided."""
    last = draft.decisions[-1] if draft.decisions else {}
    who = f" by {last['by']}" if last.get("by") else ""
    why = f" ({last['reason'].replace('_', ' ')})" if last.get("reason") else ""
    when = f" at {last['at'][:16].replace('T', ' ')}" if last.get("at") else ""
    what = last.get("what", draft.state.lower())
    return Trouble(f"draft {draft.send_id[:8]} was {what}{who}{when}{why}", NEXT)


def paragraphs(draft: Draft) -> Iterator[str]:
    """The mail as it would be read, subject first."""
    yield f"Subject: {draft.subject}"
    yield from draft.paragraphs
