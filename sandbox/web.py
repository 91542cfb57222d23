"""A small HTTP/1.1 server: requests in, responses out, one thread a connection.

Routes are plain functions `Request -> Response`. A request with an absolute-form target (RFC 9112 §3.2.2)
is what a client sends to a forward proxy; those go to the handler given as `proxy` instead of the routes.
"""

import contextlib
import json
import logging
import re
import socket
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

log = logging.getLogger("sandbox.web")

MAX_BODY_BYTES = 45 * 1024 * 1024


@dataclass(frozen=True)
class Request:
    """One HTTP request. `path` is decoded, `raw_path` as it came; header names are lower case."""

    method: str
    path: str
    raw_path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: bytes
    host: str
    params: Mapping[str, str] = field(default_factory=dict)
    query_string: str = ""

    def one(self, name: str, default: str = "") -> str:
        """The first value of a query parameter."""
        values = self.query.get(name)
        return values[0] if values else default

    def json(self) -> Any:
        """The body as JSON; raises `json.JSONDecodeError` or `UnicodeDecodeError`."""
        return json.loads(self.body.decode("utf-8") or "null")


@dataclass(frozen=True)
class Response:
    """What goes back. An iterable body is streamed in chunks; `hang_up` closes without a word."""

    status: int = 200
    body: bytes | Iterable[bytes] = b""
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str | None = "text/plain; charset=utf-8"
    hang_up: bool = False


def json_response(value: Any, status: int = 200, headers: Iterable[tuple[str, str]] = ()) -> Response:
    """A JSON answer."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(status, body, tuple(headers), "application/json")


Route = Callable[[Request], Response]


class Router:
    """Routes by method and path pattern; `{name}` matches one segment, `{name+}` the rest of the path."""

    def __init__(self) -> None:
        self._routes: list[tuple[str, re.Pattern[str], Route]] = []

    def add(self, method: str, pattern: str, route: Route) -> None:
        """Register a route. The first that matches wins."""
        expression = re.sub(r"\{(\w+)\+\}", r"(?P<\1>.+)", pattern)
        expression = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", expression)
        self._routes.append((method, re.compile(f"{expression}/?"), route))

    def __call__(self, request: Request) -> Response:
        """Answer with the matching route, 405 when only the method is wrong, 404 otherwise."""
        # Matched on the raw path, so that a segment may hold an escaped slash (model ids, e-mail addresses).
        known_path = False
        for method, pattern, route in self._routes:
            match = pattern.fullmatch(request.raw_path)
            if not match:
                continue
            known_path = True
            if method in (request.method, "*"):
                params = {name: unquote(value) for name, value in match.groupdict().items()}
                return route(_with_params(request, params))
        if known_path:
            return json_response({"message": f"Method {request.method} is not allowed here"}, 405)
        return json_response({"message": f"Nothing is served at {request.path}"}, 404)


def _with_params(request: Request, params: Mapping[str, str]) -> Request:
    return Request(
        request.method,
        request.path,
        request.raw_path,
        request.query,
        request.headers,
        request.body,
        request.host,
        params,
        request.query_string,
    )


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = 75
    server: "WebServer"

    def handle_one_request(self) -> None:
        # A client that goes away in the middle is an everyday event for a server, not an error of ours.
        with contextlib.suppress(ConnectionError, TimeoutError):
            try:
                super().handle_one_request()
                return
            except BrokenPipeError:
                pass
        self.close_connection = True

    def _serve(self) -> None:
        with self.server.in_flight():
            request = self._read_request()
            if request is None:
                return
            absolute = self.path.startswith(("http://", "https://"))
            try:
                response = (self.server.proxy if absolute else self.server.routes)(request)
            except Exception:
                log.exception("a route failed: %s %s", request.method, request.path)
                response = json_response({"message": "The sandbox failed; see its log"}, 500)
            self._write(response)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = _serve

    def do_CONNECT(self) -> None:
        """Refuse TLS tunnels in words: this world has no certificates."""
        self._write(
            Response(
                501,
                b"The sandbox serves its companies over plain http only: "
                b"fetch http:// addresses through it.\n",
                (("Connection", "close"),),
            )
        )
        self.close_connection = True

    def _read_request(self) -> Request | None:
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        if "chunked" in headers.get("transfer-encoding", "").lower():
            body = self._read_chunked()
        else:
            length = int(headers.get("content-length") or 0)
            if length > MAX_BODY_BYTES:
                self.close_connection = True
                self._write(json_response({"message": "The request is too large"}, 413))
                return None
            body = self.rfile.read(length)
        host = (parts.hostname or headers.get("host", "").rsplit(":", 1)[0]).lower()
        return Request(
            self.command,
            unquote(parts.path) or "/",
            parts.path or "/",
            parse_qs(parts.query, keep_blank_values=True),
            headers,
            body,
            host,
            {},
            parts.query,
        )

    def _read_chunked(self) -> bytes:
        chunks: list[bytes] = []
        total = 0
        while True:
            size = int(self.rfile.readline(64).split(b";")[0].strip() or b"0", 16)
            total += size
            if total > MAX_BODY_BYTES:
                raise ConnectionError("chunked body too large")
            if size == 0:
                while self.rfile.readline(8192).strip():
                    pass
                return b"".join(chunks)
            chunks.append(self.rfile.read(size))
            self.rfile.readline(8)

    def _write(self, response: Response) -> None:
        if response.hang_up:
            self.close_connection = True
            with contextlib.suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(response.status, _reason(response.status))
        for name, value in response.headers:
            self.send_header(name, value)
            if name.lower() == "connection" and value.lower() == "close":
                self.close_connection = True
        if response.content_type:
            self.send_header("Content-Type", response.content_type)
        bodyless = self.command == "HEAD" or response.status in (204, 304)
        if isinstance(response.body, bytes):
            if response.status not in (204, 304):
                self.send_header("Content-Length", str(len(response.body)))
            self.end_headers()
            if not bodyless:
                self.wfile.write(response.body)
        else:
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for chunk in () if bodyless else response.body:
                if chunk:
                    self.wfile.write(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n")
                    self.wfile.flush()
            if not bodyless:
                self.wfile.write(b"0\r\n\r\n")
        self.wfile.flush()

    def version_string(self) -> str:
        return "sandbox"

    def log_message(self, format: str, *args: Any) -> None:
        log.debug(format, *args)


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


class WebServer(ThreadingHTTPServer):
    """Serves `routes` for origin-form requests and `proxy` for absolute-form ones. Port 0 takes a free
    one."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], routes: Route, proxy: Route) -> None:
        super().__init__(address, _Handler)
        self.routes = routes
        self.proxy = proxy
        self._lock = threading.Lock()
        self._busy = 0

    @contextlib.contextmanager
    def in_flight(self) -> Any:
        """Count a request while it is being answered."""
        with self._lock:
            self._busy += 1
        try:
            yield
        finally:
            with self._lock:
                self._busy -= 1

    @property
    def busy(self) -> int:
        """Requests being answered now."""
        with self._lock:
            return self._busy

    @property
    def port(self) -> int:
        """The port in use."""
        return int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Log what http.server would print."""
        log.exception("a connection failed")
