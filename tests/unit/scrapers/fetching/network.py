"""A network of scripted hosts below the HTTP library: what comes over the wire, byte by byte, and when."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterable
from datetime import datetime, timedelta
from typing import Any

import httpcore

from scrapers.fetch import Fetcher, Limits
from scrapers.guard import Guard
from scrapers.page import Failure, Page
from tests.unit.scrapers.fetching.virtual import VirtualLoop
from tests.unit.scrapers.fetching.web import START

PUBLIC = "93.184.216.34"
Step = bytes | float | Exception
"""Some bytes; a pause in seconds; an error of the connection. After the last step the host hangs up."""

NO_ROBOTS: list[Step] = [b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"]


def ok(body: bytes, *headers: bytes) -> bytes:
    """A whole answer."""
    lines = [b"HTTP/1.1 200 OK", b"Content-Type: text/html", b"Content-Length: %d" % len(body), *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


class Stream(httpcore.AsyncNetworkStream):
    """One connection. ``host`` gives the steps that answer each request."""

    def __init__(self, network: Network, address: str) -> None:
        self._network, self._address = network, address
        self._steps: AsyncIterator[bytes] | None = None
        self._sent = b""
        self.closed = False

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            async with asyncio.timeout(timeout):
                assert self._steps
                return await anext(self._steps, b"")
        except TimeoutError as exc:
            raise httpcore.ReadTimeout from exc

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._sent += buffer
        if self._sent.endswith(b"\r\n\r\n"):
            self._network.received.append(self._sent)
            path = self._sent.split(b" ", 2)[1]
            robots = path == b"/robots.txt"
            self._steps = self._play(self._network.robots if robots else self._network.page)
            self._sent = b""

    async def _play(self, steps: Iterable[Step]) -> AsyncIterator[bytes]:
        for step in steps:
            if isinstance(step, Exception):
                raise step
            if isinstance(step, bytes):
                yield step
            else:
                await asyncio.sleep(step)

    async def aclose(self) -> None:
        self.closed = True

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        self._network.names.append(server_hostname or "")
        if self._network.tls is not None:
            try:
                raise self._network.tls
            except OSError as exc:
                raise httpcore.ConnectError("handshake failed") from exc
        return self

    def get_extra_info(self, info: str) -> Any:
        return False if info == "is_readable" else None


class Network(httpcore.AsyncNetworkBackend):
    """Names resolve as ``answers`` say, call by call (the last stays); any page is ``page``.

    ``connected`` has the addresses that connections went to, ``names`` the names in TLS.
    """

    def __init__(self, page: Iterable[Step] = (), *answers: list[str] | Exception) -> None:
        self.page = list(page)
        self.robots = NO_ROBOTS
        self.answers = list(answers) or [[PUBLIC]]
        self.dead: set[str] = set()
        self.silent: set[str] = set()
        self.tls: Exception | None = None
        self.connected: list[str] = []
        self.names: list[str] = []
        self.received: list[bytes] = []
        self.resolved: list[str] = []
        self.streams: list[Stream] = []
        self._loop: VirtualLoop | None = None

    async def resolve(self, host: str, port: int) -> list[str]:
        self.resolved.append(host)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        self.connected.append(host)
        if host in self.dead:
            raise httpcore.ConnectError("refused")
        if host in self.silent:
            await asyncio.sleep(timeout or 3600)
            raise httpcore.ConnectTimeout("no answer")
        self.streams.append(Stream(self, host))
        return self.streams[-1]

    def seconds(self) -> float:
        return self._loop.time() if self._loop else 0.0

    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds())

    def loop(self) -> VirtualLoop:
        self._loop = VirtualLoop()
        return self._loop

    def fetcher(self, **limits: float | int) -> Fetcher:
        return Fetcher(
            about_url="",
            now=self.now,
            limits=Limits(**limits),  # type: ignore[arg-type]
            guard=Guard(),
            resolve=self.resolve,
            network=self,
            loop_factory=self.loop,
        )

    def fetch(self, url: str = "http://shop.example/", **limits: float | int) -> Page | Failure:
        return self.fetcher(**limits).fetch(url)
