"""``beckon prove-sends``: every mail that was meant went once, or not at all, as far as anybody knows."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from cli import output
from cli.invocation import current

if TYPE_CHECKING:
    from cli.connection import Connection
    from cli.sendproof import Claim, Evidence, Proof, Told
    from store.table import Item

_GRACE = timedelta(minutes=20)
"""How long a claim may be open: the settling's own patience (``doubtAfterSeconds``, 15 minutes unless the
stage says otherwise) and a few of its ticks."""
_SHOWN = 40


def prove_sends(
    campaign: Annotated[str, typer.Argument(help="Only this campaign's mails; all, if left out.")] = "",
) -> None:
    """Compare what was claimed, what SES answered and what SES told. Exit code 1 on a contradiction."""
    from cli.campaigns import known
    from cli.sendproof import prove

    run = current()
    if campaign:
        known(run.connection, campaign)
    proof = prove(gather(run.connection, campaign))
    if run.json:
        output.emit(_document(proof))
    else:
        _print(proof)
    if proof.contradictions:
        raise typer.Exit(1)


def gather(connection: Connection, campaign: str = "") -> Evidence:
    """Read the whole table once, and the sandbox's books where there is a sandbox."""
    from cli.reading import whole
    from cli.sendproof import Evidence

    claims: list[Claim] = []
    told: list[Told] = []
    pointers: list[tuple[str, str]] = []
    for item in whole(connection):
        kind = item["_type"]
        if campaign and item.get("campaign_id") != campaign:
            continue
        if kind == "send":
            claims.append(_claim(item))
        elif kind == "message_pointer" and "reply_id" not in item and "send_id" in item:
            pointers.append((str(item["pk"]).removeprefix("MSG#"), str(item["send_id"])))
        elif kind == "event" and str(item["detail_type"]).startswith("email."):
            told.append(_told(item))
    return Evidence(
        claims=sorted(claims, key=lambda claim: (claim.claimed_at is None, claim.claimed_at, claim.send_id)),
        told=told,
        pointers=pointers,
        now=connection.clock.now(),
        grace=_GRACE,
        accepted=_accepted(connection, campaign),
    )


def _accepted(connection: Connection, campaign: str) -> list[tuple[str, str]] | None:
    """What the sandbox's SES took; None on AWS, whose SES keeps no list that could be asked for."""
    if connection.sandbox is None:
        return None
    from cli.accounting.outside import world

    return [
        (mail.send_id or mail.message_id, mail.message_id)
        for mail in world(connection.sandbox).accepted
        if not campaign or mail.campaign_id == campaign
    ]


def _claim(item: Item) -> Claim:
    from cli.sendproof import Claim

    claimed = item.get("claimed_at")
    return Claim(
        send_id=str(item["send_id"]),
        campaign_id=str(item["campaign_id"]),
        step=int(item["step"]),
        person=str(item.get("person") or ""),
        state=str(item["state"]),
        message_id=str(item.get("message_id") or ""),
        claimed_at=datetime.fromisoformat(claimed) if claimed else None,
    )


def _told(item: Item) -> Told:
    from cli.sendproof import Told

    detail = json.loads(item["detail"])
    data = detail["data"]
    return Told(detail["meta"]["type"], str(data.get("send_id") or ""), str(data.get("message_id") or ""))


def _document(proof: Proof) -> dict[str, object]:
    return {
        "counts": {name: proof.counts.get(name, 0) for name in _names()},
        "confirmed": proof.confirmed,
        "compared_with_the_sandbox": proof.sandbox,
        "in_doubt": list(proof.in_doubt),
        "contradictions": [found._asdict() for found in proof.contradictions],
    }


def _names() -> tuple[str, ...]:
    from cli.sendproof import COUNTED

    return COUNTED


_MEANINGS = {
    "sends": "mails that were claimed",
    "accepted_once": "SES took it, once",
    "refused": "SES would not take it",
    "released": "SES certainly did not get it; it may go later",
    "in_doubt": "nobody knows: beckon sends list",
    "sending": "SES is being asked",
}


def _print(proof: Proof) -> None:
    console = output.out()
    rows = [(name, str(proof.counts.get(name, 0)), _MEANINGS[name]) for name in _names()]
    rows.append(("confirmed", str(proof.confirmed), "of those taken: SES told of delivery, bounce or later"))
    console.print(output.grid(("", "mails", ""), rows, right=("mails",)))
    against = "rows, answers, events" + (", and what the sandbox's SES took" if proof.sandbox else "")
    console.print(output.safe(f"Compared: {against}.", "dim"))
    if proof.contradictions:
        console.print()
        console.print(output.safe("What contradicts itself:", "bold"))
        cells = [(found.id, found.rule, found.what) for found in proof.contradictions[:_SHOWN]]
        console.print(output.grid(("id", "rule", "what"), cells))
        if len(proof.contradictions) > _SHOWN:
            console.print(output.safe(f"… and {len(proof.contradictions) - _SHOWN} more (see --json)"))
    console.print(output.safe(proof.last_line()), soft_wrap=True)
