"""What the outside services do to an account, as requests on the wire."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from sandbox.aws import BotoAccount, LexFunctionError

AT = datetime(2026, 11, 3, 16, 30, tzinfo=UTC)


class Endpoint:
    """An AWS endpoint that notes what comes and answers what it was given."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str, dict[str, str], bytes]] = []
        self.answers: list[tuple[int, dict[str, str], bytes]] = []
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                endpoint.seen.append((self.command, self.path, headers, body))
                status, extra, text = endpoint.answers.pop(0)
                self.send_response(status)
                for name, value in {**extra, "Content-Length": str(len(text))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(text)

            do_PUT = do_POST = answer

            def log_message(self, format: str, *args: Any) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[Endpoint]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    served = Endpoint()
    yield served
    served.close()


@pytest.fixture
def account(endpoint: Endpoint) -> Iterator[BotoAccount]:
    made = BotoAccount(endpoint.url, "us-east-1", "the-mail", "answer_lex")
    yield made
    made.close()


def test_an_event_goes_to_the_default_bus_with_its_source(endpoint: Endpoint, account: BotoAccount) -> None:
    endpoint.answers.append((200, {}, b'{"FailedEntryCount": 0, "Entries": [{"EventId": "e1"}]}'))
    assert account.put_event("sandbox.ses", "Email Sent", {"eventType": "Send"}, [], AT) == "e1"
    _, _, headers, body = endpoint.seen[0]
    (entry,) = json.loads(body)["Entries"]
    assert headers["x-amz-target"] == "AWSEvents.PutEvents"
    assert (entry["Source"], entry["DetailType"]) == ("sandbox.ses", "Email Sent")
    assert json.loads(entry["Detail"]) == {"eventType": "Send"}
    assert "EventBusName" not in entry


def test_an_entry_that_the_bus_refuses_is_an_error(endpoint: Endpoint, account: BotoAccount) -> None:
    refused = b'{"FailedEntryCount": 1, "Entries": [{"ErrorCode": "NotAuthorizedForSourceException"}]}'
    endpoint.answers.append((200, {}, refused))
    with pytest.raises(RuntimeError, match="NotAuthorizedForSource"):
        account.put_event("aws.ses", "Email Sent", {}, [], AT)


def test_a_mail_becomes_an_object(endpoint: Endpoint, account: BotoAccount) -> None:
    endpoint.answers.append((200, {}, b""))
    account.put_mail("inbound/abc", b"From: a@b.example\r\n\r\nHi")
    method, path, _, body = endpoint.seen[0]
    assert (method, path) == ("PUT", "/the-mail/inbound/abc")
    assert b"From: a@b.example" in body


def test_a_turn_is_an_invocation_and_its_answer(endpoint: Endpoint, account: BotoAccount) -> None:
    endpoint.answers.append((200, {}, b'{"sessionState": {"dialogAction": {"type": "Close"}}}'))
    answer = account.invoke_lex({"inputTranscript": "hello"})
    assert answer["sessionState"]["dialogAction"]["type"] == "Close"
    _, path, _, body = endpoint.seen[0]
    assert path == "/2015-03-31/functions/answer_lex/invocations"
    assert json.loads(body) == {"inputTranscript": "hello"}


@pytest.mark.parametrize(
    ("headers", "body"), [({"X-Amz-Function-Error": "Unhandled"}, b'{"errorMessage": "boom"}'), ({}, b"null")]
)
def test_a_function_that_fails_is_told_apart_from_a_turn(
    endpoint: Endpoint, account: BotoAccount, headers: dict[str, str], body: bytes
) -> None:
    endpoint.answers.append((200, headers, body))
    with pytest.raises(LexFunctionError):
        account.invoke_lex({})
