"""Salesforce over REST: log in by JWT bearer, ask in SOQL, upsert by external id.

simple-salesforce does the talking, with three of its habits worked around (read in release 1.12.10):

- It has no time-out: it is given a ``requests.Session`` that has one for every request.
- Its own session renewal drops extra headers and can recurse: it is given a finished session, and the
  renewal happens here, once.
- It writes ``https://`` before the instance's host, and forgets a path. ``base_url`` is therefore set after
  construction, and only the methods that use it are called (``query`` and ``restful``; ``sf.Lead`` is not).
  So a My Domain works as always, and a local stand-in under ``http://127.0.0.1:PORT/path`` works too, but
  only where the secret's ``login_url`` says ``http`` itself.

REST has no idempotency key: every write here is an upsert by external id or an update by id, and may be
repeated.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

import jwt
import requests

from adapters.simple_salesforce_lean import RestApi, SalesforceError, format_external_id, format_soql

API_VERSION = "59.0"
LOGIN_URL = "https://login.salesforce.com"
TIMEOUT_SECONDS = (3.05, 20.0)
"""Connect and read. A lock wait inside Salesforce is ended by it after 10 s."""

ASSERTION_LIFE = timedelta(minutes=3)
"""Salesforce takes no assertion that lives longer than this (OAuth 2.0 JWT bearer flow)."""

_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
# Refuse a write that a duplicate rule would let pass with a warning: the conflict is shown to a person.
_NO_DUPLICATES = {"Sforce-Duplicate-Rule-Header": "allowSave=false"}

_PASSING = frozenset(
    {
        "REQUEST_LIMIT_EXCEEDED",
        "UNABLE_TO_LOCK_ROW",
        "SERVER_UNAVAILABLE",
        "QUERY_TIMEOUT",
        "REQUEST_RUNNING_TOO_LONG",
        # Of two first upserts of one external id at once, one creates and the other is told this.
        "DUPLICATE_VALUE",
    }
)
_CONFLICTS = {
    "DUPLICATES_DETECTED": "duplicates_detected",
    "CANNOT_UPDATE_CONVERTED_LEAD": "converted_lead",
    "ENTITY_IS_DELETED": "deleted",
}

T = TypeVar("T")


class SalesforceBusy(Exception):
    """Over a limit, a locked row, or out of reach: the same again later will do."""


class SalesforceConflict(Exception):
    """Salesforce holds something that this write would contradict. ``reason`` is a word for the event."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SalesforceLoginRefused(Exception):
    """The connected app, its key or its user is not accepted. The text says what Salesforce objects to."""


class SecretReader(Protocol):
    """What this needs of ``adapters.secrets``."""

    def secret(self, name: str) -> dict[str, str]: ...

    def field(self, name: str, key: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Credentials:
    """The fields of the secret ``salesforce``. ``private_key`` is PEM; ``audience`` is for odd set-ups."""

    consumer_key: str
    username: str
    private_key: str = field(repr=False)
    login_url: str = LOGIN_URL
    audience: str = ""

    @classmethod
    def from_secret(cls, secrets: SecretReader) -> Credentials:
        """Read the secret; what is missing is an error that says so."""
        fields = secrets.secret("salesforce")
        return cls(
            consumer_key=secrets.field("salesforce", "consumer_key"),
            username=secrets.field("salesforce", "username"),
            private_key=secrets.field("salesforce", "private_key"),
            login_url=fields.get("login_url") or LOGIN_URL,
            audience=fields.get("audience", ""),
        )

    def claimed_audience(self) -> str:
        """The ``aud`` that Salesforce wants: ``login`` or ``test``, also behind a My Domain login URL."""
        if self.audience:
            return self.audience
        host = urlsplit(self.login_url).hostname or ""
        if host.endswith(".my.salesforce.com"):
            return f"https://{'test' if '.sandbox.' in host else 'login'}.salesforce.com"
        return self.login_url.rstrip("/")


@dataclass(frozen=True, slots=True)
class Upserted:
    """A record that now stands in Salesforce."""

    salesforce_id: str
    created: bool


class _TimedSession(requests.Session):
    """A session in which no request waits for ever."""

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        if kwargs.get("timeout") is None:
            kwargs["timeout"] = TIMEOUT_SECONDS
        return super().request(*args, **kwargs)


class Salesforce:
    """One org, seen as the connected app's user.

    ``credentials`` is asked at each login, so that a rotated key is taken up. ``now`` is the wall clock: a
    stage that lives at a shifted time must not date its assertions by it. ``session`` is for tests.
    """

    def __init__(
        self,
        credentials: Callable[[], Credentials],
        now: Callable[[], datetime],
        session: requests.Session | None = None,
    ) -> None:
        self._credentials = credentials
        self._now = now
        self._http = session or _TimedSession()
        self._api: RestApi | None = None

    @classmethod
    def from_secrets(cls, secrets: SecretReader) -> Salesforce:
        """The org of the secret ``salesforce``."""
        return cls(lambda: Credentials.from_secret(secrets), lambda: datetime.now(UTC))

    def find(self, soql: str, **values: object) -> list[dict[str, Any]]:
        """The records of a SOQL query whose ``{names}`` are filled in, quoted and escaped, from ``values``.

        One page only (2,000 records): the queries here ask for a few.
        """
        query = format_soql(soql, **values)
        answer = self._call(lambda api: api.query(query))
        return [{k: v for k, v in record.items() if k != "attributes"} for record in answer["records"]]

    def upsert(self, kind: str, key: str, value: str, fields: Mapping[str, object]) -> Upserted:
        """Create or update the ``kind`` whose external id field ``key`` is ``value``.

        Raises ``SalesforceConflict`` or ``SalesforceBusy``.
        """
        path = f"sobjects/{kind}/{format_external_id(key, value)}"
        answer = self._call(lambda api: self._patch(api, path, fields))
        if answer is not None and answer.get("id"):
            return Upserted(str(answer["id"]), bool(answer.get("created")))
        # 204: updated, in API versions that give no body.
        soql = f"SELECT Id FROM {kind} WHERE {key} = {{value}} LIMIT 1"  # noqa: S608 - names from our code
        found = self.find(soql, value=value)
        if not found:
            raise SalesforceBusy("upserted_not_yet_visible")
        return Upserted(str(found[0]["Id"]), False)

    def update(self, kind: str, salesforce_id: str, fields: Mapping[str, object]) -> None:
        """Change fields of a record by its id. Raises ``SalesforceConflict`` or ``SalesforceBusy``."""
        path = f"sobjects/{kind}/{salesforce_id}"
        self._call(lambda api: self._patch(api, path, fields))

    @property
    def calls_used(self) -> tuple[int, int] | None:
        """API calls of the last 24 h and their limit, from the last answer's ``Sforce-Limit-Info``."""
        usage = self._api.api_usage.get("api-usage") if self._api is not None else None
        return (usage.used, usage.total) if usage is not None else None

    def _patch(self, api: RestApi, path: str, fields: Mapping[str, object]) -> dict[str, Any] | None:
        answer: dict[str, Any] | None = api.restful(
            path, method="PATCH", data=json.dumps(dict(fields)), headers=dict(_NO_DUPLICATES)
        )
        return answer

    def _call(self, ask: Callable[[RestApi], T]) -> T:
        """Ask with the session at hand; when that has ended, log in and ask once more."""
        try:
            if self._api is not None:
                try:
                    return ask(self._api)
                except SalesforceError as error:
                    if "INVALID_SESSION_ID" not in _codes(error):
                        raise
            self._api = self._log_in()
            return ask(self._api)
        except SalesforceError as error:
            raise _translate(error) from error
        except (requests.ConnectionError, requests.Timeout) as error:
            raise SalesforceBusy(type(error).__name__) from error

    def _log_in(self) -> RestApi:
        """OAuth 2.0 JWT bearer: a signed assertion for an access token."""
        who = self._credentials()
        assertion = jwt.encode(
            {
                "iss": who.consumer_key,
                "sub": who.username,
                "aud": who.claimed_audience(),
                "exp": int((self._now() + ASSERTION_LIFE).timestamp()),
            },
            who.private_key,
            algorithm="RS256",
        )
        answer = self._http.post(
            f"{who.login_url.rstrip('/')}/services/oauth2/token",
            data={"grant_type": _GRANT, "assertion": assertion},
        )
        if answer.status_code >= 500 or answer.status_code == 429:
            raise SalesforceBusy(f"login answered {answer.status_code}")
        token = _json_object(answer)
        if answer.status_code != 200 or "access_token" not in token:
            fault, why = token.get("error", answer.status_code), token.get("error_description", "")
            raise SalesforceLoginRefused(
                f"Salesforce refused the login of {who.username}: {fault} {why}".strip()
            )
        return self._open(str(token["access_token"]), str(token["instance_url"]).rstrip("/"), who.login_url)

    def _open(self, access_token: str, instance_url: str, login_url: str) -> RestApi:
        if not instance_url.startswith("https://") and not login_url.startswith("http://"):
            raise SalesforceLoginRefused(f"the instance URL {instance_url} is not https")
        api = RestApi(
            session_id=access_token, instance_url=instance_url, version=API_VERSION, session=self._http
        )
        api.base_url = f"{instance_url}/services/data/v{API_VERSION}/"
        return api


def _json_object(answer: requests.Response) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _codes(error: SalesforceError) -> set[str]:
    """The ``errorCode`` values of an error answer: a list of objects, in every release so far."""
    content: object = error.content
    entries = content if isinstance(content, list) else [content]
    return {str(e.get("errorCode", "")) for e in entries if isinstance(e, Mapping)}


def _translate(error: SalesforceError) -> Exception:
    codes = _codes(error)
    for code, reason in _CONFLICTS.items():
        if code in codes:
            return SalesforceConflict(reason)
    if error.status == 300:
        return SalesforceConflict("external_id_not_unique")
    passing = codes & _PASSING
    if passing or error.status >= 500 or error.status == 429:
        return SalesforceBusy(min(passing, default=str(error.status)))
    return error
