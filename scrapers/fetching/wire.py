"""One request: header and body within their time and size, and a name for all that goes wrong."""

from __future__ import annotations

import asyncio
import ssl
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpcore
import httpx

from scrapers.fetching.bodies import ACCEPTED, BadEncoding, unpacker
from scrapers.fetching.limits import Limits, user_agent
from scrapers.fetching.stop import Broken, Refused, Stop
from scrapers.fetching.transport import NameNotFound
from scrapers.guard import ForbiddenTarget, Target
from scrapers.page import FailureKind

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_GATEWAY = frozenset({502, 504})
_BODYLESS = frozenset({204, 304})
_DRAINED_BYTES = 16_000  # of a body that nobody wants: reading so much is cheaper than a new connection


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host said. ``body`` is unpacked; ``cut`` says that more would have followed."""

    status: int
    headers: httpx.Headers
    body: bytes
    cut: bool = False


Wanted = Callable[[int, httpx.Headers], int]
"""How many bytes of the body are wanted, decided by status and headers; may raise ``Stop`` to read none."""


class Wire:
    """Asks. Belongs to one event loop; close it.

    ``proxied``: the transport talks to a proxy, whose own errors are told apart from the host's.
    """

    def __init__(
        self, transport: httpx.AsyncBaseTransport, limits: Limits, about_url: str, *, proxied: bool
    ) -> None:
        self._limits, self._proxied = limits, proxied
        self._client = httpx.AsyncClient(
            transport=transport,
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(limits.read_s, connect=limits.connect_s),
            # No host may recognise us by what another visit left behind.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            headers={
                "User-Agent": user_agent(about_url),
                "Accept-Language": "en,*;q=0.5",
                "Accept-Encoding": ACCEPTED,
            },
        )

    async def aclose(self) -> None:
        await self._client.aclose()

    async def get(self, target: Target, headers: Mapping[str, str], wanted: Wanted) -> Answer:
        """One GET. Raises ``Stop``; ``Broken`` where the connection ended before a header came."""
        begun = False
        try:
            request = self._client.build_request("GET", target.url, headers=headers)
            async with asyncio.timeout(self._limits.first_byte_s):
                response = await self._client.send(request, stream=True)
            begun = True
            try:
                return await self._read(response, wanted)
            finally:
                await response.aclose()
        except ForbiddenTarget as refused:
            raise Refused(refused) from None
        except Stop:
            raise
        except Exception as exc:
            # What a hostile host can make the libraries raise has no end: here, and only here, all of it has
            # a name.
            raise _named(exc, begun) from exc

    async def _read(self, response: httpx.Response, wanted: Wanted) -> Answer:
        status, headers = response.status_code, response.headers
        if self._proxied and status in _GATEWAY:
            # Not the host speaks here: the proxy found nobody to ask.
            raise Stop(FailureKind.UNREACHABLE, "the proxy could not reach the host", passing=True)
        room = 0 if status in REDIRECTS else wanted(status, headers)
        if not room:
            await _drain(response)
            return Answer(status, headers, b"")
        try:
            unpack = unpacker(headers.get("content-encoding", ""))
        except BadEncoding:
            raise Stop(FailureKind.NOT_HTML, "an encoding that was not asked for", status) from None
        body = bytearray()
        async for piece in response.aiter_raw():
            body += unpack.feed(piece, room + 1 - len(body))
            if len(body) > room:
                return Answer(status, headers, bytes(body[:room]), cut=True)
        if not unpack.whole:
            raise zlib.error("the packed body ends too early")
        return Answer(status, headers, bytes(body))


async def _drain(response: httpx.Response) -> None:
    """Read a short body that nobody wants, so that the connection can be used again; a long one closes it."""
    length = response.headers.get("content-length", "")
    none = response.status_code in _BODYLESS
    if none or (length.isascii() and length.isdigit() and int(length[:12]) <= _DRAINED_BYTES):
        async for _ in response.aiter_raw():
            pass


def _named(exc: Exception, begun: bool) -> Stop:
    """The failure that a library's error stands for."""
    if isinstance(exc, NameNotFound):
        return Stop(FailureKind.UNREACHABLE, "the name does not resolve", passing=exc.for_now)
    if isinstance(exc, TimeoutError | httpx.TimeoutException | httpcore.TimeoutException):
        return Stop(FailureKind.TIMED_OUT, "the host did not answer in time", passing=True)
    if _of_tls(exc):
        return Stop(FailureKind.UNREACHABLE, "no secure connection (TLS)")
    if isinstance(exc, httpx.ConnectError | httpcore.ConnectError):
        return Stop(FailureKind.UNREACHABLE, "no connection", passing=True)
    if isinstance(exc, zlib.error):
        return Stop(FailureKind.UNREACHABLE, "the body is packed wrongly")
    if isinstance(exc, httpx.NetworkError | httpcore.NetworkError) or _hung_up(exc):
        if begun:
            return Stop(FailureKind.UNREACHABLE, "the connection broke off", passing=True)
        return Broken(FailureKind.UNREACHABLE, "the connection broke off", passing=True)
    return Stop(FailureKind.UNREACHABLE, f"answered broken HTTP ({type(exc).__name__})")


def _of_tls(exc: BaseException | None) -> bool:
    while exc is not None and not isinstance(exc, ssl.SSLError):
        exc = exc.__cause__ or exc.__context__
    return exc is not None


def _hung_up(exc: Exception) -> bool:
    """True where the host closed the connection instead of answering, in httpcore's own word for it."""
    return isinstance(exc, httpcore.RemoteProtocolError) and "disconnected" in str(exc)
