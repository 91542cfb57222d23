"""What a person decides about a waiting mail: it goes, or it does not.

The decision, its event and whoever made it are one transaction on the revision that was read. The event's id
follows from the mail, so that deciding twice says it once.
"""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import output
from cli.drafts.waiting import NEXT, decided, find, look, outdated, overtaken
from cli.errors import Misuse, Trouble
from cli.invocation import current
from outreach.approval import REJECTED

if TYPE_CHECKING:
    from cli.connection import Connection
    from events.base import EventData
    from store.drafts import Draft
    from store.writes import Update

By = Annotated[str, typer.Option(help="Who says so; you, if nobody is named.")]
Ids = Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Ids, or how they begin.")]
All = Annotated[bool, typer.Option("--all", help="All that wait.")]
Campaign = Annotated[str, typer.Option(help="With --all: only this campaign's.")]


def approve(
    ids: Ids = None,
    everything: All = False,
    campaign: Campaign = "",
    revision: Annotated[
        int, typer.Option(help="Only as it was shown: not if somebody has edited it since.", min=0)
    ] = 0,
    force: Annotated[
        bool, typer.Option("--force", help="Although a fact that it cites has changed.")
    ] = False,
    reason: Annotated[str, typer.Option(help="With --force: why, for the record.")] = "",
    by: By = "",
) -> None:
    """Let mails go. One whose facts have changed needs --force and a reason; --all leaves it waiting."""
    if force and not reason.strip():
        raise Misuse("--force is for the record", "say why with --reason")
    if revision and len(ids or ()) != 1:
        raise Misuse("--revision is of one draft", "name that one")
    connection = current().connection
    who = by or getpass.getuser()
    left: list[str] = []
    done: list[str] = []
    for draft in _meant(connection, ids, everything, campaign):
        if revision and draft.revision != revision:
            raise Trouble(
                f"draft {draft.send_id[:8]} was edited since (it is at revision {draft.revision})",
                f"read it again: beckon drafts show {draft.send_id[:8]}",
            )
        outdated_by = outdated(connection, draft)
        if outdated_by and not force and not everything:
            raise Trouble(
                f"draft {draft.send_id[:8]} {outdated_by}",
                "read it again; let it go with --force --reason WHY, or edit or reject it",
            )
        if outdated_by and not force:
            left.append(f"{draft.send_id[:8]} {outdated_by}")
            continue
        settle_approved(connection, draft, who, reason if force else "")
        done.append(draft.send_id)
    _report("approved", done, left)


def reject(
    ids: Ids = None,
    everything: All = False,
    campaign: Campaign = "",
    reason: Annotated[str, typer.Option(help="Why, for the record.")] = "",
    by: By = "",
) -> None:
    """Stop mails: they are not sent, and their sequences stop as for a mail that could not be written."""
    from events.email_blocked import EmailBlocked
    from store import drafts

    connection = current().connection
    who = by or getpass.getuser()
    done = []
    for draft in _meant(connection, ids, everything, campaign):
        event = EmailBlocked(
            lead_id=draft.lead_id,
            campaign_id=draft.campaign_id,
            step=draft.step,
            send_id=draft.send_id,
            reason=REJECTED,
        )
        settle(connection, draft, drafts.reject(draft, who, connection.clock.now(), reason), event)
        done.append(draft.send_id)
    _report("rejected", done, [])


def settle_approved(connection: Connection, draft: Draft, who: str, reason: str = "") -> None:
    """Approve one draft as it was read, and say that it is written."""
    from events.email_drafted import EmailDrafted
    from store import drafts

    event = EmailDrafted(
        lead_id=draft.lead_id,
        campaign_id=draft.campaign_id,
        step=draft.step,
        send_id=draft.send_id,
        contact_id=draft.contact_id,
        written_by="model" if draft.written_by == "model" else "template",
        fallback_reason=draft.fallback_reason or None,
        variant=draft.variant or None,
    )
    settle(connection, draft, drafts.approve(draft, who, connection.clock.now(), reason), event)


def settle(connection: Connection, draft: Draft, write: Update, event: EventData) -> None:
    """Write the decision and say it, or nothing of both. Raises ``Trouble`` when somebody came first."""
    from events.base import Event, Meta
    from outreach.ids import digest
    from store import drafts, outbox
    from store.table import Refusal

    if gone := overtaken(connection, draft):
        raise Trouble(f"draft {draft.send_id[:8]} is no longer wanted: {gone.replace('_', ' ')}", NEXT)
    name = digest("draft", draft.send_id, event.detail_type())
    meta = Meta(
        id=name,
        type=event.TYPE,
        version=event.VERSION,
        occurred_at=connection.clock.now(),
        correlation_id=draft.correlation_id or name,
        causation_id=name,
        producer="cli",
    )
    try:
        connection.table.commit([write, outbox.say(Event[Any](meta=meta, data=event))])
    except Refusal as refusal:
        now = drafts.get(connection.table, draft.lead_id, draft.send_id)
        if now is None:
            raise Trouble(f"draft {draft.send_id[:8]} was erased", NEXT) from refusal
        if now.state != drafts.WAITING:
            raise decided(now) from refusal
        raise Trouble(
            f"draft {draft.send_id[:8]} was edited a moment ago",
            f"read it again: beckon drafts show {draft.send_id[:8]}",
        ) from refusal


def _meant(connection: Connection, ids: Sequence[str] | None, everything: bool, campaign: str) -> list[Draft]:
    if bool(ids) == everything:
        raise Misuse("say which drafts: ids, or --all", NEXT)
    if campaign and not everything:
        raise Misuse("--campaign goes with --all", "leave it out")
    if ids:
        return find(connection, ids)
    waiting, _ = look(connection, campaign)
    return [one.draft for one in waiting]


def _report(what: str, done: Sequence[str], left: Sequence[str]) -> None:
    if current().json:
        return output.emit({what: list(done), "left": list(left)})
    output.say(f"{len(done)} {what}." if done or left else "No mail waits for a person.")
    for line in left:
        output.say(f"Left waiting: {line}")
    return None
