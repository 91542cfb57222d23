"""``beckon sends``: mails of which nobody knows whether SES has them, and what a person found out."""

from __future__ import annotations

import getpass
import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import output
from cli.errors import Misuse, Trouble
from cli.invocation import current

if TYPE_CHECKING:
    from cli.connection import Connection
    from events.base import EventData
    from store.sends import Send

app = typer.Typer(help="Mails that were claimed: list them, settle a doubt.", no_args_is_help=True)

WAIT = timedelta(hours=1)
"""How long after its claim a mail is not called unsent: SES's own word may still be on its way."""
_STATES = ("sending", "sent", "in_doubt", "refused", "released")


@app.command("list")
def list_sends(
    state: Annotated[str, typer.Option(help="in_doubt, sending, sent, refused or released.")] = "in_doubt",
    campaign: Annotated[str, typer.Option(help="Only this campaign's.")] = "",
) -> None:
    """The mails in a state; those in doubt, unless another is named."""
    run = current()
    if state.lower() not in _STATES:
        raise Misuse(f"there is no state {output.plain(state)!r}", f"the states are: {', '.join(_STATES)}")
    found = [
        send
        for send in _in_state(run.connection, state.upper())
        if not campaign or send.campaign_id == campaign
    ]
    if run.json:
        return output.emit({"sends": [_row(send) for send in found]})
    if not found:
        return output.say(f"No mail is {state.lower().replace('_', ' ')}.")
    cells = [
        (send.send_id, send.campaign_id, str(send.step), output.clock(send.claimed_at), send.reason)
        for send in found
    ]
    output.out().print(output.grid(("send", "campaign", "step", "claimed", "why"), cells, right=("step",)))
    if state.lower() == "in_doubt":
        output.say(
            "Look each up in SES (console, or the recipient's company), then:"
            " beckon sends settle SEND --sent, or --not-sent."
        )
    return None


@app.command()
def settle(
    send: Annotated[str, typer.Argument(help="The send's id, or how it begins.")],
    sent: Annotated[bool, typer.Option("--sent/--not-sent", help="What you found out.")],
    why: Annotated[str, typer.Option(help="How you know, for the record.")],
    message_id: Annotated[str, typer.Option(help="SES's id of the mail, if you know it.")] = "",
    by: Annotated[str, typer.Option(help="Who found out; you, if left out.")] = "",
) -> None:
    """Settle a doubt. --sent: the sequence goes on after this mail. --not-sent: the step is sent, once more.

    Whatever SES itself says later stands over it: a mail that SES did have is not sent again, unless that
    has happened already, which `beckon prove-sends` would show.
    """
    from store.doubts import Settlement

    run = current()
    if not why.strip():
        raise Misuse("--why is empty", "say how you know: it stands in the record")
    found = _find(run.connection, send)
    told = Settlement(by.strip() or getpass.getuser(), why.strip(), _outside_id(message_id))
    if sent:
        _was_sent(run.connection, found, told)
    else:
        _was_not_sent(run.connection, found, told)
    if run.json:
        return output.emit({"send_id": found.send_id, "sent": sent, "by": told.by})
    after = "its sequence goes on" if sent else "its step is due, and may be claimed once more"
    return output.say(f"Settled: {found.send_id} was {'' if sent else 'not '}sent; {after}.")


def _was_sent(connection: Connection, send: Send, told: Any) -> None:
    from events.email_sent import EmailSent
    from store import doubts

    # Where nobody knows the id that SES gave, the event says so in a word; SES's own event names it later.
    said = EmailSent(
        lead_id=send.lead_id,
        campaign_id=send.campaign_id,
        step=send.step,
        send_id=send.send_id,
        contact_id=send.contact_id,
        message_id=told.message_id or "unknown",
    )
    _commit(connection, send, said, doubts.was_sent(send, told, connection.clock.now()))


def _was_not_sent(connection: Connection, send: Send, told: Any) -> None:
    from events.email_released import EmailReleased
    from store import doubts

    now = connection.clock.now()
    may = datetime.fromisoformat(send.claimed_at) + WAIT
    if now < may:
        raise Trouble(
            f"{send.send_id} was claimed only at {output.clock(send.claimed_at)}",
            f"SES's own word may still come: ask again after {output.clock(may.isoformat())} UTC",
        )
    if told.message_id:
        raise Misuse("a mail that was not sent has no --message-id", "leave it out, or say --sent")
    said = EmailReleased(
        lead_id=send.lead_id, campaign_id=send.campaign_id, step=send.step, send_id=send.send_id
    )
    _commit(connection, send, said, doubts.was_not_sent(send, told, now))


def _commit(connection: Connection, send: Send, said: EventData, writes: Any) -> None:
    from cli.said import root_event
    from outreach.ids import digest
    from store import doubts, outbox
    from store.table import Refusal

    event = root_event(said, digest("settled", send.send_id, send.attempt), connection.clock.now())
    if send.correlation_id:
        event = replace(event, meta=event.meta.model_copy(update={"correlation_id": send.correlation_id}))
    try:
        connection.table.commit([*writes, outbox.say(event)])
    except Refusal as refusal:
        if doubts.UNTOLD in refusal.gates:
            raise Trouble(
                f"the sequence has not heard of the doubt about {send.send_id} yet",
                "try again in a minute; if it stays so, look at `beckon dlq list`",
            ) from refusal
        raise Trouble(
            f"{send.send_id} is not in doubt any more: SES's own word, or somebody, came first",
            "see what became of it: beckon prove-sends",
        ) from refusal


def _find(connection: Connection, name: str) -> Send:
    from store import doubts

    wanted = name.strip().lower()
    found = [send for send in doubts.every(connection.table) if wanted and send.send_id.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    if found:
        raise Misuse(f"{len(found)} sends in doubt begin with {output.plain(name)}", "give more of the id")
    raise Trouble(f"no send {output.plain(name)} is in doubt", "see those that are: beckon sends list")


def _in_state(connection: Connection, state: str) -> list[Send]:
    """The sends in a state. Those in doubt have an index; of others there are too many for a screen to need
    one, and the whole table is read."""
    from cli.reading import whole
    from store import doubts, sends

    if state == sends.IN_DOUBT:
        return list(doubts.every(connection.table))
    items = (item for item in whole(connection) if item["_type"] == "send" and item["state"] == state)
    found = [sends.get(connection.table, item["lead_id"], item["send_id"]) for item in items]
    return sorted((send for send in found if send is not None), key=lambda send: send.claimed_at)


def _outside_id(text: str) -> str:
    if text and not re.fullmatch(r"[A-Za-z0-9._-]{1,128}", text):
        raise Misuse(
            f"{output.plain(text)} is no id of SES", "give what stands before the @ of its Message-ID"
        )
    return text


def _row(send: Send) -> dict[str, object]:
    names = (
        "send_id",
        "lead_id",
        "campaign_id",
        "step",
        "state",
        "attempt",
        "claimed_at",
        "reason",
        "message_id",
    )
    return {name: getattr(send, name) for name in names if getattr(send, name) not in ("", None)}
