"""The transport over real connections of this machine: plain, TLS and HTTP/2 negotiation."""

import asyncio
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from pathlib import Path
from typing import ClassVar

import pytest

from scrapers.fetch import Fetcher, Limits
from scrapers.fetching.resolving import SystemResolver
from scrapers.fetching.transport import CheckedBackend
from scrapers.guard import ForbiddenTarget, Guard
from scrapers.page import Failure, FailureKind, Page


class Shop(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hosts: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.hosts.append(self.headers["Host"])
        self.send_response(404 if self.path == "/robots.txt" else 200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"hi")

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


def serve(server: ThreadingHTTPServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def port() -> Iterator[int]:
    yield from serve(ThreadingHTTPServer(("127.0.0.1", 0), Shop))


@pytest.fixture
def tls_port(certificate: Path) -> Iterator[int]:
    """A server whose certificate nobody else has vouched for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.handle_error = lambda *_: None  # type: ignore[method-assign] # the client hangs up, as it should
    yield from serve(server)


def fetch(port: int, scheme: str = "http", exempt: str = "127.0.0.1/32") -> Page | Failure:
    async def here(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    fetcher = Fetcher(
        about_url="",
        now=lambda: datetime.now(UTC),
        limits=Limits(host_delay_s=0.0),
        guard=Guard(ports=frozenset({port}), exempt=(ip_network(exempt),)),
        resolve=here,
    )
    return fetcher.fetch(f"{scheme}://shop.example:{port}/x")


def test_the_connection_goes_to_the_resolved_address_and_names_the_host(port: int) -> None:
    found = fetch(port)
    assert isinstance(found, Page), found
    assert found.body == "hi"
    assert Shop.hosts[-1] == f"shop.example:{port}"


def test_this_machine_is_not_asked_unless_it_is_exempt(port: int) -> None:
    before = len(Shop.hosts)
    found = fetch(port, exempt="127.0.0.2/32")
    assert isinstance(found, Failure)
    assert found.detail.startswith("refused")
    assert len(Shop.hosts) == before


def test_a_certificate_that_nobody_vouches_for_ends_the_fetch(tls_port: int) -> None:
    found = fetch(tls_port, "https")
    assert isinstance(found, Failure)
    assert (found.kind, found.detail) == (FailureKind.UNREACHABLE, "no secure connection (TLS)")


def test_a_port_where_nobody_listens_is_unreachable_in_passing() -> None:
    found = fetch(1)
    assert isinstance(found, Failure)
    assert (found.kind, found.detail, found.passing) == (FailureKind.UNREACHABLE, "no connection", True)


def test_a_socket_of_this_machine_is_never_opened() -> None:
    async def nowhere(host: str, port: int) -> list[str]:
        return []

    with pytest.raises(ForbiddenTarget):
        asyncio.run(CheckedBackend(nowhere, Guard().address).connect_unix_socket("/run/docker.sock"))


def test_the_system_s_resolver_gives_each_address_once() -> None:
    resolver = SystemResolver()
    try:
        assert asyncio.run(resolver("127.0.0.1", 80)) == ["127.0.0.1"]
    finally:
        resolver.close()
