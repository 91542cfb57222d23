"""Whose turn it is: how many requests are open at a host and in all, and when the next may begin."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from scrapers.fetching.limits import Limits
from scrapers.fetching.patience import Patience
from scrapers.fetching.stop import Stop
from scrapers.page import FailureKind

_MOST_REMEMBERED = 5_000  # hosts that are to be left alone; beyond, those whose time has come are forgotten


class Manners:
    """Turns of hosts, within one event loop.

    ``not_before`` holds, by host, the earliest beginning of its next request (seconds of the loop's clock).
    It outlives the loop in its owner's hands, so that the next piece of work is as polite.
    """

    def __init__(self, limits: Limits, not_before: dict[str, float]) -> None:
        self._limits, self._not_before = limits, not_before
        self._places: dict[str, asyncio.Semaphore] = {}
        self._users: dict[str, int] = {}
        self._in_all = asyncio.Semaphore(limits.at_once)

    @asynccontextmanager
    async def turn(self, host: str, delay: float, patience: Patience) -> AsyncIterator[None]:
        """Wait for this host's turn and hold it while a request is open; the next begins ``delay`` s later.

        Waiting costs ``patience`` no time. Raises ``Stop`` where the host asked for a longer pause than there
        is.
        """
        async with self._place(host, patience):
            while (pause := self._pause(host)) > 0:
                if pause > max(self._limits.most_delay_s, self._limits.most_pause_s) or not patience.lasts(
                    pause
                ):
                    raise Stop(
                        FailureKind.TIMED_OUT,
                        "the pause that the host asks for exceeds the time allowed",
                        retry_after_s=pause,
                        passing=True,
                    )
                with patience.stopped():
                    await asyncio.sleep(pause)
            self.leave_alone(host, delay)
            with patience.stopped():
                await self._in_all.acquire()
            try:
                yield
            finally:
                self._in_all.release()

    def leave_alone(self, host: str, seconds: float) -> None:
        """No request to this host begins within so many seconds, whoever wants it."""
        if seconds <= 0:
            return
        now = _clock()
        if len(self._not_before) >= _MOST_REMEMBERED:
            for known, moment in list(self._not_before.items()):
                if moment <= now:
                    del self._not_before[known]
        self._not_before[host] = max(self._not_before.get(host, 0.0), now + seconds)

    def _pause(self, host: str) -> float:
        return self._not_before.get(host, 0.0) - _clock()

    @asynccontextmanager
    async def _place(self, host: str, patience: Patience) -> AsyncIterator[None]:
        """One of the host's places, which are forgotten with their last user."""
        places = self._places.setdefault(host, asyncio.Semaphore(self._limits.per_host))
        self._users[host] = self._users.get(host, 0) + 1
        try:
            with patience.stopped():
                await places.acquire()
            try:
                yield
            finally:
                places.release()
        finally:
            self._users[host] -= 1
            if not self._users[host]:
                del self._users[host], self._places[host]


def _clock() -> float:
    return asyncio.get_running_loop().time()
