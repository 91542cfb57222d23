"""Web search over HTTPS: send one request of a source, give the bytes back.

What to ask and what the answer means is the source's own business (``scrapers.sources``). urllib3 comes with
botocore: nothing more is imported.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Protocol
from urllib.parse import urlencode

import urllib3

TOKEN_HEADER = "X-Subscription-Token"  # noqa: S105 - the header's name, not a token
_MOST_BYTES = 2_000_000
_ATTEMPTS = 3
_LONGEST_PAUSE_S = 5.0
_TIMEOUT = urllib3.Timeout(connect=3.0, read=10.0)


class SearchFailed(Exception):
    """No results. ``reason`` is a word for the run's record.

    ``search_refused`` (the key or the request: 4xx), ``search_busy`` (429), ``search_down`` (5xx),
    ``search_unreachable`` (no answer), ``search_too_large``.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SearchSettings(Protocol):
    """What this needs of ``runtime.settings``."""

    @property
    def search_url(self) -> str: ...


class SearchSecrets(Protocol):
    """What this needs of ``adapters.secrets``."""

    def field(self, name: str, key: str) -> str: ...


class BraveSearch:
    """The Brave Search API (https://api-dashboard.search.brave.com/app/documentation).

    ``key`` is a function, so that the secret is read when a search is made, and anew when it was rotated.
    """

    def __init__(
        self,
        base_url: str,
        key: Callable[[], str],
        pool: urllib3.PoolManager | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._base_url = base_url.rstrip("/")
        self._key = key
        self._pool = pool or urllib3.PoolManager(retries=False, timeout=_TIMEOUT)
        self._sleep = sleep

    @classmethod
    def from_settings(cls, settings: SearchSettings, secrets: SearchSecrets) -> BraveSearch:
        return cls(settings.search_url, lambda: secrets.field("search", "brave"))

    def ask(self, path: str, params: Mapping[str, str]) -> bytes:
        """One GET. Busy and broken answers are asked again, three times in all. Raises ``SearchFailed``."""
        url = f"{self._base_url}{path}?{urlencode(params)}"
        headers = {TOKEN_HEADER: self._key(), "Accept": "application/json", "Accept-Encoding": "gzip"}
        reason, pause = "search_unreachable", 1.0
        for attempt in range(_ATTEMPTS):
            if attempt:
                self._sleep(pause)
            try:
                response = self._pool.request(
                    "GET", url, headers=headers, preload_content=False, redirect=False
                )
            except urllib3.exceptions.HTTPError:
                reason, pause = "search_unreachable", 2.0**attempt
                continue
            try:
                if response.status == 200:
                    return self._body(response)
                if response.status != 429 and response.status < 500:
                    raise SearchFailed("search_refused")
                reason = "search_busy" if response.status == 429 else "search_down"
                pause = _pause(response.headers.get("X-RateLimit-Reset"), attempt)
            except urllib3.exceptions.HTTPError:
                reason, pause = "search_unreachable", 2.0**attempt
            finally:
                response.release_conn()
        raise SearchFailed(reason)

    @staticmethod
    def _body(response: urllib3.BaseHTTPResponse) -> bytes:
        body = response.read(_MOST_BYTES + 1, decode_content=True)
        if len(body) > _MOST_BYTES:
            raise SearchFailed("search_too_large")
        return body


def _pause(reset: str | None, attempt: int) -> float:
    """Seconds until the first of the limits that Brave names ("1, 1419704") is lifted, at most five."""
    first = (reset or "").split(",")[0].strip()
    return min(float(first), _LONGEST_PAUSE_S) if first.isdigit() else 2.0**attempt
