"""Prospecting runs: what each met, source by source, counted in the transaction that wrote it.

Companies of one answer that are too many for one step are kept in the bucket (``adapters.mail_bucket``); the
row of the source names the object, so that only what was committed is ever gone on with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from outreach.prospecting import SourceRun, SourceState
from store import keys
from store.table import Item, Table
from store.writes import ABSENT, Put, Update, at_revision

RUNNING, WAITING, DONE, PAUSED = "running", "waiting", "done", "paused"
CHANGED = "run_source_changed"
"""The gate of a source's row: another delivery of the same request was quicker."""

OUTCOMES = ("found", "new", "again", "known", "invalid", "duplicate", "excluded")
"""What a row of a source may turn out to be. ``found`` is the sum of new, again, known and those that the
campaign itself excludes."""


_NONE: Mapping[str, int] = MappingProxyType({})


class Met(NamedTuple):
    """A source's row: how far it is, what it gave, and what was excluded, by category.

    ``refused`` are places and reasons of the first rows that were no company; never their text.
    """

    run: SourceRun
    counts: Mapping[str, int] = _NONE
    excluded_as: Mapping[str, int] = _NONE
    refused: tuple[Mapping[str, Any], ...] = ()
    changed_at: str = ""
    revision: int = 0


class Run(NamedTuple):
    """A run. ``limit`` is the most new companies it may find; None for as many as its sources may."""

    run_id: str
    state: str
    counts: Mapping[str, int]
    limit: int | None = None
    started_at: str = ""
    changed_at: str = ""
    ended_at: str = ""

    @property
    def leads(self) -> int:
        return self.counts.get("new", 0) + self.counts.get("again", 0)


def get(table: Table, campaign_id: str, run_id: str) -> Run | None:
    item = table.get(keys.run(campaign_id, run_id))
    return _run(item) if item else None


def of_campaign(table: Table, campaign_id: str) -> list[tuple[Run, list[Met]]]:
    """All runs of a campaign, the newest first, each with its sources in their order."""
    found: dict[str, Run] = {}
    sources: dict[str, list[Met]] = {}
    for item in table.items(keys.campaign_pk(campaign_id), keys.RUN):
        if item["_type"] == "run":
            found[item["run_id"]] = _run(item)
        else:
            sources.setdefault(item["run_id"], []).append(_met(item))
    ordered = sorted(found.values(), key=lambda run: (run.started_at, run.run_id), reverse=True)
    return [(run, sorted(sources.get(run.run_id, []), key=lambda met: met.run.number)) for run in ordered]


def sources(table: Table, campaign_id: str, run_id: str) -> list[Met]:
    """The sources that a run has begun, as they are now."""
    run = keys.run(campaign_id, run_id)
    return [_met(item) for item in table.items(run.pk, f"{run.sk}#", consistent=True)]


def standing(
    table: Table, campaign_id: str, run_id: str, number: int, source_identity: str
) -> tuple[Run | None, Met | None, str | None]:
    """The run, its source of that number, and where an earlier run left that source."""
    run, source = keys.run(campaign_id, run_id), keys.run_source(campaign_id, run_id, number)
    place = keys.source_place(campaign_id, source_identity)
    found = table.get_many([run, source, place])
    return (
        _run(found[run]) if run in found else None,
        _met(found[source]) if source in found else None,
        found.get(place, {}).get("place") or None,
    )


def progress(
    campaign_id: str,
    run_id: str,
    *,
    state: str,
    counts: Mapping[str, int],
    now: datetime,
    first: bool,
    limit: int | None = None,
) -> Update:
    """Add one step's counts to the run's item, and say how far it is."""
    changes: dict[str, Any] = {
        "campaign_id": campaign_id,
        "run_id": run_id,
        "state": state,
        "changed_at": keys.stamp(now),
    }
    if first:
        changes["started_at"] = keys.stamp(now)
        if limit is not None:
            changes["limit"] = limit
    if state in (DONE, PAUSED):
        changes["ended_at"] = keys.stamp(now)
    added = {name: n for name, n in counts.items() if n}
    return Update(keys.run(campaign_id, run_id), set=changes, add=added, type="run")


def source(campaign_id: str, run_id: str, met: Met, now: datetime) -> Put:
    """A source's row as it is after a step; the revision is that of the row that was read (0: none)."""
    run = met.run
    attributes: dict[str, Any] = {
        "campaign_id": campaign_id,
        "run_id": run_id,
        "number": run.number,
        "source": run.name,
        "state": run.state.value,
        "place": run.place,
        "following": run.following,
        "batch": run.batch or None,
        "offset": run.offset,
        "requests": run.requests,
        "leads": run.leads,
        "tries": run.tries,
        "reason": run.reason or None,
        "detail": run.detail or None,
        "retry_at": run.retry_at.isoformat() if run.retry_at else None,
        "resumed": run.resumed,
        "changed_at": keys.stamp(now),
        "excluded_as": dict(met.excluded_as) or None,
        "refused_rows": [dict(row) for row in met.refused] or None,
        **{name: met.counts[name] for name in OUTCOMES if met.counts.get(name)},
    }
    return Put(
        keys.run_source(campaign_id, run_id, run.number),
        "run_source",
        attributes,
        when=at_revision(met.revision) if met.revision else ABSENT,
        gate=CHANGED,
        revision=met.revision + 1,
    )


def left_at(campaign_id: str, source_identity: str, place: str | None, now: datetime) -> Put:
    """Where the campaign's next run goes on with a source; None for its beginning."""
    attributes = {"campaign_id": campaign_id, "place": place, "changed_at": keys.stamp(now)}
    return Put(keys.source_place(campaign_id, source_identity), "source_place", attributes)


def together(rows: Sequence[Met]) -> dict[str, int]:
    """The sum of several sources' counts."""
    return {name: sum(met.counts.get(name, 0) for met in rows) for name in OUTCOMES}


def _run(item: Item) -> Run:
    limit = item.get("limit")
    return Run(
        run_id=item["run_id"],
        state=item["state"],
        counts={name: int(item[name]) for name in OUTCOMES if name in item},
        limit=None if limit is None else int(limit),
        started_at=item.get("started_at", ""),
        changed_at=item.get("changed_at", ""),
        ended_at=item.get("ended_at", ""),
    )


def _met(item: Item) -> Met:
    retry_at = item.get("retry_at")
    run = SourceRun(
        number=int(item["number"]),
        name=item["source"],
        state=SourceState(item["state"]),
        place=item.get("place"),
        following=item.get("following"),
        batch=item.get("batch", ""),
        offset=int(item["offset"]),
        requests=int(item["requests"]),
        leads=int(item["leads"]),
        tries=int(item["tries"]),
        reason=item.get("reason", ""),
        detail=item.get("detail", ""),
        retry_at=datetime.fromisoformat(retry_at) if retry_at else None,
        resumed=bool(item.get("resumed")),
    )
    return Met(
        run,
        counts={name: int(item[name]) for name in OUTCOMES if name in item},
        excluded_as={name: int(n) for name, n in item.get("excluded_as", {}).items()},
        refused=tuple(item.get("refused_rows", ())),
        changed_at=item.get("changed_at", ""),
        revision=int(item["rev"]),
    )
