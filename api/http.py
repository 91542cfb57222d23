"""HTTP API payloads (format 2.0) in and out, and a router for the few routes there are.

Written by hand: nine routes need a table of patterns, and a resolver from a library costs more to import
than all of this API (Powertools' HTTP resolver: 79 ms, as measured in ``make bench``).
Payloads: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

from __future__ import annotations

import base64
import binascii
import html
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from urllib.parse import parse_qs, unquote

MOST_BYTES = 64 * 1024
"""Of a request's body: the largest here is an inquiry."""

_COMMON = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=31536000",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex, nofollow",
}
"""Sent with every answer. The token is in the path: nothing may pass it on, keep it or index it."""


class Problem(Exception):
    """An answer that is an error.

    ``detail`` is for the caller; ``errors`` are pairs of a field of the input and what is wrong with it.
    """

    def __init__(self, status: int, title: str, detail: str = "", errors: Sequence[tuple[str, str]] = ()):
        super().__init__(title)
        self.status = status
        self.title = title
        self.detail = detail
        self.errors = tuple(errors)


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked. Header names are in lower case; ``parts`` are the path's variables."""

    method: str
    path: str
    headers: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes
    parts: Mapping[str, str] = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        """The body as a JSON object. Raises ``Problem`` 400 or 415."""
        kind = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise Problem(415, "Unsupported media type", "Send application/json.")
        try:
            value = json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise Problem(400, "Bad request", "The body is not JSON.") from error
        if not isinstance(value, dict):
            raise Problem(400, "Bad request", "The body is not a JSON object.")
        return value

    def form(self) -> dict[str, str]:
        """The fields of a form body, the first of each name; empty for a body that is none."""
        try:
            fields = parse_qs(self.body.decode(), keep_blank_values=True, max_num_fields=20)
        except ValueError:
            return {}
        return {name: values[0] for name, values in fields.items()}


@dataclass(frozen=True, slots=True)
class Response:
    """An answer. Build one with ``page`` or ``document``."""

    status: int
    content_type: str
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def payload(self) -> dict[str, Any]:
        """As API Gateway wants it."""
        return {
            "statusCode": self.status,
            "headers": {**_COMMON, "content-type": self.content_type, **self.headers},
            "body": self.body,
            "isBase64Encoded": False,
        }


def document(status: int, value: Mapping[str, Any]) -> Response:
    """A JSON answer."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Response(status, "application/json; charset=utf-8", body)


def page(status: int, title: str, inner: str) -> Response:
    """An HTML answer. ``inner`` is HTML: whoever builds it escapes what it puts in; ``title`` is text."""
    shown = html.escape(title)
    return Response(
        status,
        "text/html; charset=utf-8",
        "<!doctype html>\n"
        f'<html lang="en"><head><meta charset="utf-8"><title>{shown}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><style>'
        "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem}"
        "button{font:inherit;padding:.5rem 1rem}"
        f"</style></head><body><main><h1>{shown}</h1>{inner}</main></body></html>\n",
    )


def problem(error: Problem) -> Response:
    """An error as RFC 9457 ``application/problem+json``."""
    value: dict[str, Any] = {"status": error.status, "title": error.title}
    if error.detail:
        value["detail"] = error.detail
    if error.errors:
        value["errors"] = [{"field": name, "problem": wrong} for name, wrong in error.errors]
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Response(error.status, "application/problem+json; charset=utf-8", body)


def read(event: Mapping[str, Any]) -> Request:
    """Understand an HTTP API event. Raises ``Problem`` 400 or 413."""
    http = event["requestContext"]["http"]
    raw = event.get("body") or ""
    if event.get("isBase64Encoded"):
        try:
            body = base64.b64decode(raw, validate=True)
        except (binascii.Error, ValueError) as error:
            raise Problem(400, "Bad request", "The body is not base64.") from error
    else:
        body = raw.encode()
    if len(body) > MOST_BYTES:
        raise Problem(413, "Content too large", f"At most {MOST_BYTES} bytes.")
    path = event.get("rawPath") or http["path"]
    stage = event["requestContext"].get("stage", "$default")
    if stage != "$default" and (path == f"/{stage}" or path.startswith(f"/{stage}/")):
        # A named stage is part of rawPath, and no part of our routes.
        path = path[len(stage) + 1 :] or "/"
    return Request(
        method=str(http["method"]).upper(),
        path=path,
        headers={name.lower(): value for name, value in (event.get("headers") or {}).items()},
        query=dict(event.get("queryStringParameters") or {}),
        body=body,
    )


Context = TypeVar("Context")
Action = Callable[[Request, Context], Response]
_VARIABLE = re.compile(r"\{([a-z_]+)\}")


class Router(Generic[Context]):
    """Routes by method and path; ``{name}`` is one path segment."""

    def __init__(self) -> None:
        self._routes: list[tuple[str, re.Pattern[str], Action[Context]]] = []

    def add(self, method: str, path: str, action: Action[Context]) -> None:
        pattern = _VARIABLE.sub(r"(?P<\1>[^/]+)", path)
        self._routes.append((method, re.compile(pattern + "/?"), action))

    def answer(self, request: Request, context: Context) -> Response:
        """Find the action and let it answer. Raises ``Problem`` 404 or 405."""
        methods = []
        for method, pattern, action in self._routes:
            found = pattern.fullmatch(request.path)
            if not found:
                continue
            if method == request.method or (method == "GET" and request.method == "HEAD"):
                parts = {name: unquote(value) for name, value in found.groupdict().items()}
                return action(_with_parts(request, parts), context)
            methods.append(method)
        if methods:
            raise Problem(405, "Method not allowed", f"Use {' or '.join(sorted(methods))}.")
        raise Problem(404, "Not found")


def _with_parts(request: Request, parts: Mapping[str, str]) -> Request:
    return Request(request.method, request.path, request.headers, request.query, request.body, parts)
