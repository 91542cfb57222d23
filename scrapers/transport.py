"""The wire below ``fetch``: an httpx transport that connects only to addresses that were checked."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterable, Iterator

import httpcore
import httpx
from httpcore import SOCKET_OPTION

from scrapers.guard import ForbiddenTarget, check_address

Resolve = Callable[[str, int], list[str]]


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, in the resolver's order. Raises ``OSError`` where it has none."""
    return [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class CheckedBackend(httpcore.NetworkBackend):
    """Resolves, checks every address, and connects to one that was checked.

    Checking first and letting the library resolve again would leave a gap in which the name's owner can
    change the answer (DNS rebinding). TLS still verifies the certificate against the name.
    """

    def __init__(self, resolver: Resolve = resolve, check: Callable[[str], str] = check_address) -> None:
        self._resolve = resolver
        self._check = check
        self._sync = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            addresses = self._resolve(host, port)
        except (OSError, UnicodeError) as exc:
            raise httpcore.ConnectError("the name does not resolve") from exc
        # All of them, not only the one used: a host that also names a private address is not a public shop.
        checked = [self._check(address) for address in addresses]
        if not checked:
            raise httpcore.ConnectError("the name does not resolve")
        return self._sync.connect_tcp(checked[0], port, timeout, local_address, socket_options)

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        raise ForbiddenTarget("a socket of this machine is not asked")

    def sleep(self, seconds: float) -> None:
        self._sync.sleep(seconds)


class _Body(httpx.SyncByteStream):
    def __init__(self, stream: Iterable[bytes]) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        if hasattr(self._stream, "close"):
            self._stream.close()


class CheckedTransport(httpx.BaseTransport):
    """HTTP/1.1 over ``CheckedBackend``. Errors stay httpcore's own; ``fetch`` names them."""

    def __init__(self, backend: httpcore.NetworkBackend | None = None) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl.create_default_context(),
            max_connections=10,
            keepalive_expiry=5.0,
            network_backend=backend or CheckedBackend(),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        if not isinstance(response.stream, Iterable):  # pragma: no cover - a sync pool gives sync streams
            raise TypeError("the connection pool gave an asynchronous stream")
        return httpx.Response(
            status_code=response.status,
            headers=response.headers,
            stream=_Body(response.stream),
            extensions=response.extensions,
        )

    def close(self) -> None:
        self._pool.close()
