"""The search services over HTTPS: send one request of a source, give the answer back as it is.

What to ask and what an answer means is the source's own business (``scrapers.sources``). Here stand where
each service is, which keys it wants and how patient one has to be with it. urllib3 comes with botocore:
nothing more is imported.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode

import urllib3

TOKEN_HEADER = "X-Subscription-Token"  # noqa: S105 - the header's name, not a token
SECRET = "search"  # noqa: S105 - the secret's name
_LONGEST_PAUSE_S = 5.0
_AGENT = "BeckonBot/1.0 (search of companies)"


class Unreachable(Exception):
    """Nobody answered, or the answer broke off."""


class AnswerTooLarge(Exception):
    """The answer is larger than anything the service is asked for."""


class SearchSettings(Protocol):
    """What this needs of ``runtime.settings``."""

    @property
    def search_url(self) -> str: ...

    @property
    def google_url(self) -> str: ...

    @property
    def common_crawl_url(self) -> str: ...

    @property
    def certificates_url(self) -> str: ...

    @property
    def hunter_url(self) -> str: ...

    @property
    def tomba_url(self) -> str: ...


class SearchSecrets(Protocol):
    """What this needs of ``adapters.secrets``."""

    def field(self, name: str, key: str) -> str: ...

    def forget(self, name: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Service:
    """One service: where it is, and its limits in seconds, tries and bytes.

    ``header_keys`` and ``param_keys``: names in the request, each with a field of the secret ``search``.
    """

    base_url: str
    read_s: float = 10.0
    attempts: int = 3
    most_bytes: int = 2_000_000
    header_keys: tuple[tuple[str, str], ...] = ()
    param_keys: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """A service's answer. ``headers`` have lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class SearchServices:
    """All services that may be asked, by name.

    Keys are read when a request is made, and anew after a service refused one: it may have been rotated.
    """

    def __init__(
        self,
        services: Mapping[str, Service],
        secrets: SearchSecrets,
        pool: urllib3.PoolManager | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._services = services
        self._secrets = secrets
        self._pool = pool or urllib3.PoolManager(retries=False)
        self._sleep = sleep

    @classmethod
    def from_settings(cls, settings: SearchSettings, secrets: SearchSecrets) -> SearchServices:
        return cls(services(settings), secrets)

    def ask(self, service: str, path: str, params: Mapping[str, str]) -> Reply:
        """One GET. Where it is busy or has trouble it is asked again after a short pause, a few times.

        Gives the last answer, whatever its status. Raises ``Unreachable``, ``AnswerTooLarge``, and the
        ``MissingSecret`` of a key that is not there.
        """
        at = self._services[service]
        headers = {"Accept": "application/json", "Accept-Encoding": "gzip", "User-Agent": _AGENT}
        headers |= {name: self._secrets.field(SECRET, key) for name, key in at.header_keys}
        keys = {name: self._secrets.field(SECRET, key) for name, key in at.param_keys}
        url = f"{at.base_url.rstrip('/')}{path}?{urlencode({**params, **keys})}"
        for attempt in range(at.attempts):
            last = attempt + 1 == at.attempts
            try:
                reply = self._get(url, headers, at)
            except urllib3.exceptions.HTTPError as error:
                if last:
                    # Not ``from error``: urllib3 names the address, and with it the key.
                    raise Unreachable(type(error).__name__) from None
                self._sleep(2.0**attempt)
                continue
            if reply.status in (401, 403):
                self._secrets.forget(SECRET)
            if last or (reply.status != 429 and reply.status < 500):
                return reply
            pause = _pause(reply.headers, attempt)
            if pause > _LONGEST_PAUSE_S:
                return reply
            self._sleep(pause)
        raise AssertionError("a service is asked at least once")

    def _get(self, url: str, headers: Mapping[str, str], at: Service) -> Reply:
        response = self._pool.request(
            "GET",
            url,
            headers=headers,
            timeout=urllib3.Timeout(connect=3.0, read=at.read_s),
            preload_content=False,
            redirect=False,
        )
        try:
            body = response.read(at.most_bytes + 1, decode_content=True)
        finally:
            response.release_conn()
        if len(body) > at.most_bytes:
            raise AnswerTooLarge(f"more than {at.most_bytes} bytes")
        named = {name.lower(): value for name, value in response.headers.items()}
        return Reply(response.status, named, body)


def services(settings: SearchSettings) -> dict[str, Service]:
    """The services that sources name (``scrapers.sources.walk.Service``), and those that sell addresses."""
    return {
        "brave": Service(settings.search_url, header_keys=((TOKEN_HEADER, "brave"),)),
        "google": Service(settings.google_url, param_keys=(("key", "google_key"), ("cx", "google_cx"))),
        # Both are run for the public good, slow when much is asked of them, and asked once at a time.
        "common_crawl": Service(settings.common_crawl_url, read_s=25.0, attempts=2, most_bytes=20_000_000),
        "hunter": Service(settings.hunter_url, param_keys=(("api_key", "hunter"),)),
        "tomba": Service(
            settings.tomba_url,
            header_keys=(("X-Tomba-Key", "tomba_key"), ("X-Tomba-Secret", "tomba_secret")),
        ),
        "certificates": Service(settings.certificates_url, read_s=45.0, attempts=1, most_bytes=30_000_000),
    }


def _pause(headers: Mapping[str, str], attempt: int) -> float:
    """Seconds until it may be asked again: as it says itself, else longer each time.

    Brave names when each of its limits is lifted, the shortest first: "1, 1419704".
    """
    for name in ("retry-after", "x-ratelimit-reset"):
        first = headers.get(name, "").split(",")[0].strip()
        if first.isascii() and first.isdigit():
            return float(first)
    return 2.0**attempt
