"""Sends: the claim of a mail, and what became of it. The one place in which a mail gets its permission.

States: ``SENDING`` (claimed; SES is being called, or was) → ``SENT`` (SES has it) or ``IN_DOUBT`` (nobody
knows; a person decides) or ``REFUSED`` (SES will not take it) or ``RELEASED`` (SES certainly did not get it,
and the step may be claimed again). ``IN_DOUBT`` and ``RELEASED`` become ``SENT`` when SES's own event says
so; a person settles what is in doubt (``store.doubts``). No other change exists, and each is conditional:
whoever comes second finds that it is done.

The claim is one transaction. Its gates, by name, are: ``claimed_already``, ``address_suppressed``,
``person_suppressed``, ``domain_suppressed``, ``enrolment_not_due``, ``company_in_conversation``,
``person_in_conversation``, ``sender_paused``, ``sender_cap``, ``domain_cap``, ``campaign_cap``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from boto3.dynamodb.conditions import Attr, ConditionBase

from outreach.suppression import Gate
from store import keys, suppression
from store.table import Item, Table
from store.writes import ABSENT, Put, Update, Write

if TYPE_CHECKING:
    from outreach.campaign import Caps

SENDING, SENT, IN_DOUBT = "SENDING", "SENT", "IN_DOUBT"
REFUSED, RELEASED = "REFUSED", "RELEASED"

LONGEST_HANDOVER = timedelta(seconds=60)
"""A mail that was claimed longer ago is in nobody's hands: the function that had it lives 30 seconds."""

CLAIMED = "claimed_already"
"""The gate of a claim: this very mail is being sent, or was."""
SETTLED = "send_settled"
"""The gate of every later change: the row is not in the state that was read."""
NOTED = "noted_already"
"""The gate of noting a bounce, complaint or delivery: it was noted, and counted, before."""
SENDER, DOMAIN, CAMPAIGN = "sender", "domain", "campaign"
"""Whose mails of a day are counted."""
SENDER_CAP, DOMAIN_CAP, CAMPAIGN_CAP = "sender_cap", "domain_cap", "campaign_cap"
CAP_GATES = frozenset({SENDER_CAP, DOMAIN_CAP, CAMPAIGN_CAP})

_NOTHING: Mapping[str, object] = {}
_CAP_DAYS = 45
_MOST_TO_A_PERSON = 50


class Send(NamedTuple):
    """One mail to one person.

    ``person`` and ``domain`` are the keyed hashes of the recipient's suppression gates; ``sender`` is our own
    address. ``day`` is the ISO date on which it counts against the caps; against the campaign's only where it
    has one (``campaign_capped``). ``attempt`` counts claims. ``bounced`` (for good) and ``complained`` say
    that it was counted as such against the sender. ``tracked``: opens or clicks are asked for, and
    ``delivered_at`` is kept beside them.
    ``erased_at``: when its reader was erased.
    ``leased_until``: how long the leases run that this claim takes; empty where earlier steps' suffice.
    ``variant`` names how it was written, where its step can be written in several ways.
    Times are ISO 8601 UTC.
    """

    send_id: str
    lead_id: str
    campaign_id: str
    step: int
    contact_id: str
    person: str
    domain: str
    sender: str
    day: str
    state: str = SENDING
    attempt: int = 1
    claimed_at: str = ""
    message_id: str = ""
    sent_at: str = ""
    reason: str = ""
    correlation_id: str = ""
    variant: str = ""
    leased_until: str = ""
    erased_at: str = ""
    campaign_capped: bool = False
    tracked: bool = False
    bounced: bool = False
    complained: bool = False
    delivered_at: str = ""


def get(table: Table, lead_id: str, send_id: str) -> Send | None:
    item = table.get(keys.send(lead_id, send_id))
    return _send(item) if item else None


def by_prefix(table: Table, lead_id: str, send_prefix: str) -> Send | None:
    """The send that a reply or unsubscribe token names: lead id and the first half of the send id."""
    page = table.query(keys.lead_pk(lead_id), f"{keys.SEND}{send_prefix}", limit=2, consistent=True)
    return _send(page.items[0]) if len(page.items) == 1 else None


def by_message_id(table: Table, message_id: str) -> Send | None:
    """The send behind the local part of a Message-ID that SES gave."""
    pointer = table.get(keys.message_pointer(message_id))
    if pointer is None or "send_id" not in pointer:
        return None
    return get(table, pointer["lead_id"], pointer["send_id"])


def of_campaign(table: Table, lead_id: str, campaign_id: str) -> list[Send]:
    """The lead's sends in a campaign, by step."""
    items = table.items(keys.lead_pk(lead_id), keys.SEND, consistent=True)
    found = [send for send in map(_send, items) if send.campaign_id == campaign_id]
    return sorted(found, key=lambda send: send.step)


def every(table: Table, lead_id: str) -> list[Send]:
    """All mails to a lead, by campaign and step."""
    found = map(_send, table.items(keys.lead_pk(lead_id), keys.SEND, consistent=True))
    return sorted(found, key=lambda send: (send.campaign_id, send.step))


def to_person(table: Table, person: str, since: datetime) -> list[Send]:
    """The mails to a person (the hash of ``suppression.person_gate``) claimed since then, newest first."""
    page = table.query(
        keys.person_index(person, since, "").pk, index="gsi1", newest_first=True, limit=_MOST_TO_A_PERSON
    )
    return _recent(map(_send, page.items), since)


def to_lead(table: Table, lead_id: str, since: datetime) -> list[Send]:
    """The mails to a lead claimed since then, in whatever campaigns, newest first."""
    return _recent(map(_send, table.items(keys.lead_pk(lead_id), keys.SEND, consistent=True)), since)


def on_their_way(table: Table, send: Send, now: datetime) -> bool:
    """Whether a mail to the person of ``send`` is being handed to SES at this moment.

    Those of its own company are seen at once, others as soon as the index has them.
    """
    since = now - LONGEST_HANDOVER
    found = to_lead(table, send.lead_id, since) + to_person(table, send.person, since)
    return any(one.state == SENDING and one.person == send.person for one in found)


def may_have_gone(send: Send) -> bool:
    """Whether SES has the mail, or may have it."""
    return send.state not in (REFUSED, RELEASED)


def _recent(found: Iterable[Send], since: datetime) -> list[Send]:
    went = [send for send in found if send.claimed_at >= keys.stamp(since) and may_have_gone(send)]
    return sorted(went, key=lambda send: send.claimed_at, reverse=True)


def unanswered(table: Table, claimed_before: datetime) -> Iterator[Send]:
    """The sends that are still SENDING although they were claimed before that moment, oldest first."""
    for item in table.items(keys.open_work_index(SENDING, claimed_before, "").pk, index="gsi2"):
        if item["claimed_at"] >= keys.stamp(claimed_before):
            return
        yield _send(item)


def claim(
    send: Send, gates: Sequence[Gate], caps: Caps, now: datetime, *, again: Send | None = None
) -> list[Write]:
    """The claim: commit these writes, and if they go through, the mail may be handed to SES, once.

    ``gates`` are the recipient's suppression gates. ``again`` is the released row of an earlier attempt.
    """
    from store import enrolments, leases  # whoever only looks up mails does not claim them

    free: ConditionBase = ABSENT
    if again is not None:
        free = Attr("state").eq(RELEASED) & Attr("attempt").eq(again.attempt)
    ttl = int((now + timedelta(days=_CAP_DAYS)).timestamp())
    return [
        Put(
            keys.send(send.lead_id, send.send_id),
            "send",
            _attributes(send) | {"state": SENDING, "claimed_at": keys.stamp(now)},
            when=free,
            gate=CLAIMED,
            gsi1=keys.person_index(send.person, now, send.send_id),
            gsi2=keys.open_work_index(SENDING, now, send.send_id),
        ),
        *suppression.all_open(gates),
        enrolments.still_due(send.lead_id, send.campaign_id, send.step, now),
        *leases.taken(send, now),
        _count(keys.cap(SENDER, send.sender, send.day), caps.sender_per_day, SENDER_CAP, ttl),
        _count(keys.cap(DOMAIN, send.domain, send.day), caps.domain_per_day, DOMAIN_CAP, ttl),
        *_of_campaign(send, caps, ttl),
    ]


def record(
    send: Send, message_id: str, now: datetime, noted: Mapping[str, object] = _NOTHING
) -> tuple[Write, ...]:
    """SES has it: the row, and the pointer by which answers find their mail.

    ``noted`` is what else is learned with it (see ``note``): a transaction takes one write an item.
    """
    return (
        Update(
            keys.send(send.lead_id, send.send_id),
            set={"state": SENT, "message_id": message_id, "sent_at": keys.stamp(now), **noted},
            remove=("gsi2pk", "gsi2sk"),
            when=Attr("state").is_in([SENDING, IN_DOUBT, RELEASED]),
            gate=SETTLED,
        ),
        pointer(send, message_id),
    )


def pointer(send: Send, message_id: str) -> Put:
    """From SES's id to the send."""
    return Put(
        keys.message_pointer(message_id),
        "message_pointer",
        {
            "lead_id": send.lead_id,
            "send_id": send.send_id,
            "campaign_id": send.campaign_id,
            "contact_id": send.contact_id,
            "step": send.step,
        },
    )


def release(send: Send, reason: str) -> tuple[Write, ...]:
    """SES certainly did not get it: the step may be claimed again, and the caps are given back."""
    return (_leave(send, RELEASED, reason), *give_back(send))


def refuse(send: Send, reason: str) -> tuple[Write, ...]:
    """SES will not take it: the step is over, and the caps are given back."""
    return (_leave(send, REFUSED, reason), *give_back(send))


def note(send: Send, noted: Mapping[str, object]) -> Update:
    """Note once what SES told: that the mail ``bounced``, was ``complained`` of, or ``delivered_at``."""
    fresh = None
    for name in noted:
        absent = Attr(name).not_exists()
        fresh = absent if fresh is None else fresh & absent
    return Update(keys.send(send.lead_id, send.send_id), set=noted, when=fresh, gate=NOTED)


def turned_away(gate: str, name: str, day: str, now: datetime) -> Update:
    """Count a mail that a cap sent back, so that the next one knows how many wait before it."""
    ttl = int((now + timedelta(days=_CAP_DAYS)).timestamp())
    return Update(keys.waiting(gate, name, day), add={"n": 1}, type="waiting", ttl=ttl)


def waiting(table: Table, gate: str, name: str, day: str) -> int:
    """How many mails a cap has sent back on a day."""
    item = table.get(keys.waiting(gate, name, day), consistent=False)
    return int(item["n"]) if item else 0


def doubt(send: Send, reason: str, now: datetime) -> Update:
    """Nobody knows whether SES has it: shown to a person, and never sent again by itself."""
    return Update(
        keys.send(send.lead_id, send.send_id),
        set={"state": IN_DOUBT, "reason": reason},
        when=Attr("state").eq(SENDING) & Attr("attempt").eq(send.attempt),
        gate=SETTLED,
        gsi2=keys.open_work_index(IN_DOUBT, now, send.send_id),
    )


def _leave(send: Send, state: str, reason: str) -> Update:
    return Update(
        keys.send(send.lead_id, send.send_id),
        set={"state": state, "reason": reason},
        remove=("gsi2pk", "gsi2sk"),
        when=Attr("state").eq(SENDING) & Attr("attempt").eq(send.attempt),
        gate=SETTLED,
    )


def _count(key: keys.Key, most: int, gate: str, ttl: int) -> Update:
    below = Attr("n").not_exists() | Attr("n").lt(most)
    return Update(key, add={"n": 1}, when=below, gate=gate, type="cap", ttl=ttl)


def _of_campaign(send: Send, caps: Caps, ttl: int) -> list[Update]:
    if caps.campaign_per_day is None:
        return []
    key = keys.cap(CAMPAIGN, send.campaign_id, send.day)
    return [_count(key, caps.campaign_per_day, CAMPAIGN_CAP, ttl)]


def give_back(send: Send) -> list[Update]:
    """Take the mail off the day's counters: it did not go."""
    counted = [(SENDER, send.sender), (DOMAIN, send.domain)]
    if send.campaign_capped:
        counted.append((CAMPAIGN, send.campaign_id))
    return [Update(keys.cap(scope, name, send.day), add={"n": -1}) for scope, name in counted]


def _attributes(send: Send) -> dict[str, object]:
    values = ((name, getattr(send, name)) for name in Send._fields)
    return {name: value for name, value in values if value not in (None, "") and value is not False}


def _send(item: Item) -> Send:
    return Send(**{name: item[name] for name in Send._fields if name in item})
