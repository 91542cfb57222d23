"""Opens and clicks: each as SES told it, with the probability that a machine made it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach.engagement import Judgement, Touch
from store import keys
from store.table import Item, Table
from store.writes import Put

_KEPT_DAYS = 400
"""Longer than any half-life of interest by far; the addresses of readers are not kept for ever."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored touch, and how it was judged when the last touch of its mail came in."""

    touch_id: str
    send_id: str
    campaign_id: str
    touch: Touch
    judgement: Judgement


def of_send(table: Table, lead_id: str, send_id: str) -> list[Kept]:
    """The touches of one mail."""
    return [
        _kept(item) for item in table.items(keys.lead_pk(lead_id), f"{keys.TOUCH}{send_id}#", consistent=True)
    ]


def of_lead(table: Table, lead_id: str) -> Iterator[Kept]:
    """The touches of all mails to a lead."""
    return map(_kept, table.items(keys.lead_pk(lead_id), keys.TOUCH, consistent=True))


def keep(lead_id: str, kept: Kept, now: datetime) -> Put:
    """Store a touch with its judgement. A later judgement of the same touch replaces the earlier."""
    touch, judgement = kept.touch, kept.judgement
    return Put(
        keys.touch(lead_id, kept.send_id, kept.touch_id),
        "touch",
        {
            "touch_id": kept.touch_id,
            "lead_id": lead_id,
            "send_id": kept.send_id,
            "campaign_id": kept.campaign_id,
            "kind": touch.kind,
            "at": keys.stamp(touch.at),
            "mailed_at": keys.stamp(touch.mailed_at),
            "delivered_at": keys.stamp(touch.delivered_at) if touch.delivered_at else None,
            "link": touch.link[:2_000],
            "ip_address": touch.address[:64],
            "user_agent": touch.user_agent[:500],
            "machine": judgement.machine,
            "evidence": list(judgement.evidence),
        },
        ttl=int((now + timedelta(days=_KEPT_DAYS)).timestamp()),
    )


def _kept(item: Item) -> Kept:
    touch = Touch(
        kind=str(item["kind"]),
        at=datetime.fromisoformat(item["at"]),
        mailed_at=datetime.fromisoformat(item["mailed_at"]),
        link=str(item.get("link", "")),
        address=str(item.get("ip_address", "")),
        user_agent=str(item.get("user_agent", "")),
        delivered_at=datetime.fromisoformat(item["delivered_at"]) if "delivered_at" in item else None,
    )
    judgement = Judgement(int(item["machine"]), tuple(item.get("evidence", ())))
    return Kept(item["touch_id"], item["send_id"], item["campaign_id"], touch, judgement)
