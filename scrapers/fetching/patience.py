"""The time that one page may take."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from scrapers.fetching.stop import Stop
from scrapers.page import FailureKind


class Patience:
    """Two limits at once: ``total_s`` of being answered, and ``within`` seconds of everything, waiting
    included.

    The first stands still while a page waits for its turn: whoever is polite to a host loses nothing by it.
    The second belongs to the caller, who may have to be done by then; None is no such limit.
    """

    def __init__(self, total_s: float, within: float | None) -> None:
        self._total_s = total_s
        now = asyncio.get_running_loop().time()
        self._by = None if within is None else now + within
        self._clock: asyncio.Timeout | None = None

    @asynccontextmanager
    async def limit(self) -> AsyncIterator[None]:
        """Enforce both limits on what is done inside. Raises ``Stop``."""
        try:
            async with asyncio.timeout_at(self._by), asyncio.timeout(self._total_s) as self._clock:
                yield
        except TimeoutError:
            raise Stop(FailureKind.TIMED_OUT, "no whole page in the time allowed", passing=True) from None

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Waiting for one's turn: no time of being answered passes inside."""
        clock, loop = self._clock, asyncio.get_running_loop()
        when = clock.when() if clock else None
        if clock is None or when is None:
            yield
            return
        left = when - loop.time()
        clock.reschedule(None)
        yield
        clock.reschedule(loop.time() + left)

    def lasts(self, seconds: float) -> bool:
        """Whether a wait of so many seconds leaves time to ask."""
        return self._by is None or asyncio.get_running_loop().time() + seconds < self._by
