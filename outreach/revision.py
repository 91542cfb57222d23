"""What two versions of a campaign differ in, and whether those who are in it may follow the newer one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from outreach.campaign import Campaign
from outreach.enrolment import Enrolment

_NOT_A_CHANGE = frozenset({"version"})


class Difference(NamedTuple):
    """One setting that differs: its place, as in ``steps[1].wait_seconds``; None where it is not set."""

    where: str
    old: Any
    new: Any


def differences(old: Campaign, new: Campaign) -> list[Difference]:
    """Every setting of the stored form that differs, by place."""
    before, after = (dict(_leaves(campaign.to_item())) for campaign in (old, new))
    places = sorted(set(before) | set(after))
    return [
        Difference(place, before.get(place), after.get(place))
        for place in places
        if before.get(place) != after.get(place) and place not in _NOT_A_CHANGE
    ]


def _leaves(value: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    """The single values of a stored form. A list of texts counts as one value."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _leaves(part, f"{where}.{name}" if where else str(name))
    elif isinstance(value, list) and any(isinstance(part, Mapping | list) for part in value):
        for number, part in enumerate(value):
            yield from _leaves(part, f"{where}[{number}]")
    else:
        yield where, value


def hinders(old: Campaign, new: Campaign) -> list[str]:
    """Why those who are in the older version can't go on with the newer one; empty when they can.

    They keep what they were told: who writes to them, and on which legal ground. And the number of a step
    must mean the same mail to them as before, as far as it is not sent.
    """
    found = []
    if (old.sender, old.other_senders) != (new.sender, new.other_senders):
        found.append("senders: a conversation keeps the sender that it began with")
    if old.legal_basis is not new.legal_basis:
        found.append("legal_basis: people were told another one")
    if new.follow_up_count < old.follow_up_count:
        found.append(
            f"sequence.steps: {new.follow_up_count} steps instead of {old.follow_up_count}, and somebody may "
            "be at one that is gone"
        )
    if old.again_number is not None and old.again_number != new.again_number:
        found.append("sequence.again: somebody may be waiting for it, and it is at another place or gone")
    return found


def may_follow(enrolment: Enrolment, new: Campaign) -> bool:
    """Whether this enrolment still sends mails, and can send its next by the newer version.

    A step in doubt keeps the version by which it may have been sent.
    """
    if not enrolment.waiting or enrolment.in_doubt or enrolment.campaign_version >= new.version:
        return False
    return new.step(enrolment.step) is not None
