"""One answer with its whole conversation, both directions in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import output
from cli.invocation import current
from cli.replies.listing import rows_of
from cli.replies.naming import find

if TYPE_CHECKING:
    from store.conversations import Turn
    from store.table import Item, Table

_MOST_LINES = 30  # of one text on a terminal


def show(reply_id: Annotated[str, typer.Argument(help="The answer's id, or how it begins.")]) -> None:
    """An answer, with everything that was said between the campaign and the company."""
    from store import conversations

    run = current()
    table = run.connection.table
    filed = find(table, reply_id)
    (row,) = rows_of(table, [filed])
    turns: list[Turn] = []
    if filed.get("lead_id"):
        turns = conversations.whole(table, filed["lead_id"], filed["campaign_id"])
    if run.json:
        told = row | {"candidates": filed.get("candidates", []), "conversation": [_told(t) for t in turns]}
        return output.emit(told)
    console = output.out()
    about = {name: value for name, value in row.items() if value and name != "suggestion"}
    console.print(output.grid(("", ""), [(name, _text(value)) for name, value in about.items()]))
    for turn in turns:
        console.print()
        console.print(output.safe(_title(turn, row["reply_id"]), "bold"))
        for line in _words(turn.item).splitlines()[:_MOST_LINES]:
            console.print(output.safe(f"  {line}"))
    if row["suggestion"]:
        console.print()
        console.print(output.safe("a suggested answer, for you to change and send:", "bold"))
        for line in str(row["suggestion"]).splitlines():
            console.print(output.safe(f"  {line}"))
    if filed.get("state") == "unmatched":
        _print_candidates(table, filed)
    elif row["needs_review"]:
        output.say(f"Say what it is: beckon replies review {row['reply_id'][:8]} --label WARM|COLD|NEUTRAL|…")
    return None


def _told(turn: Turn) -> dict[str, Any]:
    names = (
        "send_id", "reply_id", "call_id", "step", "state", "message_id", "subject", "from_address", "label",
        "matched_by", "outcome",
    )  # fmt: skip
    return {"at": turn.at, "kind": turn.kind, **output.pick(turn.item, *names), "text": _words(turn.item)}


def _title(turn: Turn, shown: str) -> str:
    item = turn.item
    about = {
        "mail": f"we wrote (step {item.get('step')}, {item.get('state')}): {item.get('subject') or ''}",
        "answer": f"{item.get('from_address') or 'somebody'} answered ({item.get('label')}): "
        f"{item.get('subject') or ''}",
        "call": f"a call ({item.get('state')}{', ' + item['outcome'] if item.get('outcome') else ''})",
    }[turn.kind]
    mark = "  <- this one" if item.get("reply_id") == shown else ""
    number = f"  [{item['message_id']}]" if item.get("message_id") else ""
    return f"{output.clock(turn.at)}  {about}{number}{mark}"


def _words(item: Item) -> str:
    """What was said, whoever said it."""
    if "paragraphs" in item:
        return "\n\n".join(item["paragraphs"])
    if item.get("visible"):
        return str(item["visible"])
    answers = item.get("answers") or {}
    return "\n".join(f"{name}: {value}" for name, value in sorted(answers.items()))


def _print_candidates(table: Table, filed: Item) -> None:
    """Where an unmatched answer may belong, and how to put it there."""
    short = filed["reply_id"][:8]
    found = filed.get("candidates", [])
    if not found:
        return output.say(f"Put it where it belongs: beckon replies attach {short} COMPANY")
    rows = [(c["lead_id"], c["campaign_id"], output.clock(c["sent_at"]), c["subject"]) for c in found]
    output.out().print()
    output.out().print(output.grid(("may answer: lead", "campaign", "sent at", "subject"), rows))
    return output.say(f"Put it where it belongs: beckon replies attach {short} {found[0]['lead_id']}")


def _text(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {part}" for name, part in value.items() if part is not None)
    return "yes" if value is True else str(value)
