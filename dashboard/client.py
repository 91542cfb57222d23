"""The HTTP API, as typed results or as an error that a person can act on."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import quote, urlsplit, urlunsplit

import httpx

from dashboard.model import Campaign, Funnel, Lead, LeadPage, Malformed, campaigns
from dashboard.settings import Settings, is_loopback

Result = TypeVar("Result")

# A cold Lambda and a sleepy laptop answer within this; a person does not wait longer.
TIMEOUT = httpx.Timeout(15.0, connect=4.0)

# A page of leads is some 50 kB; more than this is not our API.
MOST_BYTES = 8_000_000


class ApiError(Exception):
    """What went wrong in one sentence; ``hint`` is the next thing to do."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(what)
        self.hint = hint


class NotReachable(ApiError):
    """Nobody answered."""


class WrongKey(ApiError):
    """The API does not accept the key, or was given none."""


class NotThere(ApiError):
    """The API answers, and knows no such thing."""


class Busy(ApiError):
    """The API asks for patience (429)."""


class Faulty(ApiError):
    """The API failed (5xx)."""


class NotUnderstood(ApiError):
    """Something answered that does not speak as our API does."""


class Client:
    """Reads the API. One method a route; each returns a typed result or raises an ``ApiError``.

    ``transport`` stands in for the network in tests.
    """

    def __init__(self, settings: Settings, transport: httpx.BaseTransport | None = None) -> None:
        self._settings = settings
        connect_to, host = _route(settings.url)
        headers = {"accept": "application/json", "user-agent": "beckon-dashboard"}
        if settings.key:
            headers["authorization"] = f"Bearer {settings.key}"
        if host:
            headers["host"] = host
        self._http = httpx.Client(
            base_url=connect_to,
            headers=headers,
            timeout=TIMEOUT,
            transport=transport,
            # A redirect would carry the key to wherever it points.
            follow_redirects=False,
            # A proxy of the office has nothing to do with what runs on this machine.
            trust_env=not is_loopback(urlsplit(settings.url).hostname or ""),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def health(self) -> None:
        """Raises when the API does not answer. Needs no key."""
        self._get("/v1/health", {})

    def campaigns(self) -> list[Campaign]:
        return _typed(campaigns, self._get("/v1/campaigns", {}))

    def funnel(self, campaign_id: str) -> Funnel:
        """The counters of a campaign."""
        return _typed(Funnel.read, self._get(f"/v1/campaigns/{quote(campaign_id, safe='')}/funnel", {}))

    def leads(self, campaign_id: str, state: str | None = None, cursor: str | None = None) -> LeadPage:
        """A page of a campaign's leads; ``state`` narrows it, ``cursor`` goes on after the last page."""
        asked = {"campaign": campaign_id, "state": state, "cursor": cursor}
        return _typed(LeadPage.read, self._get("/v1/leads", {k: v for k, v in asked.items() if v}))

    def lead(self, lead_id: str, campaign_id: str | None = None) -> Lead:
        """A lead and its timeline; ``campaign_id``: where it stands in that campaign."""
        asked = {"campaign": campaign_id} if campaign_id else {}
        return _typed(Lead.read, self._get(f"/v1/leads/{quote(lead_id, safe='')}", asked))

    def _get(self, path: str, params: Mapping[str, str]) -> dict[str, Any]:
        url = self._settings.url
        try:
            with self._http.stream("GET", path.lstrip("/"), params=params) as response:
                body = _read(response)
        except httpx.TimeoutException as error:
            raise NotReachable(
                f"The API at {url} did not answer in time.", "Try again; if it stays so, see “beckon status”."
            ) from error
        except (httpx.TransportError, httpx.InvalidURL) as error:
            raise NotReachable(
                f"The API at {url} can't be reached ({type(error).__name__}).",
                "Is the stage running? “beckon status” says so, “beckon up” starts the local one.",
            ) from error
        _refuse(response, body, self._settings)
        try:
            return _object(body)
        except ValueError as error:
            raise NotUnderstood(
                f"What answers at {url} does not speak JSON.",
                "Is BECKON_API_URL right?",
            ) from error


def _object(body: bytes) -> dict[str, Any]:
    """A JSON object, or ``ValueError``."""
    document = json.loads(body)
    if not isinstance(document, dict):
        raise ValueError("not an object")
    return document


def _route(url: str) -> tuple[str, str | None]:
    """Where to connect, and the ``Host`` to name there when it differs.

    The local stage tells its APIs apart by ``Host``, in names under ``.localhost`` that not every resolver
    knows: those are this machine (RFC 6761, section 6.3).
    """
    parts = urlsplit(url)
    if not (parts.hostname or "").endswith(".localhost"):
        return url, None
    netloc = "127.0.0.1" if parts.port is None else f"127.0.0.1:{parts.port}"
    return urlunsplit((parts.scheme, netloc, parts.path, "", "")), parts.netloc


def _read(response: httpx.Response) -> bytes:
    body = b""
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > MOST_BYTES:
            raise NotUnderstood(
                f"The answer is larger than {MOST_BYTES // 1_000_000} MB.",
                "Is BECKON_API_URL right?",
            )
    return body


def _refuse(response: httpx.Response, body: bytes, settings: Settings) -> None:
    """Raise what an answer other than 200 means."""
    status = response.status_code
    if status == httpx.codes.OK:
        return
    said = _detail(body)
    if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        what = "The API does not accept this key." if settings.key else "The API wants a key."
        raise WrongKey(what, f"Set BECKON_API_KEY: field “api” of the secret beckon/{settings.stage}/keys.")
    if status == httpx.codes.NOT_FOUND:
        raise NotThere(
            f"The API knows no such thing.{said}", "It may have been erased, or the link may be old."
        )
    if status == httpx.codes.TOO_MANY_REQUESTS:
        raise Busy(f"The API is asked too often.{said}", "Wait a moment, or choose a slower refresh.")
    if status >= httpx.codes.INTERNAL_SERVER_ERROR:
        raise Faulty(f"The API failed (HTTP {status}).{said}", "Its log says why: “beckon logs serve_api”.")
    raise NotUnderstood(
        f"The API answered HTTP {status}, which it never should.{said}",
        "Is BECKON_API_URL right?",
    )


def _detail(body: bytes) -> str:
    """What a problem document (RFC 9457) says beside its status, as a further sentence; else nothing."""
    try:
        detail = _object(body).get("detail")
    except ValueError:
        return ""
    return f" {detail}" if isinstance(detail, str) and detail else ""


def _typed(read: Callable[[Mapping[str, Any]], Result], document: dict[str, Any]) -> Result:
    try:
        return read(document)
    except Malformed as error:
        raise NotUnderstood(
            f"The API's answer has another shape than this dashboard knows: {error}.",
            "Dashboard and stage may be of different versions: deploy the stage again.",
        ) from error
