"""The only HTTP of this room: polite, bounded, and deaf to where a page would like to send us.

A ``Fetcher`` lives as long as its process and remembers what politeness needs (robots.txt, whose turn is
when). Connections live as long as a ``Session``, which belongs to one event loop:

    fetcher.fetch(url)                      one page, for code without a loop
    fetcher.run(lambda session: …)          several pages of one site, in a loop that ends with the work
    async for url, found in fetcher.crawl(urls): …    many pages of many hosts
    for url, found in fetcher.fetch_all(urls): …      the same, for code without a loop
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine, Iterable, Iterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

import httpcore
import httpx

from scrapers.fetching.limits import AGENT, HTML_TYPES, JSON_TYPES, Limits
from scrapers.fetching.manners import Manners
from scrapers.fetching.permission import Kept, Permissions
from scrapers.fetching.resolving import Resolve, SystemResolver
from scrapers.fetching.session import Found, Session
from scrapers.fetching.transport import CheckedBackend, CheckedTransport
from scrapers.fetching.visit import Visits
from scrapers.fetching.wire import Wire
from scrapers.guard import Guard
from scrapers.page import Failure, Page

__all__ = ["AGENT", "HTML_TYPES", "JSON_TYPES", "Clock", "FetchSettings", "Fetcher", "Limits", "Session"]

_T = TypeVar("_T")
_THIS_MACHINE = frozenset({"127.0.0.1", "::1", "localhost"})


class FetchSettings(Protocol):
    """What a fetcher wants to know of its stage."""

    @property
    def public_url(self) -> str: ...

    @property
    def fetch_proxy(self) -> str: ...


class Clock(Protocol):
    """Gives the moment as aware UTC."""

    def now(self) -> datetime: ...


class ForbiddenProxy(ValueError):
    """The proxy is not on this machine."""


class Fetcher:
    """Fetches pages; a bad host gives a ``Failure`` and raises nothing.

    ``about_url`` is put into the User-Agent, so that a site's owner can find out who asks and say no. ``now``
    gives aware UTC; intervals are measured on the event loop's clock, which ``loop_factory`` brings.

    A ``proxy`` resolves names itself, so that addresses cannot be checked here. It is how the local stage
    reaches its invented shops, and nothing else: only one on this machine is taken (``ForbiddenProxy``),
    where a deployed function has none. ``network``, ``resolve``, ``guard`` and ``transport`` replace parts
    for tests and benchmarks.
    """

    def __init__(
        self,
        *,
        about_url: str,
        now: Callable[[], datetime],
        limits: Limits | None = None,
        proxy: str | None = None,
        guard: Guard | None = None,
        resolve: Resolve | None = None,
        network: httpcore.AsyncNetworkBackend | None = None,
        transport: Callable[[], httpx.AsyncBaseTransport] | None = None,
        loop_factory: Callable[[], asyncio.AbstractEventLoop] | None = None,
    ) -> None:
        if proxy and urlsplit(proxy).hostname not in _THIS_MACHINE:
            raise ForbiddenProxy("a fetch proxy is only taken on this machine, for the local stage")
        self.limits = limits or Limits()
        self._about_url, self._now, self._proxy = about_url, now, proxy
        self._guard = guard or Guard()
        self._resolve, self._network, self._transport = resolve, network, transport
        self._loop_factory = loop_factory
        self._robots: dict[str, Kept] = {}
        self._not_before: dict[str, float] = {}

    @classmethod
    def from_settings(cls, settings: FetchSettings, clock: Clock) -> Fetcher:
        """A fetcher as a stage configures it: its proxy, and its public address as the one to complain at."""
        return cls(about_url=settings.public_url, now=clock.now, proxy=settings.fetch_proxy or None)

    @asynccontextmanager
    async def session(self) -> AsyncIterator[Session]:
        """Connections for a piece of work in the running loop, closed at its end."""
        system = SystemResolver() if self._resolve is None else None
        wire = Wire(
            self._connect(self._resolve or system), self.limits, self._about_url, proxied=bool(self._proxy)
        )
        try:
            visits = Visits(
                wire,
                Manners(self.limits, self._not_before),
                Permissions(self._robots, self._guard, self._now),
                self._guard,
                self.limits,
                self._now,
            )
            yield Session(visits, self.limits.ahead)
        finally:
            await wire.aclose()
            if system is not None:
                system.close()

    def _connect(self, resolve: Resolve | None) -> httpx.AsyncBaseTransport:
        if self._transport is not None:
            return self._transport()
        backend: httpcore.AsyncNetworkBackend
        if self._proxy or resolve is None:
            backend = self._network or httpcore.AnyIOBackend()
        else:
            backend = CheckedBackend(resolve, self._guard.address, self._network)
        return CheckedTransport(backend, per_host=self.limits.per_host, proxy=self._proxy)

    def run(self, work: Callable[[Session], Coroutine[Any, Any, _T]]) -> _T:
        """Do the work in a loop of its own; nothing of it is left open. For code that runs in no loop."""

        async def inside() -> _T:
            async with self.session() as session:
                return await work(session)

        with asyncio.Runner(loop_factory=self._loop_factory) as runner:
            return runner.run(inside())

    def fetch(self, url: str) -> Page | Failure:
        """One page, for code that runs in no loop."""
        return self.run(lambda session: session.fetch(url))

    async def crawl(self, urls: Iterable[str]) -> AsyncGenerator[Found, None]:
        """Each URL with what is there, as they arrive: see ``Session.crawl``."""
        async with self.session() as session:
            async for found in session.crawl(urls):
                yield found

    def fetch_all(self, urls: Iterable[str]) -> Iterator[Found]:
        """As ``crawl``, for code that runs in no loop: pages arrive while the next one is waited for."""
        with asyncio.Runner(loop_factory=self._loop_factory) as runner:
            crawl = self.crawl(urls)

            async def following() -> Found | None:
                return await anext(crawl, None)

            try:
                while (found := runner.run(following())) is not None:
                    yield found
            finally:
                runner.run(crawl.aclose())
