"""A web of scripted answers for the fetcher: no sockets, and a clock that jumps."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from scrapers.fetch import Fetcher, Limits, Session
from scrapers.page import Failure, Page
from tests.unit.scrapers.fetching.virtual import VirtualLoop

HTML = {"content-type": "text/html; charset=utf-8"}
HOME = "https://shop.example/"
START = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)
Responder = Callable[[httpx.Request], httpx.Response | Awaitable[httpx.Response]]
Script = dict[str, Responder | httpx.Response]


class Pieces(httpx.AsyncByteStream):
    """A body in pieces, each after so many seconds."""

    def __init__(self, *pieces: bytes, every: float = 0.0) -> None:
        self._pieces, self._every = pieces, every

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            await asyncio.sleep(self._every)
            yield piece


class Endless(httpx.AsyncByteStream):
    """A body without an end."""

    def __init__(self, every: float) -> None:
        self._every = every

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            await asyncio.sleep(self._every)
            yield b"x" * 1_000


class Web(httpx.AsyncBaseTransport):
    """Answers by URL; a missing robots.txt is 404, anything else that is missing is 404 too.

    ``asked`` has the URLs in order, ``at`` the moments (seconds since the start) at which each was asked.
    """

    def __init__(self, script: Script | None = None) -> None:
        self.script = script or {}
        self.asked: list[str] = []
        self.at: list[float] = []
        self.requests: list[httpx.Request] = []
        self.passed = 0.0
        self.open = self.most_open = 0
        self.open_at: dict[str, int] = {}
        self.most_open_at: dict[str, int] = {}
        self._loop: VirtualLoop | None = None

    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds())

    def seconds(self) -> float:
        return self.passed + (self._loop.time() if self._loop else 0.0)

    def loop(self) -> VirtualLoop:
        self.passed = self.seconds()
        self._loop = VirtualLoop()
        # The clock of one loop goes on where the last one stopped, as the machine's does.
        self._loop._jumping.now, self.passed = self.passed, 0.0
        return self._loop

    def later(self, seconds: float) -> None:
        assert self._loop
        self._loop._jumping.now += seconds

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url, host = str(request.url), request.url.host
        self.asked.append(url)
        self.at.append(self.seconds())
        self.requests.append(request)
        self.open += 1
        self.open_at[host] = self.open_at.get(host, 0) + 1
        self.most_open = max(self.most_open, self.open)
        self.most_open_at[host] = max(self.most_open_at.get(host, 0), self.open_at[host])
        try:
            found = self.script.get(url, httpx.Response(404))
            if callable(found):
                answer = found(request)
                found = answer if isinstance(answer, httpx.Response) else await answer
        finally:
            self.open -= 1
            self.open_at[host] -= 1
        if isinstance(found.stream, httpx.ByteStream):
            # A response made with its content counts as read; the wire gives one that is still to be read.
            stream = Pieces(b"".join(found.stream))
            return httpx.Response(found.status_code, headers=found.headers, stream=stream)
        return found

    def fetcher(self, proxy: str | None = None, **limits: float | int) -> Fetcher:
        return Fetcher(
            about_url="https://beckon.example/bot",
            now=self.now,
            limits=Limits(**limits),  # type: ignore[arg-type]
            proxy=proxy,
            transport=lambda: self,
            loop_factory=self.loop,
        )

    def crawl(self, urls: list[str], **limits: float | int) -> dict[str, Page | Failure]:
        """Everything that a crawl gives, by URL."""

        async def work(session: Session) -> dict[str, Page | Failure]:
            return {url: found async for url, found in session.crawl(urls)}

        return self.fetcher(**limits).run(work)


def page(body: str = "<p>hello", **headers: str) -> httpx.Response:
    return httpx.Response(200, headers=HTML | headers, text=body)


def to(url: str, status: int = 302) -> httpx.Response:
    return httpx.Response(status, headers={"location": url})


def robots(text: str, status: int = 200) -> httpx.Response:
    return httpx.Response(status, text=text)


def slow(seconds: float, answer: httpx.Response) -> Responder:
    async def respond(_: httpx.Request) -> httpx.Response:
        await asyncio.sleep(seconds)
        return answer

    return respond


def failed(result: Any) -> Failure:
    assert isinstance(result, Failure), result
    return result


def fetched(result: Any) -> Page:
    assert isinstance(result, Page), result
    return result
