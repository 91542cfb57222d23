"""The org's REST API: sessions, limits, query and records; `batches` has the rest.

Reference: REST API Developer Guide (sObject Rows by External ID, sObject Collections, Composite, Limits).
"""

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote

from sandbox.books import Books
from sandbox.clock import WorldClock
from sandbox.faults import Faults
from sandbox.salesforce import soql
from sandbox.salesforce.batches import Answer, Batches, fields_of
from sandbox.salesforce.errors import ApiError
from sandbox.salesforce.oauth import GRANT, ConnectedApp, Refused
from sandbox.salesforce.org import Org
from sandbox.salesforce.schema import Kind, kind_of
from sandbox.seeds import Seed
from sandbox.web import Request, Response, json_response
from sandbox.world import World

DAILY_REQUESTS = 15_000
BATCH = 2_000


class Salesforce:
    """The service. `base_url` is where clients reach it (`http://127.0.0.1:PORT/salesforce`)."""

    def __init__(
        self,
        *,
        folder: Path,
        books: Books,
        clock: WorldClock,
        faults: Faults,
        seed: Seed,
        world: World,
        consumer_key: str = "sandbox-consumer-key",
        username: str = "sandbox@beckon.example",
    ) -> None:
        self._books = books
        self._clock = clock
        self._faults = faults
        self._seed = seed
        self._world = world
        self._lock = threading.Lock()
        self._sessions: dict[str, int] = {}
        self._calls = 0
        self.base_url = ""
        self.org = Org(folder, clock)
        self._batches = Batches(self.org, self._dispatch, self._upsert, self._saved)
        self.app = ConnectedApp(folder, consumer_key, username, ())
        self.first_session_calls = 20 + seed.rng("salesforce-session").randrange(20)
        self.restore()

    def listen_at(self, base_url: str) -> None:
        """Say where the org is reached, which is also an audience it accepts."""
        self.base_url = base_url.rstrip("/")
        self.app.audiences = (self.base_url, "https://login.salesforce.com", "https://test.salesforce.com")

    def restore(self) -> None:
        """Fill an empty org with those companies that the sales people already know."""
        if self.org.count("Lead") or self.org.count("Contact"):
            return
        for company in self._world.companies:
            if not company.crm:
                continue
            first, _, last = company.person.partition(" ")
            person = {
                "FirstName": first,
                "LastName": last or first,
                "Email": company.email,
                "Title": company.role,
            }
            person |= {"Phone": company.phone} if company.phone else {}
            if company.crm == "Lead":
                lead = person | {
                    "Company": company.name,
                    "Website": f"https://{company.domain}",
                    "LeadSource": "Trade fair",
                }
                self.org.create(kind_of("Lead"), lead)
            else:
                account = {"Name": company.name, "Website": f"https://{company.domain}"}
                account_id = self.org.create(kind_of("Account"), account)
                self.org.create(kind_of("Contact"), person | {"AccountId": account_id})

    def routes(self, add: Callable[..., None]) -> None:
        """Register the service's routes."""
        add("POST", "/salesforce/services/oauth2/token", self.token)
        add("*", "/salesforce/services/data/{version}/{rest+}", self.api)
        add("GET", "/salesforce/services/data", self.versions)

    def versions(self, request: Request) -> Response:
        """The API versions of the org."""
        return json_response([{"label": "Winter '24", "url": "/services/data/v59.0", "version": "59.0"}])

    # -- sessions ----------------------------------------------------------------------------------

    def token(self, request: Request) -> Response:
        """The token endpoint: JWT bearer only."""
        if self._faults.take("salesforce", "down"):
            return Response(503, b"Service Unavailable")
        form = {name: values[0] for name, values in parse_qs(request.body.decode("utf-8", "replace")).items()}
        try:
            if form.get("grant_type") != GRANT:
                raise Refused("unsupported_grant_type", "grant type not supported")
            self.app.check(form.get("assertion", ""), self._clock.wall())
        except Refused as refusal:
            self._books.write(
                "salesforce_logins", ok=False, error=refusal.error, description=refusal.description
            )
            return json_response({"error": refusal.error, "error_description": refusal.description}, 400)
        with self._lock:
            number = self._books.count("salesforce_logins", lambda entry: bool(entry["ok"]))
            session = f"00DHs000000sandbox!{self._seed.id('session', number, length=48)}"
            # The org ends its first session early, once, as an administrator's policy would.
            self._sessions[session] = self.first_session_calls if number == 0 else 1_000_000
        self._books.write("salesforce_logins", ok=True, error=None, description=None)
        return json_response(
            {
                "access_token": session,
                "scope": "api",
                "instance_url": self.base_url,
                "id": f"{self.base_url}/id/00DHs000000sandboxEAA/005Hs000000sandboxIAA",
                "token_type": "Bearer",
            }
        )

    def _check_session(self, request: Request) -> None:
        session = request.headers.get("authorization", "").removeprefix("Bearer ").removeprefix("OAuth ")
        with self._lock:
            left = self._sessions.get(session, 0)
            if self._faults.take("salesforce", "session_expired"):
                left = 0
            if left <= 0:
                self._sessions.pop(session, None)
                raise ApiError("INVALID_SESSION_ID", "Session expired or invalid", 401)
            self._sessions[session] = left - 1
            self._calls += 1

    # -- the API -----------------------------------------------------------------------------------

    def api(self, request: Request) -> Response:
        """Any request below /services/data/vXX.X/."""
        if self._faults.take("salesforce", "down"):
            return Response(503, b"Service Unavailable")
        path = f"/{request.raw_path.partition(request.params['version'] + '/')[2]}"
        try:
            self._check_session(request)
            if self._faults.take("salesforce", "request_limit"):
                raise ApiError("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", 403)
            body = _json_body(request)
            status, value = self._dispatch(
                request.method, path, dict(request.query), body, dict(request.headers)
            )
        except ApiError as error:
            self._books.write("salesforce_errors", method=request.method, path=request.path, error=error.code)
            return self._with_limits(error.response())
        if request.method != "GET" and self._faults.take("salesforce", "timeout_after_success"):
            return Response(hang_up=True)
        return self._with_limits(
            Response(204, content_type=None) if status == 204 else json_response(value, status)
        )

    def _with_limits(self, response: Response) -> Response:
        usage = ("Sforce-Limit-Info", f"api-usage={self._calls}/{DAILY_REQUESTS}")
        return Response(response.status, response.body, (*response.headers, usage), response.content_type)

    def _dispatch(
        self, method: str, path: str, query: dict[str, list[str]], body: Any, headers: dict[str, str]
    ) -> Answer:
        parts = [unquote(part) for part in path.strip("/").split("/")]
        if method != "GET" and self._faults.take("salesforce", "lock_row"):
            raise ApiError("UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record", 400)
        match parts:
            case ["limits"] if method == "GET":
                left = DAILY_REQUESTS - self._calls
                return 200, {"DailyApiRequests": {"Max": DAILY_REQUESTS, "Remaining": left}}
            case ["query"] | ["queryAll"] if method == "GET":
                return self._query((query.get("q") or [""])[0])
            case ["composite"] if method == "POST":
                return self._batches.composite(body, headers)
            case ["composite", "sobjects", name, field] if method == "PATCH":
                return self._batches.collection(kind_of(name), field, body, headers)
            case ["sobjects", name] if method == "POST":
                return self._created(kind_of(name), fields_of(body), headers)
            case ["sobjects", name, record_key]:
                return self._row(method, kind_of(name), record_key, query, body, headers)
            case ["sobjects", name, field, value]:
                return self._external(method, kind_of(name), field, value, body, headers)
        raise ApiError("NOT_FOUND", "The requested resource does not exist", 404)

    def _query(self, text: str) -> Answer:
        query = soql.parse(text)
        found = self.org.query(query)
        if not query.fields:
            return 200, {"totalSize": len(found), "done": True, "records": []}
        records = [
            {
                "attributes": _attributes(query.object, record),
                **{name: record.get(name) for name in query.fields},
            }
            for record in found[:BATCH]
        ]
        return 200, {"totalSize": len(found), "done": True, "records": records}

    def _row(
        self,
        method: str,
        kind: Kind,
        record_key: str,
        query: dict[str, list[str]],
        body: Any,
        headers: dict[str, str],
    ) -> Answer:
        if method == "GET":
            record = self.org.get(kind, record_key)
            wanted = (query.get("fields") or [""])[0]
            if wanted:
                record = {name: record.get(name) for name in wanted.split(",")} | {"Id": record["Id"]}
            return 200, {"attributes": _attributes(kind.name, record), **record}
        if method == "PATCH":
            self.org.update(kind, record_key, fields_of(body), _allows_duplicates(headers))
            self._saved(kind, record_key, False)
            return 204, None
        raise ApiError(
            "METHOD_NOT_ALLOWED", f"HTTP Method '{method}' not allowed. Allowed are GET,PATCH", 405
        )

    def _external(
        self, method: str, kind: Kind, field: str, value: str, body: Any, headers: dict[str, str]
    ) -> Answer:
        if method == "GET":
            record = self.org.find_external(kind, field, value)
            if record is None:
                raise ApiError("NOT_FOUND", "The requested resource does not exist", 404)
            return 200, {"attributes": _attributes(kind.name, record), **record}
        if method == "PATCH":
            with self.org.transaction():
                record_key, created = self._upsert(kind, field, value, fields_of(body), headers)
            self._saved(kind, record_key, created)
            return 201 if created else 200, {
                "id": record_key,
                "success": True,
                "errors": [],
                "created": created,
            }
        raise ApiError(
            "METHOD_NOT_ALLOWED", f"HTTP Method '{method}' not allowed. Allowed are GET,PATCH", 405
        )

    def _upsert(
        self, kind: Kind, field: str, value: str, fields: dict[str, Any], headers: dict[str, str]
    ) -> tuple[str, bool]:
        if field in fields:
            message = f"The {field} field should not be specified in the sobject data."
            raise ApiError("INVALID_FIELD", message, 400)
        held = self.org.find_external(kind, field, value)
        allowed = _allows_duplicates(headers)
        if held is None:
            return self.org.create(kind, fields | {field: value}, allowed), True
        self.org.update(kind, held["Id"], fields, allowed)
        return str(held["Id"]), False

    def _created(self, kind: Kind, fields: dict[str, Any], headers: dict[str, str]) -> Answer:
        record_key = self.org.create(kind, fields, _allows_duplicates(headers))
        self._saved(kind, record_key, True)
        return 201, {"id": record_key, "success": True, "errors": []}

    def _saved(self, kind: Kind, record_key: str, created: bool) -> None:
        self._books.write("salesforce_saves", kind=kind.name, id=record_key, created=created)


def _json_body(request: Request) -> Any:
    if not request.body:
        return None
    try:
        return json.loads(request.body)
    except ValueError as error:
        raise ApiError("JSON_PARSER_ERROR", f"The HTTP entity body is not JSON: {error}") from error


def _allows_duplicates(headers: dict[str, str]) -> bool:
    text = headers.get("sforce-duplicate-rule-header", "").replace(" ", "").lower()
    return "allowsave=true" in text


def _attributes(kind: str, record: dict[str, Any]) -> dict[str, str]:
    return {"type": kind, "url": f"/services/data/v59.0/sobjects/{kind}/{record.get('Id', '')}"}
