"""What a fetch ends in: a page, or a named failure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it was served.

    ``url`` is what was asked for and ``final_url`` where the redirects ended. ``body`` is decoded text.
    ``fetched_at`` is ISO 8601 UTC, empty for a saved file. ``headers`` has lower-case names.
    """

    url: str
    final_url: str
    status: int
    body: str
    charset: str
    fetched_at: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask "has it changed?" with (RFC 9110 8.8, 13.1): as it wrote them."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The server's answer that a page is still as it was when its validators were kept (HTTP 304).

    ``final_url`` is the page that has not changed; ``checked_at`` is ISO 8601 UTC.
    """

    url: str
    final_url: str
    checked_at: str


class FailureKind(StrEnum):
    """Why there is no page. Each value is also a reason for which a lead can be rejected."""

    ROBOTS_FORBID = "robots_forbid"
    UNREACHABLE = "unreachable"
    HTTP_ERROR = "http_error"
    NOT_HTML = "not_html"
    REDIRECT_LOOP = "redirect_loop"
    TOO_LARGE = "too_large"
    TIMED_OUT = "timed_out"


@dataclass(frozen=True, slots=True)
class Failure:
    """A fetch that ended without a page.

    ``detail`` is one sentence for a person and never holds page content. ``status`` is the HTTP status where
    there was one. ``retry_after_s`` is how long the host asked us to stay away, where it did. ``passing``
    says that asking again later may help: the host did not answer in time, or answered 429 or 5xx.
    """

    url: str
    kind: FailureKind
    detail: str
    status: int | None = None
    retry_after_s: float | None = None
    passing: bool = False
