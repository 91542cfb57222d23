"""The wire: an httpx transport that connects only to addresses that were checked."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterable
from typing import Protocol, cast

import httpcore
import httpx
from httpcore import SOCKET_OPTION

from scrapers.fetching.resolving import Resolve
from scrapers.guard import ForbiddenTarget

_MOST_ADDRESSES = 4  # tried of one name, in the resolver's order
_MOST_ORIGINS = 256  # whose idle connections are kept
_KEEP_ALIVE_S = 15.0


_Origin = tuple[bytes, bytes, int | None]


class NameNotFound(httpcore.ConnectError):
    """The name has no address. ``for_now``: its name server did not answer, which may pass."""

    def __init__(self, *, for_now: bool) -> None:
        super().__init__("the name does not resolve")
        self.for_now = for_now


class CheckedBackend(httpcore.AsyncNetworkBackend):
    """Resolves, checks every address, and connects to one that was checked.

    Checking first and letting the library resolve again would leave a gap in which the name's owner can
    change the answer (DNS rebinding). Each new connection is checked anew. TLS still verifies the certificate
    against the name, and the Host header has it.
    """

    def __init__(
        self,
        resolve: Resolve,
        check: Callable[[str], str],
        network: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        self._resolve, self._check = resolve, check
        self._network = network or httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            async with asyncio.timeout(timeout):
                return await self._connect(host, port, timeout, local_address, socket_options)
        except TimeoutError as exc:
            raise httpcore.ConnectTimeout("no connection in time") from exc

    async def _connect(
        self,
        host: str,
        port: int,
        timeout: float | None,
        local_address: str | None,
        socket_options: Iterable[SOCKET_OPTION] | None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            addresses = await self._resolve(host, port)
        except (OSError, UnicodeError) as exc:
            raise NameNotFound(for_now=getattr(exc, "errno", None) == socket.EAI_AGAIN) from exc
        # All of them, not only the one used: a host that also names a private address is not a public shop.
        checked = [self._check(address) for address in addresses]
        failure: Exception = NameNotFound(for_now=False)
        tried = checked[:_MOST_ADDRESSES]
        each = None if timeout is None else timeout / max(1, len(tried))
        for address in tried:
            try:
                return await self._network.connect_tcp(address, port, each, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as exc:
                failure = exc  # often an IPv6 address without a way to it: the next may have one
        raise failure

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        raise ForbiddenTarget("a socket of this machine is not asked")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class _Stream(Protocol):
    """A body as httpcore's asynchronous pool gives it."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...

    async def aclose(self) -> None: ...


class _Body(httpx.AsyncByteStream):
    def __init__(self, stream: _Stream) -> None:
        self._stream = stream

    def __aiter__(self) -> AsyncIterator[bytes]:
        return aiter(self._stream)

    async def aclose(self) -> None:
        await self._stream.aclose()


class CheckedTransport(httpx.AsyncBaseTransport):
    """HTTP/1.1 and HTTP/2 over a network backend. Errors stay httpcore's own; ``wire`` names them.

    Each origin has a connection pool of its own: httpcore looks through all connections of a pool, and polls
    the sockets of the idle ones, at each request, which costs more than the request once there are hundreds.
    """

    def __init__(
        self,
        backend: httpcore.AsyncNetworkBackend,
        *,
        per_host: int,
        proxy: str | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._backend, self._per_host = backend, per_host
        self._proxy = httpcore.Proxy(proxy) if proxy else None
        self._tls = tls
        self._pools: OrderedDict[_Origin, httpcore.AsyncConnectionPool] = OrderedDict()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        await self._close_unused()
        response = await self._pool((url.scheme, url.host, url.port)).handle_async_request(
            httpcore.Request(
                method=request.method, url=url, headers=request.headers.raw, extensions=request.extensions
            )
        )
        return httpx.Response(
            status_code=response.status,
            headers=response.headers,
            stream=_Body(cast(_Stream, response.stream)),
            extensions=response.extensions,
        )

    def _pool(self, origin: _Origin) -> httpcore.AsyncConnectionPool:
        pool = self._pools.get(origin)
        if pool is None:
            if self._tls is None and origin[0] == b"https":
                self._tls = ssl.create_default_context()
            pool = self._pools[origin] = httpcore.AsyncConnectionPool(
                ssl_context=self._tls,
                proxy=self._proxy,
                max_connections=self._per_host,
                keepalive_expiry=_KEEP_ALIVE_S,
                http2=True,
                network_backend=self._backend,
            )
        self._pools.move_to_end(origin)
        return pool

    async def _close_unused(self) -> None:
        """Let go of the origin that was asked longest ago, when there are many and it is idle."""
        if len(self._pools) <= _MOST_ORIGINS:
            return
        for origin, pool in self._pools.items():
            if all(connection.is_idle() or connection.is_closed() for connection in pool.connections):
                del self._pools[origin]
                await pool.aclose()
                return

    async def aclose(self) -> None:
        while self._pools:
            await self._pools.popitem()[1].aclose()
