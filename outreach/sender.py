"""Who writes: the person, company and address that stand in every mail of a conversation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from outreach.ids import digest


class Sender(NamedTuple):
    """Who writes. Each field stands in every mail: an unidentified sender may not send."""

    name: str
    address: str
    company: str
    postal_address: str
    time_zone: str
    website: str = ""

    def to_item(self) -> dict[str, Any]:
        return self._asdict()

    @classmethod
    def from_item(cls, item: Mapping[str, Any]) -> Sender:
        return cls(
            name=item["name"],
            address=item["address"],
            company=item["company"],
            postal_address=item["postal_address"],
            time_zone=item["time_zone"],
            website=item.get("website", ""),
        )


def choose(senders: Sequence[Sender], campaign_id: str, lead_id: str) -> Sender:
    """The sender of one lead's conversation: by hash, so that every step and every machine chooses the same.

    Each sender gets about the same number of leads.
    """
    place = int(digest("sender", campaign_id, lead_id)[:12], 16)
    return senders[place % len(senders)]
