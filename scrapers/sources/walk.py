"""How a source is gone through: one request after the other, each answer saying where it goes on.

A walk is pure. It says what to ask for at a *place* and reads the answer into companies and the next place.
A place is a short text that only its walk understands; ``None`` is the beginning, and the end. Whoever makes
the requests can stop after any of them and go on from the place later, in another process.

What is passed around is made of named tuples: to define one costs an eighth of a dataclass, and a function
pays for each at its start.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from scrapers.sources.found import BadAnswer, Found

_NONE: Mapping[str, str] = MappingProxyType({})


class Service(StrEnum):
    """Who is asked."""

    LIST = "list"  # a stored list; the path is its key
    WEB = "web"  # a page, through the polite fetcher; the path is its URL
    BRAVE = "brave"
    GOOGLE = "google"
    COMMON_CRAWL = "common_crawl"
    CERTIFICATES = "certificates"


class Request(NamedTuple):
    """A GET: below the service's base URL. Keys are added by whoever makes it."""

    service: Service
    path: str
    params: Mapping[str, str] = _NONE


class Answer(NamedTuple):
    """What came back. ``headers`` have lower-case names; ``url`` is where redirects ended, if any."""

    status: int
    body: bytes
    headers: Mapping[str, str] = _NONE
    url: str = ""


class Reading(NamedTuple):
    """What an answer gave, and the place where the walk goes on; None at its end."""

    found: Found
    following: str | None


class SourceFailed(Exception):
    """A source gave nothing. ``reason`` is a word for the run's record, ``detail`` a sentence for a person.

    ``passing``: it may help to ask again, after ``after_s`` seconds where the service said so. Neither text
    holds any part of an answer.
    """

    def __init__(
        self, reason: str, detail: str, *, passing: bool = False, after_s: float | None = None
    ) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
        self.passing = passing
        self.after_s = after_s


class BadPlace(ValueError):
    """The place is none of this walk's."""


class Walk(Protocol):
    """One source of a campaign, ready to be gone through."""

    def request(self, place: str | None) -> Request | None:
        """What to ask for at a place; None where there is nothing to ask. Raises ``BadPlace``."""
        ...

    def read(self, place: str | None, answer: Answer) -> Reading:
        """Read the answer to that place's request. Raises ``SourceFailed``, ``BadAnswer``, ``BadPlace``."""
        ...


class Source(Protocol):
    """What each module of a source offers."""

    NAME: str

    def parse(self, body: bytes) -> Any:
        """Companies (``Found``) from any bytes. Raises ``BadAnswer`` where they are no answer at all."""
        ...

    def walk(self, source: Any) -> Walk:
        """The walk through a campaign's entry of this kind."""
        ...


def check(answer: Answer, name: str) -> None:
    """Raise ``SourceFailed`` for what any HTTP service means by a status other than 200 (RFC 9110 15)."""
    status = answer.status
    if status == 200:
        if not answer.body.strip():
            raise SourceFailed("empty_answer", f"{name} answered with nothing", passing=True)
        return
    if status in (401, 403):
        raise SourceFailed("key_refused", f"{name} refused the key (HTTP {status})")
    if status == 402:
        raise SourceFailed("quota_used", f"{name} wants to be paid (HTTP 402)")
    if status == 429:
        after = retry_after_s(answer.headers)
        raise SourceFailed("busy", f"{name} is asked too often (HTTP 429)", passing=True, after_s=after)
    if status >= 500 or status in (408, 425):
        after = retry_after_s(answer.headers)
        raise SourceFailed("down", f"{name} has trouble (HTTP {status})", passing=True, after_s=after)
    raise SourceFailed("request_refused", f"{name} refused the request (HTTP {status})")


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """``Retry-After`` in seconds (RFC 9110 10.2.3). Its date form wants a clock and counts as absent."""
    value = headers.get("retry-after", "").strip()
    return float(value) if value.isascii() and value.isdigit() and len(value) < 8 else None


def numbers(place: str | None, count: int) -> tuple[int, ...]:
    """A place of so many numbers, ``3:0``; zeros at the beginning. Raises ``BadPlace``."""
    if place is None:
        return (0,) * count
    parts = place.split(":")
    if len(parts) != count or not all(p.isascii() and p.isdigit() and len(p) < 10 for p in parts):
        raise BadPlace(f"{count} numbers are expected")
    return tuple(map(int, parts))


def as_list(value: Any) -> list[Any]:
    """The value where it is a list; else an empty one."""
    return value if isinstance(value, list) else []


def parse_json(body: bytes) -> Any:
    """JSON from any bytes. Raises ``BadAnswer``."""
    import json

    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadAnswer("the answer is not JSON") from error
