"""200 hosts in one process: small pages, a robots.txt each, and as little work as can be.

Run as ``python -m bench.crawling.server``: prints its port, and ends when its input ends.
"""

from __future__ import annotations

import asyncio
import sys

_PARAGRAPH = "<p>We make kettles and cups by hand, since 1921, in a workshop behind the station.</p>\n"
_ROBOTS = b"User-agent: *\nDisallow: /cart\nDisallow: /checkout\nSitemap: https://host.example/sitemap.xml\n"
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"


def _answer(content_type: bytes, body: bytes) -> bytes:
    return _HEAD % (content_type, len(body)) + body


class Host(asyncio.Protocol):
    """One connection. Requests have no body; they may arrive in pieces."""

    robots = _answer(b"text/plain", _ROBOTS)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._received = transport, b""

    def data_received(self, data: bytes) -> None:
        self._received += data
        while b"\r\n\r\n" in self._received:
            request, self._received = self._received.split(b"\r\n\r\n", 1)
            path = request.split(b" ", 2)[1]
            self._transport.write(self.robots if path == b"/robots.txt" else _page(path))


def _page(path: bytes) -> bytes:
    body = (
        f"<!DOCTYPE html><html lang=en><head><title>Kettle and Cup {path.decode()}</title></head><body>"
        f"{_PARAGRAPH * 24}<a href=/contact>Contact</a></body></html>"
    )
    return _answer(b"text/html; charset=utf-8", body.encode())


async def main() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Host, "127.0.0.1", 0, backlog=1_024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
