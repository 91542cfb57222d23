"""Fetching within one event loop: one page, or many at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Collection, Iterable, Mapping

from scrapers.fetching.limits import HTML_TYPES
from scrapers.fetching.visit import Visits, Wish
from scrapers.page import Failure, Page, Unchanged, Validators

Found = tuple[str, Page | Failure]
"""A URL as it was asked for, and what is there."""


class Session:
    """What reads pages while a loop runs. Made by ``scrapers.fetch.Fetcher``."""

    def __init__(self, visits: Visits, ahead: int) -> None:
        self._visits, self._ahead = visits, ahead

    async def fetch(
        self,
        url: str,
        *,
        accept: Collection[str] = HTML_TYPES,
        most_bytes: int | None = None,
        within: float | None = None,
    ) -> Page | Failure:
        """One page. Raises nothing for a bad host.

        ``accept`` names the media types that count as a page, ``most_bytes`` its largest size. ``within`` is
        the number of seconds for all of it, waiting for the host's turn included.
        """
        found = await self._visits.visit(url, Wish(accept, most_bytes, None, within))
        if isinstance(found, Unchanged):  # pragma: no cover - nothing was known that could be unchanged
            raise TypeError("an unconditional request had a conditional answer")
        return found

    async def fetch_changed(
        self,
        url: str,
        known: Mapping[str, Validators],
        *,
        accept: Collection[str] = HTML_TYPES,
        most_bytes: int | None = None,
        within: float | None = None,
    ) -> Page | Unchanged | Failure:
        """One page, unless the server says that it is as it was. ``known`` has validators by final URL."""
        return await self._visits.visit(url, Wish(accept, most_bytes, known, within))

    async def crawl(self, urls: Iterable[str]) -> AsyncGenerator[Found, None]:
        """Each URL with what is there, as they arrive; many hosts at once, each in its own turn.

        ``urls`` is read as far ahead as ``Limits.ahead`` and no further, whatever its length, so memory stays
        flat; results that nobody takes stop the crawl.
        """
        arrived: asyncio.Queue[asyncio.Task[Found]] = asyncio.Queue()
        under_way: set[asyncio.Task[Found]] = set()
        left = iter(urls)

        async def one(url: str) -> Found:
            return url, await self.fetch(url)

        def begin() -> bool:
            url = next(left, None)
            if url is not None:
                task = asyncio.create_task(one(url))
                under_way.add(task)
                task.add_done_callback(under_way.discard)
                task.add_done_callback(arrived.put_nowait)
            return url is not None

        try:
            promised = 0
            while promised < self._ahead and begin():
                promised += 1
            while promised:
                # An error of ours ends the crawl here, instead of being waited for for ever.
                yield (await arrived.get()).result()
                promised -= 1
                promised += begin()
        finally:
            for task in under_way:
                task.cancel()
            await asyncio.gather(*under_way, return_exceptions=True)
