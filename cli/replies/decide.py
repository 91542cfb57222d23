"""What a person decides about an answer: where it belongs, and what it is.

The decision is written with the event that tells of it, under the condition that nobody decided before;
``classify_reply`` then does what follows.
"""

from __future__ import annotations

import getpass
import time
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from cli import output
from cli.errors import Misuse, Trouble
from cli.invocation import current
from cli.replies.naming import find

if TYPE_CHECKING:
    from cli.connection import Connection
    from events.base import EventData
    from store.sends import Send
    from store.table import Item
    from store.writes import Write

_PAUSE = 0.5

Wait = Annotated[float, typer.Option(help="Seconds to wait for what follows from it.", min=0)]


class Label(StrEnum):
    """What a person may say that an answer is. Reports of machines are read by rule, and not decided here."""

    WARM = "WARM"
    COLD = "COLD"
    NEUTRAL = "NEUTRAL"
    UNSUBSCRIBE = "UNSUBSCRIBE"
    AUTO_REPLY = "AUTO_REPLY"
    OTHER = "OTHER"


def attach(
    reply_id: Annotated[str, typer.Argument(help="The unmatched answer's id, or how it begins.")],
    lead: Annotated[str, typer.Argument(help="The company it comes from: a domain or a lead's id.")],
    send: Annotated[str, typer.Option(help="The mail it answers, where there are several.")] = "",
    wait: Wait = 20,
) -> None:
    """Put an answer that found no conversation where it belongs. It is then read as any other."""
    from cli import leads
    from events.reply_attached import ReplyAttached
    from store import mail

    run = current()
    table = run.connection.table
    filed = find(table, reply_id)
    if filed["state"] != mail.UNMATCHED:
        raise Trouble(f"the answer is {filed['state']}, not unmatched", "see `beckon replies --unmatched`")
    lead_id = leads.find(run.connection, lead)
    answered = _mail(run.connection, lead_id, send)
    event = ReplyAttached(
        lead_id=lead_id,
        campaign_id=answered.campaign_id,
        reply_id=filed["reply_id"],
        send_id=answered.send_id,
    )
    _decide(run.connection, event, mail.still_unmatched(filed["reply_id"]))
    _report(
        filed["reply_id"],
        lambda: _decided(mail.state_of(table, filed["reply_id"]), "state", mail.UNMATCHED),
        wait,
    )


def review(
    reply_id: Annotated[str, typer.Argument(help="The answer's id, or how it begins.")],
    label: Annotated[Label, typer.Option(help="What it is.", case_sensitive=False)],
    call: Annotated[bool, typer.Option("--call", help="It is warm, and asks to be called: call.")] = False,
    by: Annotated[str, typer.Option(help="Who says so; you, if nobody is named.")] = "",
    wait: Wait = 20,
) -> None:
    """Say what an answer is that waits for a person. What follows is what would have followed by itself."""
    from events.reply_reviewed import ReplyReviewed
    from store import mail

    if call and label is not Label.WARM:
        raise Misuse("only who answers warmly is called", "say --label WARM, or leave out --call")
    run = current()
    table = run.connection.table
    filed = find(table, reply_id)
    row = mail.get(table, filed["lead_id"], filed["reply_id"]) if filed.get("lead_id") else None
    if row is None or not row.get("needs_review"):
        raise Trouble("the answer does not wait for a person", "see `beckon replies --review`")
    event = ReplyReviewed(
        lead_id=row["lead_id"],
        campaign_id=row["campaign_id"],
        reply_id=row["reply_id"],
        label=label.value,
        wants_call=call,
    )
    who = by or getpass.getuser()
    signed = mail.sign(row["lead_id"], row["reply_id"], who, run.connection.clock.now())
    _decide(run.connection, event, signed)
    _report(
        row["reply_id"],
        lambda: _decided(mail.get(table, row["lead_id"], row["reply_id"]), "needs_review", True),
        wait,
    )


def _mail(connection: Connection, lead_id: str, send_id: str) -> Send:
    """The mail that is answered: the one that is named, or the newest of the only campaign."""
    from store import sends

    found = [send for send in sends.every(connection.table, lead_id) if send.state == sends.SENT]
    if send_id:
        found = [send for send in found if send.send_id.startswith(send_id.lower())]
    if not found:
        wanted = f"no mail {send_id}" if send_id else "no mail"
        raise Trouble(f"{wanted} went to this company", "see `beckon lead COMPANY`")
    if len({send.campaign_id for send in found}) > 1:
        told = tuple(f"{send.send_id}  {send.campaign_id}, step {send.step}" for send in found)
        raise Trouble("the company was written to in several campaigns", "say which mail with --send", told)
    return max(found, key=lambda send: send.step)


def _decide(connection: Connection, event: EventData, condition: Write) -> None:
    """Write the decision and say it, or nothing of both."""
    from cli.said import root_event
    from outreach.ids import digest
    from store import outbox
    from store.table import Refusal

    now = connection.clock.now()
    said = root_event(event, digest(event.TYPE, now.isoformat(), *event.model_dump().values()), now)
    try:
        connection.table.commit([condition, outbox.say(said)])
    except Refusal as refusal:
        raise Trouble("somebody else has just decided about it", "see `beckon replies`") from refusal


def _decided(item: Item | None, name: str, before: object) -> Item | None:
    return item if item is not None and item.get(name) != before else None


def _report(reply_id: str, look: Callable[[], Item | None], wait: float) -> None:
    """Wait until the decision had its consequences, and say what they are."""
    until = time.monotonic() + wait
    while (item := look()) is None and time.monotonic() < until:
        time.sleep(_PAUSE)
    label = item.get("label") if item else None
    if current().json:
        return output.emit({"reply_id": reply_id, "done": item is not None, "label": label})
    if item is None:
        return output.out().print("Said. What follows from it is under way; see `beckon replies show`.")
    return output.out().print(f"Done: the answer is {label}.")
