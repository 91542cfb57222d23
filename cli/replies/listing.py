"""The list of answers that a person may want to see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import output
from cli.errors import Misuse
from cli.invocation import current

if TYPE_CHECKING:
    from store.table import Item, Table


def replies(
    context: typer.Context,
    unmatched: Annotated[
        bool, typer.Option("--unmatched", help="Messages that belong to no conversation, or can't be read.")
    ] = False,
    review: Annotated[
        bool, typer.Option("--review", help="Answers that a person should look at before anything is done.")
    ] = False,
    warm: Annotated[bool, typer.Option("--warm", help="Warm answers: who wants to go on.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
) -> None:
    """Answers, newest first, with what each was read as. They are kept, never dropped."""
    if context.invoked_subcommand is not None:
        return None
    if unmatched + review + warm > 1:
        raise Misuse("--unmatched, --review and --warm are lists of their own", "ask for one")
    from store import mail

    run = current()
    table = run.connection.table
    if warm:
        found = mail.warm(table, limit)
    elif review:
        found = list(mail.for_review(table))
    else:
        states = (mail.UNMATCHED, mail.UNREADABLE) if unmatched else mail.STATES
        found = [item for state in states for item in mail.in_state(table, state)]
    found.sort(key=_when, reverse=True)
    rows = rows_of(table, found[:limit])
    if run.json:
        return output.emit({"replies": rows, "total": len(found)})
    if not rows:
        return output.out().print("No such answers.")
    cells = [
        (
            output.clock(row["at"]),
            row["label"] or row["state"],
            row["from"] or "",
            output.line(row["text"] or row["reason"] or row["key"] or "", 48),
            (row["lead_id"] or "")[:8],
            row["reply_id"][:8],
        )
        for row in rows
    ]
    output.out().print(output.grid(("at", "read as", "from", "text", "lead", "reply"), cells))
    if len(found) > len(rows):
        output.say(f"{len(found) - len(rows)} more; say --limit {len(found)} to see all")
    output.say("Read one with its whole conversation: beckon replies show ID")
    return None


def _when(item: Item) -> str:
    return str(item.get("at") or item.get("received_at") or "")


def rows_of(table: Table, found: Sequence[Item]) -> list[dict[str, Any]]:
    """What is shown of each, with the words of those that stand under a lead."""
    from store import keys

    wanted = [keys.reply(item["lead_id"], item["reply_id"]) for item in found if item.get("lead_id")]
    answers = {item["reply_id"]: item for item in table.get_many(wanted).values()}
    return [_row(item, answers.get(item["reply_id"], item)) for item in found]


def _row(filed: Item, answer: Item) -> dict[str, Any]:
    return {
        "reply_id": filed["reply_id"],
        "at": _when(filed),
        "state": filed.get("state") or answer.get("label"),
        "label": answer.get("label"),
        "facet": answer.get("facet"),
        "confidence": answer.get("confidence"),
        "decided_by": answer.get("decided_by"),
        "rule": answer.get("rule"),
        "summary": answer.get("summary"),
        "wants_call": bool(answer.get("wants_call")),
        "not_before": answer.get("not_before"),
        "proposal": answer.get("proposal"),
        "referral": answer.get("referral"),
        "needs_review": bool(answer.get("needs_review")),
        "matched_by": answer.get("matched_by"),
        "reason": filed.get("reason"),
        "from": answer.get("from_address"),
        "subject": answer.get("subject"),
        "text": answer.get("visible"),
        "suggestion": answer.get("suggestion"),
        "lead_id": filed.get("lead_id"),
        "campaign": filed.get("campaign_id"),
        "key": filed.get("key"),
    }
