"""Read our own side: the whole table in one pass, the bucket, and the dead letters."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime

from cli.accounting.books import Called, Enrolled, Ours, Sent
from cli.connection import Connection
from cli.eventlog import read
from cli.reading import text, whole
from store.table import Item


def ours(connection: Connection) -> Ours:
    """What the table, the log, the bucket and the dead-letter queues hold now."""
    from adapters.mail_bucket import INBOUND
    from cli.deadletters import depth
    from outreach.suppression import mail_gates

    by_type: dict[str, list[Item]] = defaultdict(list)
    for item in whole(connection):
        by_type[item["_type"]].append(item)
    pepper = connection.pepper

    def hashes(address: str) -> tuple[str, ...]:
        return tuple(f"{gate.scope.value}#{gate.hashed}" for gate in mail_gates(address, pepper))

    return Ours(
        now=connection.clock.now(),
        events=tuple(sorted(map(read, by_type["event"]), key=lambda event: (event.at, event.id))),
        enrolled=tuple(map(_enrolled, by_type["enrolment"])),
        sends=tuple(map(_sent, by_type["send"])),
        calls=tuple(map(_called, by_type["call"])),
        mail={item["reply_id"]: text(item, "state") for item in by_type["mail"]},
        stored=tuple(connection.mail.keys(INBOUND)),
        suppressed={
            f"{item['scope']}#{item['hashed']}": _moment(item["at"]) for item in by_type["suppression"]
        },
        hashes=hashes,
        counters=_counters(by_type["counter"]),
        dead=depth(connection),
    )


def _enrolled(item: Item) -> Enrolled:
    # A step in doubt waits for a person, not for a moment.
    moment = None if item.get("in_doubt") else item.get("not_before")
    return Enrolled(
        lead_id=item["lead_id"],
        campaign_id=item["campaign_id"],
        state=item["state"],
        why=text(item, "why"),
        moves_at=_moment(moment) if moment else None,
    )


def _sent(item: Item) -> Sent:
    claimed = item.get("claimed_at")
    return Sent(
        send_id=item["send_id"],
        lead_id=item["lead_id"],
        state=item["state"],
        message_id=text(item, "message_id"),
        claimed_at=_moment(claimed) if claimed else None,
    )


def _called(item: Item) -> Called:
    return Called(
        call_id=item["call_id"],
        lead_id=item["lead_id"],
        state=item["state"],
        connect_contact_id=text(item, "connect_contact_id"),
        outcome=text(item, "outcome"),
    )


def _counters(items: list[Item]) -> dict[tuple[str, str], int]:
    sums: Counter[tuple[str, str]] = Counter()
    for item in items:
        sums[(item["campaign_id"], item["metric"])] += item["n"]
    return dict(sums)


def _moment(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)
