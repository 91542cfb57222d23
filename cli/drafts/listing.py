"""What waits for a person: the list, and one draft with all that it rests on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import output
from cli.drafts.waiting import Gone, Waiting, company, doubts, find, look, paragraphs
from cli.invocation import current

if TYPE_CHECKING:
    from store.drafts import Draft

Days = Annotated[int, typer.Option("--stale-after", min=1, help="Days after which a draft is called old.")]


def list_drafts(
    campaign: Annotated[str, typer.Option(help="Only this campaign's.")] = "",
    stale_after: Days = 7,
) -> None:
    """The mails that wait, oldest first. One whose step is no longer wanted leaves the list, and says why."""
    run = current()
    waiting, gone = look(run.connection, campaign, timedelta(days=stale_after))
    now = run.connection.clock.now()
    if run.json:
        return output.emit(
            {
                "waiting": [_row(one, now) for one in waiting],
                "no_longer_wanted": [
                    {"send_id": one.draft.send_id, "company": one.company, "reason": one.reason}
                    for one in gone
                ],
            }
        )
    if waiting:
        cells = [
            (
                one.draft.send_id[:8],
                one.company,
                one.draft.campaign_id,
                one.draft.step + 1,
                _age(one.draft, now),
                one.draft.variant or one.draft.written_by,
                output.line(one.draft.subject, 40),
                "; ".join(one.doubts),
            )
            for one in waiting
        ]
        columns = ("draft", "company", "campaign", "mail", "waits", "written as", "subject", "mind")
        output.out().print(output.grid(columns, cells, right=("mail",)))
        output.say("Read one: beckon drafts show ID.  Decide: beckon drafts approve|edit|reject ID")
    else:
        output.out().print("No mail waits for a person.")
    for one in gone:
        _tell(one)
    return None


def _tell(one: Gone) -> None:
    why = one.reason.replace("_", " ")
    output.say(f"{one.draft.send_id[:8]} to {one.company} is no longer wanted: {why}")


def show(draft_id: Annotated[str, typer.Argument(help="The draft's id, or how it begins.")]) -> None:
    """One waiting mail: its text, the facts that it cites, and what has changed since it was written."""
    run = current()
    (draft,) = find(run.connection, [draft_id])
    one = Waiting(draft, company(run.connection, draft), doubts(run.connection, draft))
    now = run.connection.clock.now()
    if run.json:
        told = _row(one, now) | {
            "paragraphs": list(draft.paragraphs),
            "sentences": [dict(sentence) for sentence in draft.sentences],
            "complaints": list(draft.complaints),
            "decisions": [dict(decision) for decision in draft.decisions],
        }
        return output.emit(told)
    about = [
        ("company", one.company),
        ("campaign", f"{draft.campaign_id}, mail {draft.step + 1}"),
        ("written", f"by the {draft.written_by}, {_age(draft, now)} ago"),
        ("because", draft.fallback_reason.replace("_", " ")),
        ("variant", draft.variant),
        ("revision", draft.revision),
        ("mind", "; ".join(one.doubts)),
    ]
    console = output.out()
    console.print(output.grid(("", ""), [row for row in about if row[1]]))
    for text in paragraphs(draft):
        console.print()
        console.print(output.safe(text))
    facts = _facts(draft)
    if facts:
        console.print()
        console.print(output.grid(("cites", "from"), facts))
    for decision in draft.decisions:
        output.say(_decision(decision))
    output.say(
        f"Decide: beckon drafts approve {draft.send_id[:8]} --revision {draft.revision}, edit, or reject"
    )
    return None


def _facts(draft: Draft) -> list[tuple[str, str]]:
    from store import recipients

    profile = recipients.profile(current().connection.table, draft.lead_id)
    known = {fact.id: fact for fact in profile.facts} if profile else {}
    found = []
    for identity in draft.cited:
        fact = known.get(identity)
        told = (
            (f"{fact.kind}: {output.line(fact.value, 60)}", fact.page)
            if fact
            else (identity, "no longer known")
        )
        found.append(told)
    return found


def _decision(decision: Any) -> str:
    who = f" by {decision['by']}" if decision.get("by") else ""
    why = f": {decision['reason']}" if decision.get("reason") else ""
    return f"{output.clock(decision['at'])}  {decision['what']}{who}{why}"


def _row(one: Waiting, now: datetime) -> dict[str, Any]:
    draft = one.draft
    return {
        "send_id": draft.send_id,
        "lead_id": draft.lead_id,
        "company": one.company,
        "campaign": draft.campaign_id,
        "step": draft.step,
        "subject": draft.subject,
        "written_by": draft.written_by,
        "fallback_reason": draft.fallback_reason or None,
        "variant": draft.variant or None,
        "written_at": draft.written_at,
        "waits_seconds": int((now - datetime.fromisoformat(draft.written_at)).total_seconds()),
        "revision": draft.revision,
        "doubts": list(one.doubts),
    }


def _age(draft: Draft, now: datetime) -> str:
    waited = now - datetime.fromisoformat(draft.written_at)
    if waited >= timedelta(days=1):
        return f"{waited.days} d"
    minutes = max(0, int(waited.total_seconds() // 60))
    return f"{minutes // 60} h" if minutes >= 60 else f"{minutes} min"
