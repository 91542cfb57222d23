"""HTTP/2, negotiated with a real server of this machine; HTTP/1.1 where the server speaks no other."""

import asyncio
import ssl
from pathlib import Path

import h2.config
import h2.connection
import h2.events
import httpx

from scrapers.fetching.transport import CheckedBackend, CheckedTransport


class Http2(asyncio.Protocol):
    """Answers each stream with the protocol's name; counts connections."""

    connections = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        Http2.connections += 1
        self._transport = transport
        self._h2 = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        self._h2.initiate_connection()
        transport.write(self._h2.data_to_send())  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        for event in self._h2.receive_data(data):
            if isinstance(event, h2.events.RequestReceived):
                self._h2.send_headers(event.stream_id, [(":status", "200"), ("content-type", "text/html")])
                self._h2.send_data(event.stream_id, b"over HTTP/2", end_stream=True)
        self._transport.write(self._h2.data_to_send())  # type: ignore[attr-defined]


class Http1(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        body = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
        self._transport.write(body)  # type: ignore[attr-defined]


async def talk(
    certificate: Path, protocols: list[str], speaks: type[asyncio.Protocol]
) -> list[httpx.Response]:
    """Two requests at once, to a server that offers these protocols."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.set_alpn_protocols(protocols)
    server = await asyncio.get_running_loop().create_server(speaks, "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]

    async def here(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    transport = CheckedTransport(
        CheckedBackend(here, check=lambda address: address),
        per_host=2,
        tls=ssl.create_default_context(cafile=str(certificate)),
    )
    async with httpx.AsyncClient(transport=transport, trust_env=False) as client:
        await client.get(f"https://shop.example:{port}/first")
        found = await asyncio.gather(*(client.get(f"https://shop.example:{port}/{n}") for n in range(2)))
    server.close()
    return found


def test_pages_of_one_host_share_a_connection_where_the_server_speaks_http_2(certificate: Path) -> None:
    before = Http2.connections
    found = asyncio.run(talk(certificate, ["h2", "http/1.1"], Http2))
    assert [answer.text for answer in found] == ["over HTTP/2"] * 2
    assert {answer.http_version for answer in found} == {"HTTP/2"}
    assert Http2.connections - before == 1


def test_http_1_is_spoken_where_the_server_knows_no_other(certificate: Path) -> None:
    found = asyncio.run(talk(certificate, ["http/1.1"], Http1))
    assert {answer.http_version for answer in found} == {"HTTP/1.1"}
