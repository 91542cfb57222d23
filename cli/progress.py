"""Live progress of a run: counters by stage, what just happened, how fast."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from cli import output
from cli.connection import Connection
from cli.eventlog import Said, read
from cli.figures import Funnel, shown, together
from cli.quiet import Motion

if TYPE_CHECKING:
    from rich.console import RenderableType

_RECENT = 8
_CHANGED_AT_ONCE = 6  # leads whose newest event is looked up between two pictures
_RATE_SECONDS = 5.0
_PLAIN_SECONDS = 5.0  # between two lines where there is no terminal
_SEEN_EVERY = 1.0
_JUST_BEFORE = timedelta(seconds=5)  # events this much older than the watch are news too


class Progress:
    """Reads a campaign's counters and its newest events, and draws them."""

    def __init__(self, connection: Connection, campaign_id: str) -> None:
        self._connection = connection
        self._campaign_id = campaign_id
        self._started = time.monotonic()
        self._since = connection.clock.now() - _JUST_BEFORE
        self._revisions: dict[str, int] = {}
        self._names: dict[str, str] = {}
        self._recent: deque[tuple[Said, str]] = deque(maxlen=_RECENT)
        self._history: deque[tuple[float, int]] = deque()
        self._read_at = 0.0
        self.funnel = Funnel({})
        self.motion = Motion()

    def update(self, motion: Motion) -> None:
        """Read again, at most once a second."""
        self.motion = motion
        now = time.monotonic()
        if now - self._read_at < _SEEN_EVERY:
            return
        self._read_at = now
        from store.counters import NO_CAMPAIGN, totals

        table = self._connection.table
        # Unmatched replies belong to no campaign, but they are news all the same.
        unmatched = {
            name: n for name, n in totals(table, NO_CAMPAIGN).items() if name.startswith("reply.unmatched")
        }
        self.funnel = Funnel(together(totals(table, self._campaign_id), unmatched))
        self._history.append((now, sum(self.funnel.counters.values())))
        while len(self._history) > 2 and self._history[0][0] < now - _RATE_SECONDS:
            self._history.popleft()
        self._look_for_news()

    def _look_for_news(self) -> None:
        from cli.reading import enrolments, last_events

        table = self._connection.table
        changed: list[str] = []
        for item in enrolments(table, self._campaign_id):
            lead_id, revision = item["lead_id"], int(item["rev"])
            if self._revisions.get(lead_id) != revision:
                changed.append(lead_id)
            self._revisions[lead_id] = revision
        for lead_id in changed[-_CHANGED_AT_ONCE:]:
            for item in last_events(table, lead_id):
                event = read(item)
                if event.at >= self._since and all(event.id != known.id for known, _ in self._recent):
                    self._recent.append((event, self._name(lead_id)))

    def _name(self, lead_id: str) -> str:
        if lead_id not in self._names:
            from store import keys

            item: dict[str, Any] = self._connection.table.get(keys.lead(lead_id)) or {}
            self._names[lead_id] = output.line(item.get("domain") or lead_id[:8], 40)
        return self._names[lead_id]

    @property
    def rate(self) -> float:
        """Events a second over the last seconds."""
        if len(self._history) < 2:
            return 0.0
        (first_at, first), (last_at, last) = self._history[0], self._history[-1]
        return (last - first) / (last_at - first_at) if last_at > first_at else 0.0

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._started

    def headline(self) -> str:
        """One line: how long, how fast, what still moves."""
        moving = f"moving: {self.motion}" if not self.motion.still else "settling"
        return f"{self._campaign_id}: {self.seconds:.0f} s, {self.rate:.1f} events/s, {moving}"

    def line(self) -> str:
        """The counters on one line, for where there is no terminal."""
        stages = ", ".join(f"{stage} {count}" for stage, count, _ in shown(self.funnel) if count)
        moving = "" if self.motion.still else f" (moving: {self.motion})"
        return f"{self.seconds:4.0f} s  {stages or 'nothing yet'}{moving}"

    def picture(self) -> RenderableType:
        """Counters on the left, news on the right."""
        from rich.columns import Columns
        from rich.console import Group

        counters = output.grid(
            ("stage", "count"), [(stage, count) for stage, count, _ in shown(self.funnel)], right=("count",)
        )
        news = output.grid(
            ("at", "what", "who"),
            [
                (f"{event.at:%H:%M:%S}", describe(event), name)
                for event, name in sorted(self._recent, key=lambda pair: pair[0].at)
            ],
        )
        return Group(output.safe(self.headline(), "bold"), Columns([counters, news], padding=(0, 4)))


def describe(event: Said) -> str:
    """An event in a few words: its type, and the field that tells most."""
    for name in ("reason", "label", "outcome", "kind", "object", "platform", "source"):
        if event[name]:
            return f"{event.type} ({event[name]})"
    if event.type == "lead.scored":
        return f"lead.scored (fit {event['fit']}, intent {event['intent']})"
    return event.type


@contextmanager
def drawn(progress: Progress, *, silent: bool) -> Iterator[Any]:
    """Draw on standard error while the block runs; yields what to call after each look.

    On a terminal a picture is kept up to date; elsewhere a line is printed now and then; ``silent`` only
    reads.
    """
    console = output.err()
    if silent:
        yield progress.update
        return
    if not console.is_terminal:
        last = [time.monotonic() - _PLAIN_SECONDS]

        def print_now_and_then(motion: Motion) -> None:
            progress.update(motion)
            if time.monotonic() - last[0] >= _PLAIN_SECONDS:
                last[0] = time.monotonic()
                output.say(progress.line())

        yield print_now_and_then
        return
    from rich.live import Live

    with Live(console=console, refresh_per_second=4, transient=True) as live:

        def draw(motion: Motion) -> None:
            progress.update(motion)
            live.update(progress.picture())

        yield draw
