"""The checked transport over a real loopback connection: what it sends, and where it connects to."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import httpx
import pytest

from scrapers.transport import CheckedBackend, CheckedTransport


class Shop(BaseHTTPRequestHandler):
    hosts: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.hosts.append(self.headers["Host"])
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"hi")

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_connection_goes_to_the_checked_address_and_names_the_host(port: int) -> None:
    asked: list[str] = []

    def check(address: str) -> str:
        asked.append(address)
        return address

    backend = CheckedBackend(resolver=lambda host, _: ["127.0.0.1"], check=check)
    with httpx.Client(transport=CheckedTransport(backend), trust_env=False) as client:
        answer = client.get(f"http://shop.example:{port}/x")
    assert answer.text == "hi"
    assert asked == ["127.0.0.1"]
    assert Shop.hosts[-1] == f"shop.example:{port}"
