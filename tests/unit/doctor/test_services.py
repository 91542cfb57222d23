"""Models, secrets, Salesforce and the one-click address: each way to be wrong has a name and a fix."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from cli.connection import Connection
from cli.doctor import services
from cli.doctor.finding import State

STAGE = Connection("test-doctor", "us-east-1", {})


class Model:
    """A Bedrock client with one answer; a text is an error's code."""

    def __init__(self, code: str = "") -> None:
        self.code = code
        self.asked: list[dict[str, Any]] = []

    def converse(self, **request: Any) -> dict[str, Any]:
        self.asked.append(request)
        if self.code:
            raise ClientError({"Error": {"Code": self.code}}, "Converse")
        return {"stopReason": "end_turn"}


def test_a_model_that_answers_is_asked_for_a_few_tokens_only():
    client = Model()
    assert services.model(client, "some.model", "drafts").state is State.OK
    assert client.asked[0]["inferenceConfig"]["maxTokens"] <= 5


@pytest.mark.parametrize(
    ("code", "state", "fix"),
    [
        ("AccessDeniedException", State.FAIL, "Model access"),
        ("ResourceNotFoundException", State.FAIL, "modelDraft"),
        ("ValidationException", State.FAIL, "modelDraft"),
        ("ThrottlingException", State.WARN, "quota"),
        ("ServiceUnavailableException", State.WARN, "Health"),
    ],
)
def test_a_model_that_may_not_be_asked_is_told_with_its_fix(code, state, fix):
    found = services.model(Model(code), "some.model", "drafts")
    assert found.state is state
    assert fix in found.fix


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    with mock_aws():
        yield boto3.client("secretsmanager", region_name="us-east-1")


def test_a_secret_without_a_field_is_told_by_the_field_and_never_by_a_value(account):
    account.create_secret(
        Name="beckon/test-doctor/keys", SecretString=json.dumps({"token": "very-secret", "api": "x"})
    )
    keys, salesforce = services.secrets(STAGE)
    assert (keys.state, "pepper" in keys.said, "very-secret" in str(keys)) == (State.FAIL, True, False)
    assert (salesforce.state, "consumer_key" in salesforce.fix) == (State.FAIL, True)


def test_secrets_that_are_whole_are_fine(account):
    for name, fields in services._SECRETS.items():
        account.create_secret(
            Name=f"beckon/test-doctor/{name}", SecretString=json.dumps(dict.fromkeys(fields, "x"))
        )
    assert [finding.state for finding in services.secrets(STAGE)] == [State.OK, State.OK]


def test_salesforce_without_its_secret_says_how_to_make_it(account):
    found = services.salesforce(STAGE)
    assert (found.state, "Going to AWS" in found.fix) == (State.FAIL, True)


Serve = Callable[[dict[str, int]], str]


@pytest.fixture
def site() -> Iterator[Serve]:
    """A site whose GET and POST answer with the given codes."""
    servers: list[ThreadingHTTPServer] = []

    def serve(codes: dict[str, int]) -> str:
        class Page(BaseHTTPRequestHandler):
            def _answer(self) -> None:
                self.rfile.read(int(self.headers.get("content-length") or 0))
                self.send_response(codes[self.command])
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_GET = do_POST = _answer

            def log_message(self, *args: object) -> None:
                return

        server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_address[1]}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def test_the_one_click_address_knows_no_strangers(site):
    (found,) = services.one_click(site({"GET": 404, "POST": 404}))
    assert found.state is State.OK


@pytest.mark.parametrize(
    "codes", [{"GET": 404, "POST": 302}, {"GET": 404, "POST": 403}, {"GET": 200, "POST": 200}]
)
def test_what_stands_before_the_one_click_address_is_told(site, codes):
    (found,) = services.one_click(site(codes))
    assert found.state is State.FAIL


def test_an_address_that_does_not_answer_is_told(site):
    (found,) = services.one_click("http://127.0.0.1:9")
    assert (found.state, "no answer" in found.said) == (State.FAIL, True)


@pytest.mark.parametrize("url", ["", "http://firm.example/u"])
def test_one_click_wants_https(url):
    (found,) = services.one_click(url)
    assert (found.state, "https" in found.said) == (State.FAIL, True)
