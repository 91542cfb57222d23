"""Whether everything that came in was dealt with: a walk over the mail bucket, and how it gets on.

S3 tells of each new object, at least once, but it promises no moment, and a rule that was switched off for a
minute loses that minute. So the bucket is listed and compared with the table, in a walk that goes on where it
stopped. An object that has a state keeps it for ever, and a listing is complete for what lay there when it
began: what is older than a completed walk and had a state then is never looked up again. A walk over a
million objects costs a thousand listings and as many lookups as there are new objects.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

EVERY = timedelta(minutes=30)
"""From the beginning of a walk to that of the next."""

SETTLES_WITHIN = timedelta(minutes=30)
"""How long an object may take to reach its state: longer than all deliveries of its notification, with a
function that is cut off in some of them."""

_BEFORE_ANYTHING = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Walk:
    """A walk over the bucket.

    ``after`` is the last key that was seen. ``objects`` were seen, of which ``missing`` had no state although
    they lay there at ``until`` already; ``oldest_missing`` is since when the oldest of them lies there. Up to
    ``accounted_until`` everything had its state when the walk began. ``finished_at`` is None while it goes
    on. Times are aware UTC on the clock of the bucket.
    """

    started_at: datetime
    until: datetime
    accounted_until: datetime = _BEFORE_ANYTHING
    after: str = ""
    objects: int = 0
    missing: int = 0
    oldest_missing: datetime | None = None
    finished_at: datetime | None = None

    def to_look_up(self, modified: datetime) -> bool:
        """Whether the table is asked for an object that was stored at this moment."""
        return self.accounted_until < modified <= self.until


def begin(last: Walk | None, now: datetime) -> Walk | None:
    """The walk to go on with at ``now``, or a new one; None while the last one is fresh enough."""
    if last is not None and last.finished_at is None:
        return last
    if last is not None and now - last.started_at < EVERY:
        return None
    known = last.accounted_until if last else _BEFORE_ANYTHING
    return Walk(started_at=now, until=now - SETTLES_WITHIN, accounted_until=known)


def seen(walk: Walk, key: str, modified: datetime, *, missing: bool) -> Walk:
    """The walk after one more object."""
    moved = replace(walk, after=key, objects=walk.objects + 1)
    if not missing:
        return moved
    oldest = min(modified, walk.oldest_missing or modified)
    return replace(moved, missing=walk.missing + 1, oldest_missing=oldest)


def finish(walk: Walk, now: datetime) -> Walk:
    """The walk that has reached the end of the bucket."""
    # A missing one is looked up again the next time; S3 counts in whole seconds.
    until = walk.until
    if walk.oldest_missing is not None:
        until = min(until, walk.oldest_missing - timedelta(seconds=1))
    return replace(walk, accounted_until=max(walk.accounted_until, until), finished_at=now)
