"""Those who are in a campaign while it is changed: whether they may follow, and letting them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from cli.connection import Connection
from cli.errors import Trouble

if TYPE_CHECKING:
    from outreach.campaign import Campaign
    from store.enrolments import Stored
    from store.table import Item

_ATTEMPTS = 5  # at an enrolment that a handler moves at the same time


class Moved(NamedTuple):
    """How many follow the new version, and how many of those who still wait for a mail keep theirs."""

    moved: int
    kept: int


def by_version(connection: Connection, campaign_id: str) -> dict[int, int]:
    """How many still wait for a mail, by the version that they are in."""
    counts: dict[int, int] = {}
    for item in _waiting(connection, campaign_id):
        version = int(item["campaign_version"])
        counts[version] = counts.get(version, 0) + 1
    return counts


def refuse_if_unsafe(connection: Connection, new: Campaign) -> None:
    """Raise ``Trouble`` with every reason for which somebody can't go on with the new version."""
    from outreach import revision
    from store import campaigns

    reasons = []
    for version in sorted(by_version(connection, new.id)):
        old = campaigns.version(connection.table, new.id, version)
        found = revision.hinders(old, new) if old else []
        reasons += [f"version {version}: {reason}" for reason in found]
    if reasons:
        raise Trouble(
            "those who are in it can't go on with this version, and nothing was saved",
            "leave out --apply-to-running: they keep theirs, and the new one is for whoever begins",
            tuple(reasons),
        )


def follow(connection: Connection, campaign_id: str) -> Moved:
    """Let all who may go on with the campaign's newest version. May be repeated, and broken off."""
    from store import campaigns, enrolments

    current = campaigns.current(connection.table, campaign_id)
    assert current is not None, "it was just saved"
    moved = kept = 0
    for item in list(_waiting(connection, campaign_id)):
        for _ in range(_ATTEMPTS):
            stored = enrolments.get(connection.table, item["lead_id"], campaign_id)
            if stored is None or not _may(connection, stored, current.campaign):
                kept += stored is not None and stored.enrolment.campaign_version < current.campaign.version
                break
            if _follows(connection, stored, current.campaign.version):
                moved += 1
                break
        else:
            kept += 1
    return Moved(moved, kept)


def _may(connection: Connection, stored: Stored, new: Campaign) -> bool:
    """Whether this one may follow: what is true of all its version's is asked again, a run may have begun."""
    from outreach import revision
    from store import campaigns

    if not revision.may_follow(stored.enrolment, new):
        return False
    old = campaigns.version(connection.table, new.id, stored.enrolment.campaign_version)
    return old is not None and not revision.hinders(old, new)


def _follows(connection: Connection, stored: Stored, version: int) -> bool:
    from store import enrolments
    from store.table import Refusal

    try:
        connection.table.commit([enrolments.follow(stored, version)])
    except Refusal:
        return False
    return True


def _waiting(connection: Connection, campaign_id: str) -> Iterator[Item]:
    from cli import reading
    from outreach.enrolment import WAITING

    for item in reading.enrolments(connection.table, campaign_id):
        if item["state"] in WAITING:
            yield item
