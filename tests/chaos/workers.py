"""Workers whose power fails at a line, whose clocks are off, and who get in each other's way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from runtime.stream import Unread
from store.table import Item
from tests.chaos.cuts import Cutter, unwatched
from tests.chaos.misfortune import Misfortune, SkewedClock
from tests.pipeline.chaos import PowerCut
from tests.pipeline.loop import Loop, Queues, Schedules

_LINES = (
    60,
    150,
    300,
)  # of a call whose length is not known yet: some end before, and are cut off at the end
_DEEPEST = 2  # workers that get in between one another


class FailingSchedules(Schedules):
    """Schedules that may fail to be made, or be made without saying so. A name is free once it fired."""

    def __init__(self, queues: Queues, luck: Misfortune) -> None:
        super().__init__(queues)
        self._luck = luck

    def once(self, *, name: str, at: datetime, to: str, document: dict[str, Any]) -> None:
        self.made = {pending[1] for pending in self.pending}
        fails = self._luck.strikes("schedules_failed", self._luck.odds.scheduler)
        if fails and self._luck.random.random() < 0.5:
            raise RuntimeError("the Scheduler has no time")
        super().once(name=name, at=at, to=to, document=document)
        if fails:
            raise RuntimeError("the Scheduler's answer was lost")


class ChaosLoop(Loop):
    """Runs until quiet, in one process, as if there were many."""

    def __init__(self, deps: Any, luck: Misfortune, stream: list[Item]) -> None:
        super().__init__(deps, luck, stream)  # type: ignore[arg-type]
        self._luck = luck
        self._lines: dict[str, int] = {}
        self._depth = 0
        self.cut_at: set[str] = set()
        self.calls: Counter[str] = Counter()
        self.begins: Callable[[str], None] = lambda name: None
        """Told which function is called next."""
        self.watched: tuple[str, Cutter] | None = None
        """A function, and who watches all its calls of this run, to cut one of them off."""

    def work(self, name: str, work: Callable[[Any], Any]) -> Any:
        return self._work(name, work)

    def _work(self, name: str, work: Callable[[Any], Any]) -> Any:
        self.calls[name] += 1
        self.begins(name)
        try:
            return self._on_power(name, work)
        except (ClientError, BotoCoreError) as error:
            # Only the stream's readers let these through: Lambda then delivers the batch again.
            self._luck.tell(f"{name}: {type(error).__name__}")
            raise Unread(str(error)) from error

    def _on_power(self, name: str, work: Callable[[Any], Any]) -> Any:
        luck = self._luck
        off = luck.random.uniform(-1, 1) * luck.odds.skew_seconds
        deps = SimpleNamespace(**vars(self._deps) | {"clock": SkewedClock(self._deps.clock, off)})
        if self.watched is not None and name == self.watched[0]:
            with self.watched[1].watching():
                return work(deps)
        if not luck.strikes("crashes", luck.odds.cut):
            return work(deps)
        cutter = Cutter(1 + luck.random.randrange(self._lines.get(name) or luck.random.choice(_LINES)))
        try:
            with cutter.watching():
                work(deps)
        except PowerCut as cut:
            self.cut_at.add(str(cut))
            luck.tell(f"{name}: power cut at {cut}")
            raise
        self._lines[name] = max(cutter.lines, 1)
        luck.tell(f"{name}: power cut after all was done")
        raise PowerCut(f"after {name}")

    def meanwhile(self) -> None:
        """Perhaps somebody else is faster: another worker deals with a message, or a person acts."""
        if self._depth >= _DEEPEST or not self._luck.strikes("overtakings", self._luck.odds.meanwhile):
            return
        self._depth += 1
        try:
            with unwatched():
                if self._luck.random.random() < 0.3:
                    self._deps.world.act_early(self._luck.random)
                else:
                    self._deliver()
        finally:
            self._depth -= 1
