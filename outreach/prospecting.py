"""A prospecting run, source by source: what was used of each, when it stops, and what comes next.

A run goes through its campaign's sources in their order. Each may use so many requests and find so many new
companies; one that fails for a moment is tried again after the others, a few times. Where a source stopped
before its end, the next run goes on from its place.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

MOST_TRIES = 3
"""Tries in a run at a source that fails for a moment, before it counts as failed."""
LONGEST_WAIT = timedelta(minutes=15)
"""A service that asks for more patience than this has failed for this run."""
_WAITS = (timedelta(seconds=30), timedelta(minutes=3))


class SourceState(StrEnum):
    """How far a run is with a source."""

    RUNNING = "running"
    WAITING = "waiting"  # failed for a moment; tried again after the other sources
    DONE = "done"  # went to its end
    STOPPED = "stopped"  # its budget or the run's was used up; the next run goes on from here
    FAILED = "failed"


ENDED = frozenset({SourceState.DONE, SourceState.STOPPED, SourceState.FAILED})


class Stop(StrEnum):
    """Why a source stopped before its end."""

    LEADS = "lead_budget"
    REQUESTS = "request_budget"
    RUN = "run_limit"
    PAUSED = "paused"


class SourceRun(NamedTuple):
    """A run's use of one source.

    ``place`` is where the answer in use was asked for, or is to be asked for; ``following`` is where to go on
    after it, None at the source's end. ``batch`` names the kept companies of an answer that has more of them
    than one step takes, of which ``offset`` are dealt with. ``leads`` counts what the budget is about: new
    companies, and those looked at again. ``resumed``: an earlier run stopped before the end.
    """

    number: int
    name: str
    state: SourceState = SourceState.RUNNING
    place: str | None = None
    following: str | None = None
    batch: str = ""
    offset: int = 0
    requests: int = 0
    leads: int = 0
    tries: int = 0
    reason: str = ""
    detail: str = ""
    retry_at: datetime | None = None
    resumed: bool = False

    @property
    def cursor(self) -> str:
        """Where this stands, as the request for the next step says it: an older request does not fit."""
        return f"{self.requests}:{self.offset}:{self.tries}"

    def asked(self, following: str | None) -> SourceRun:
        """A request was answered."""
        known = self._replace(requests=self.requests + 1, following=following, batch="", offset=0)
        return known._replace(tries=0, reason="", detail="")

    def took(self, count: int, leads: int, *, left: bool, batch: str) -> SourceRun:
        """``count`` companies of the answer were dealt with; ``leads`` of them count. ``left``: more wait."""
        used = self._replace(leads=self.leads + leads, offset=self.offset + count)
        if left:
            return used._replace(batch=batch)
        used = used._replace(batch="", offset=0)
        if self.following is None:
            return used._replace(state=SourceState.DONE, place=None)
        return used._replace(place=self.following, following=None)

    def stopped(self, why: Stop) -> SourceRun:
        return self._replace(state=SourceState.STOPPED, reason=why.value, detail="")

    def out_of_requests(self) -> SourceRun:
        """No further request is allowed: the reason of a failed one is what a person wants to know."""
        return self._replace(state=SourceState.FAILED) if self.tries else self.stopped(Stop.REQUESTS)

    def failed(
        self, reason: str, detail: str, now: datetime, *, passing: bool = False, after_s: float | None = None
    ) -> SourceRun:
        """A request was not answered, or not with companies: wait, or give up."""
        tries = self.tries + 1
        known = self._replace(requests=self.requests + 1, tries=tries, reason=reason, detail=detail)
        wait = _WAITS[min(tries, len(_WAITS)) - 1]
        if after_s is not None:
            wait = max(wait, timedelta(seconds=after_s))
        if not passing or tries >= MOST_TRIES or wait > LONGEST_WAIT:
            return known._replace(state=SourceState.FAILED)
        return known._replace(state=SourceState.WAITING, retry_at=now + wait)

    def again(self) -> SourceRun:
        """The wait is over."""
        return self._replace(state=SourceState.RUNNING, retry_at=None)

    @property
    def left_at(self) -> str | None:
        """Where the next run goes on; None for the source's beginning."""
        return None if self.state is SourceState.DONE else self.place


def next_source(runs: Iterable[SourceRun], sources: int) -> int | SourceRun | None:
    """What a run does when it is through with a source: the number of one that was not begun, else the
    waiting one whose time comes first, else nothing."""
    known = {run.number: run for run in runs}
    for number in range(sources):
        if number not in known:
            return number
    due = [
        (run.retry_at, number)
        for number, run in known.items()
        if run.state is SourceState.WAITING and run.retry_at is not None
    ]
    return known[min(due)[1]] if due else None
