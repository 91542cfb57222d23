"""Sends in doubt, settled by a person; and what SES tells of a mail that its row did not know.

``IN_DOUBT`` → ``SENT`` or ``RELEASED``, each on the condition that the row is still in doubt in the attempt
that was looked up: of two people, or of a person and SES's own event, one settles it. Who did, and why, is a
row of its own: a step that is sent once more writes its send row anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from boto3.dynamodb.conditions import Attr

from outreach.enrolment import WAITING
from store import keys, sends
from store.sends import Send
from store.table import Item, Table
from store.writes import Check, Put, Update, Write

UNTOLD = "doubt_not_told"
"""The gate of a release: the sequence has not heard of the doubt yet, and would hold the step afterwards."""


class Settlement(NamedTuple):
    """What a person found out. ``message_id`` is SES's, empty where they don't know it."""

    by: str
    why: str
    message_id: str = ""


def every(table: Table) -> Iterator[Send]:
    """The sends in doubt, oldest first. The index is behind the table: the row itself decides."""
    for item in table.items(keys.open_work_index(sends.IN_DOUBT, _EPOCH, "").pk, index="gsi2"):
        send = sends.get(table, item["lead_id"], item["send_id"])
        if send is not None and send.state == sends.IN_DOUBT:
            yield send


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # only the partition of the key is used


def was_sent(send: Send, found: Settlement, now: datetime) -> tuple[Write, ...]:
    """SES has it, and had it when it was claimed. Without its id, the first SES event names it."""
    changes = {"state": sends.SENT, "sent_at": send.claimed_at}
    if found.message_id:
        changes["message_id"] = found.message_id
    named = (sends.pointer(send, found.message_id),) if found.message_id else ()
    return (_settle(send, changes), *named, _settlement(send, found, now, sent=True))


def was_not_sent(send: Send, found: Settlement, now: datetime) -> tuple[Write, ...]:
    """SES has not got it: the step may be claimed once more, and the caps are given back."""
    held = Attr("in_doubt").eq(True)
    moved_on = ~Attr("state").is_in(sorted(state.value for state in WAITING)) | Attr("step").ne(send.step)
    return (
        _settle(send, {"state": sends.RELEASED, "reason": "settled_by_hand"}),
        Check(keys.enrolment(send.lead_id, send.campaign_id), when=held | moved_on, gate=UNTOLD),
        *sends.give_back(send),
        _settlement(send, found, now, sent=False),
    )


def named(send: Send, message_id: str, noted: Mapping[str, object]) -> tuple[Write, ...]:
    """SES tells the id of a mail that a person settled without it. ``noted``: see ``sends.record``."""
    change = Update(
        keys.send(send.lead_id, send.send_id),
        set={"message_id": message_id, **noted},
        when=Attr("message_id").not_exists(),
        gate=sends.SETTLED,
    )
    return change, sends.pointer(send, message_id)


def stray(send: Send, message_id: str) -> Put:
    """SES tells of a mail of this send under an id that the row does not have: a second one, and a breach
    that ``beckon prove-sends`` shows. An answer to it still finds its conversation."""
    told = sends.pointer(send, message_id)
    return told._replace(attributes={**told.attributes, "stray": True})


def settlements(table: Table, lead_id: str, send_id: str) -> list[Item]:
    """Who settled the send's doubts, by attempt."""
    return list(table.items(keys.lead_pk(lead_id), f"{keys.SETTLEMENT}{send_id}#", consistent=True))


def _settle(send: Send, changes: dict[str, str]) -> Update:
    return Update(
        keys.send(send.lead_id, send.send_id),
        set=changes,
        remove=("gsi2pk", "gsi2sk"),
        when=Attr("state").eq(sends.IN_DOUBT) & Attr("attempt").eq(send.attempt),
        gate=sends.SETTLED,
    )


def _settlement(send: Send, found: Settlement, now: datetime, *, sent: bool) -> Put:
    attributes = {
        "lead_id": send.lead_id,
        "send_id": send.send_id,
        "campaign_id": send.campaign_id,
        "contact_id": send.contact_id,
        "attempt": send.attempt,
        "sent": sent,
        "by": found.by,
        "why": found.why,
        "message_id": found.message_id or None,
        "at": keys.stamp(now),
    }
    return Put(keys.settlement(send.lead_id, send.send_id, send.attempt), "settlement", attributes)
