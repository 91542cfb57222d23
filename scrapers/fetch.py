"""The only HTTP of this room: polite, bounded, and deaf to where a page would like to send us.

Thin on purpose: one page at a time, HTTP/1.1, no conditional requests. A Lambda reads a handful of pages of
one site; crawling many hosts at once wants another driver over the same rules. A name that resolves slowly
is bounded by the operating system's resolver and not by our own time budget.
"""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Protocol
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

from scrapers import robots
from scrapers.charset import decode
from scrapers.guard import WEB_PORTS, ForbiddenTarget, check_url
from scrapers.page import Failure, FailureKind, Page
from scrapers.transport import CheckedTransport

AGENT = "BeckonBot"
HTML_TYPES = ("text/html", "application/xhtml+xml")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({429, 503})
_GATEWAY = frozenset({502, 504})
_ROBOTS_AGE = timedelta(hours=24)  # RFC 9309 2.4
_LOOKS_LIKE_HTML = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body|!--|\?xml)", re.I)


class FetchSettings(Protocol):
    """What a fetcher wants to know of its stage."""

    @property
    def public_url(self) -> str: ...

    @property
    def fetch_proxy(self) -> str: ...


class Clock(Protocol):
    """Gives the moment as aware UTC."""

    def now(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one fetch. Times in seconds, sizes in bytes after decompression."""

    total_s: float = 20.0
    connect_s: float = 5.0
    read_s: float = 10.0
    page_bytes: int = 2_000_000
    redirects: int = 5
    retries: int = 2
    host_delay_s: float = 1.0
    max_wait_s: float = 10.0


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: httpx.Headers
    body: bytes
    truncated: bool


class _Stop(Exception):
    """Ends a fetch with a named failure."""

    def __init__(
        self,
        kind: FailureKind,
        detail: str,
        status: int | None = None,
        *,
        retry_after_s: float | None = None,
        passing: bool = False,
    ) -> None:
        super().__init__(detail)
        self.kind, self.detail, self.status = kind, detail, status
        self.retry_after_s, self.passing = retry_after_s, passing


class _Refused(_Stop):
    """The guard said no: nothing was asked."""

    def __init__(self, reason: ForbiddenTarget) -> None:
        super().__init__(FailureKind.UNREACHABLE, f"refused: {reason}")


class Fetcher:
    """Fetches pages: ``fetch(url)`` gives a ``Page`` or a ``Failure`` and raises nothing for a bad host.

    ``about_url`` is put into the User-Agent, so that a site's owner can find out who asks and say no.
    With ``proxy`` set, names are resolved by the proxy: addresses cannot be checked here and are its task;
    literal addresses, private names, other schemes and ports are refused all the same.
    ``now`` gives aware UTC, ``monotonic`` seconds; ``sleep`` waits. Not safe for use by several threads.
    """

    def __init__(
        self,
        *,
        about_url: str,
        now: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        proxy: str | None = None,
        ports: Collection[int] = WEB_PORTS,
        limits: Limits | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._now, self._monotonic, self._sleep = now, monotonic, sleep
        self._ports = frozenset(ports)
        self._proxied = proxy is not None
        self.limits = limits or Limits()
        self._robots: dict[str, tuple[datetime, robots.Robots]] = {}
        self._next_turn: dict[str, float] = {}
        if transport is None:
            transport = httpx.HTTPTransport(proxy=proxy, trust_env=False) if proxy else CheckedTransport()
        self._client = httpx.Client(
            transport=transport,
            trust_env=False,
            headers={
                "User-Agent": f"{AGENT}/0.1" + (f" (+{about_url})" if about_url else ""),
                "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1",
                "Accept-Language": "en,*;q=0.5",
                # Only what we decompress ourselves, piece by piece, so that a bomb is noticed.
                "Accept-Encoding": "gzip",
            },
        )

    @classmethod
    def from_settings(cls, settings: FetchSettings, clock: Clock) -> Fetcher:
        """A fetcher as a stage configures it: its proxy, and its public address as the one to complain at."""
        return cls(about_url=settings.public_url, now=clock.now, proxy=settings.fetch_proxy or None)

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._client.close()

    def fetch(self, url: str, *, accept: Collection[str] = HTML_TYPES) -> Page | Failure:
        """One page, with at most ``limits.redirects`` redirects followed.

        ``accept`` names the media types that count as a page. robots.txt of every host on the way is asked
        first. Cookies are not kept.
        """
        deadline = self._monotonic() + self.limits.total_s
        try:
            return self._follow(url, accept, deadline)
        except _Stop as stop:
            return Failure(url, stop.kind, stop.detail, stop.status, stop.retry_after_s, stop.passing)

    def _follow(self, url: str, accept: Collection[str], deadline: float) -> Page:
        seen: set[str] = set()
        at = url
        while True:
            at = at.split("#", 1)[0]
            if at in seen:
                raise _Stop(FailureKind.REDIRECT_LOOP, "the redirects lead in a circle")
            if len(seen) > self.limits.redirects:
                raise _Stop(FailureKind.REDIRECT_LOOP, f"more than {self.limits.redirects} redirects")
            seen.add(at)
            delay = self._check_robots(at, deadline)
            answer = self._ask(at, delay, deadline, self.limits.page_bytes)
            if answer.status in _REDIRECTS and (target := answer.headers.get("location")):
                at = _join(at, target)
                continue
            if not 200 <= answer.status < 300:
                raise _Stop(
                    FailureKind.HTTP_ERROR,
                    f"answered HTTP {answer.status}",
                    answer.status,
                    passing=answer.status >= 500,
                )
            return self._page(url, at, answer, accept)

    def _page(self, url: str, at: str, answer: _Answer, accept: Collection[str]) -> Page:
        content_type = answer.headers.get("content-type", "")
        media = content_type.split(";", 1)[0].strip().lower()
        if media not in accept and (media or not _LOOKS_LIKE_HTML.match(answer.body[:1_000])):
            named = media if re.fullmatch(r"[\w.+/-]{1,60}", media) else "an unnamed type"
            raise _Stop(FailureKind.NOT_HTML, f"served as {named}", answer.status)
        if answer.truncated:
            raise _Stop(FailureKind.TOO_LARGE, f"over {self.limits.page_bytes} bytes", answer.status)
        text, charset = decode(answer.body, content_type)
        return Page(
            url=url,
            final_url=at,
            status=answer.status,
            body=text,
            charset=charset,
            fetched_at=self._now().astimezone(UTC).isoformat(timespec="seconds"),
            headers={name.lower(): value for name, value in answer.headers.items()},
        )

    def _check_robots(self, url: str, deadline: float) -> float:
        """Seconds to leave between requests to this host; raises where its robots.txt forbids ``url``."""
        self._guard(url)
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        known = self._robots.get(origin)
        if known is None or self._now() - known[0] >= _ROBOTS_AGE:
            known = (self._now(), self._read_robots(origin, deadline))
            self._robots[origin] = known
        rules = known[1]
        if not rules.allows(url, AGENT):
            detail = "robots.txt forbids it" if rules.rules else "robots.txt could not be read"
            raise _Stop(FailureKind.ROBOTS_FORBID, detail, passing=rules.rules is None)
        return max(self.limits.host_delay_s, rules.crawl_delay(AGENT) or 0.0)

    def _read_robots(self, origin: str, deadline: float) -> robots.Robots:
        at = f"{origin}/robots.txt"
        for _ in range(self.limits.redirects + 1):
            try:
                # Asking for leave is not the visit: the page itself may follow at once.
                answer = self._ask(at, 0.0, deadline, robots.MAX_BYTES)
            except _Refused:
                return robots.ALLOW_ALL  # led astray: unavailable. The page itself meets the guard again.
            except _Stop as stop:
                if stop.status is None:
                    # A host that does not answer is reported as that, not as one that forbids us.
                    raise
                return robots.from_response(stop.status, b"")
            if answer.status in _REDIRECTS and (target := answer.headers.get("location")):
                at = _join(at, target)
                continue
            return robots.from_response(answer.status, answer.body)
        return robots.ALLOW_ALL  # RFC 9309 2.3.1.2: more than five redirects count as unavailable

    def _guard(self, url: str) -> str:
        try:
            return check_url(url, self._ports)[0]
        except ForbiddenTarget as refused:
            raise _Refused(refused) from None

    def _ask(self, url: str, delay: float, deadline: float, max_bytes: int) -> _Answer:
        """One GET, asked again after 429 and 503 while the host's own wish for a pause fits the budget."""
        host = self._guard(url)
        for attempt in range(self.limits.retries + 1):
            self._wait_turn(host, deadline)
            try:
                answer = self._get(url, deadline, max_bytes)
            finally:
                self._next_turn[host] = self._monotonic() + delay
            if self._proxied and answer.status in _GATEWAY:
                # Not the host speaks here: the proxy found nobody to ask.
                raise _Stop(FailureKind.UNREACHABLE, "the proxy could not reach the host", passing=True)
            if answer.status not in _BUSY:
                return answer
            asked = _retry_after(answer.headers.get("retry-after"), self._now())
            pause = 2.0**attempt if asked is None else asked
            fits = pause <= self.limits.max_wait_s and self._monotonic() + pause < deadline
            if attempt == self.limits.retries or not fits:
                break
            self._next_turn[host] = self._monotonic() + max(pause, delay)
        raise _Stop(
            FailureKind.HTTP_ERROR,
            f"answered HTTP {answer.status}",
            answer.status,
            retry_after_s=asked,
            passing=True,
        )

    def _wait_turn(self, host: str, deadline: float) -> None:
        pause = self._next_turn.get(host, 0.0) - self._monotonic()
        if pause <= 0:
            return
        if self._monotonic() + pause >= deadline:
            raise _Stop(
                FailureKind.TIMED_OUT,
                "the pause that the host asks for exceeds the time allowed",
                passing=True,
            )
        self._sleep(pause)

    def _get(self, url: str, deadline: float, max_bytes: int) -> _Answer:
        left = deadline - self._monotonic()
        if left <= 0:
            raise _Stop(FailureKind.TIMED_OUT, f"no page within {self.limits.total_s:g} s", passing=True)
        read = min(self.limits.read_s, left)
        timeout = httpx.Timeout(read, connect=min(self.limits.connect_s, left))
        try:
            with self._client.stream("GET", url, timeout=timeout, follow_redirects=False) as response:
                body, truncated = b"", False
                if response.status_code not in _REDIRECTS:
                    body, truncated = self._read(response, deadline, max_bytes)
                return _Answer(response.status_code, response.headers, body, truncated)
        except ForbiddenTarget as refused:
            raise _Refused(refused) from None
        except (httpx.TimeoutException, httpcore.TimeoutException):
            raise _Stop(FailureKind.TIMED_OUT, "the host did not answer in time", passing=True) from None
        except (httpx.HTTPError, httpx.InvalidURL, httpcore.ConnectError, httpcore.NetworkError) as exc:
            raise _Stop(
                FailureKind.UNREACHABLE, f"no connection ({type(exc).__name__})", passing=True
            ) from None
        except (httpcore.ProtocolError, httpcore.ProxyError, httpcore.UnsupportedProtocol) as exc:
            raise _Stop(FailureKind.UNREACHABLE, f"answered no HTTP ({type(exc).__name__})") from None
        except (zlib.error, UnicodeError, ValueError) as exc:
            raise _Stop(FailureKind.UNREACHABLE, f"answered broken HTTP ({type(exc).__name__})") from None
        finally:
            self._client.cookies.clear()

    def _read(self, response: httpx.Response, deadline: float, max_bytes: int) -> tuple[bytes, bool]:
        """The body, decompressed, and whether it was cut at ``max_bytes``."""
        encoding = response.headers.get("content-encoding", "identity").strip().lower()
        if encoding not in ("", "identity", "gzip", "x-gzip"):
            raise _Stop(FailureKind.NOT_HTML, "an encoding that was not asked for", response.status_code)
        # wbits 31: gzip with its header and checksum.
        inflate = zlib.decompressobj(wbits=31) if "gzip" in encoding else None
        kept = bytearray()
        for chunk in response.iter_raw():
            if self._monotonic() >= deadline:
                raise _Stop(
                    FailureKind.TIMED_OUT, f"no whole page within {self.limits.total_s:g} s", passing=True
                )
            room = max_bytes + 1 - len(kept)
            kept += inflate.decompress(chunk, room) if inflate else chunk[:room]
            if len(kept) > max_bytes:
                return bytes(kept[:max_bytes]), True
        return bytes(kept), False


def _join(at: str, target: str) -> str:
    """The next URL of a redirect. A target that cannot be read ends at the guard, which names it."""
    try:
        return urljoin(at, target.strip())
    except ValueError:
        return "invalid:"


def _retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds from a Retry-After header: a number, or a date (RFC 9110 10.2.3). None where unreadable."""
    if value is None:
        return None
    value = value.strip()
    if value.isdigit():
        return float(min(int(value[:9]), 10**9))
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, IndexError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
