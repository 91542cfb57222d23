"""A whole sandbox on a free port, with an account that only remembers what was done to it."""

import json
import shutil
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config

from sandbox.salesforce.oauth import ConnectedApp
from sandbox.town import Settings, Town

SENDER = "Ada Brightwell <ada@mail.lumenpost.example>"


@dataclass
class FakeAccount:
    """Remembers events and mails; answers turns with `turn`. `broken` makes the next puts fail."""

    events: list[tuple[str, str, dict[str, Any], list[str]]] = field(default_factory=list)
    mails: dict[str, bytes] = field(default_factory=dict)
    lex: list[dict[str, Any]] = field(default_factory=list)
    broken: int = 0
    turn: Callable[[dict[str, Any]], dict[str, Any]] | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def put_event(
        self, source: str, detail_type: str, detail: dict[str, Any], resources: list[str], at: datetime
    ) -> str:
        with self.lock:
            if self.broken:
                self.broken -= 1
                raise ConnectionError("the account is away")
            self.events.append((source, detail_type, detail, resources))
            return f"event-{len(self.events)}"

    def put_mail(self, key: str, body: bytes) -> None:
        with self.lock:
            if self.broken:
                self.broken -= 1
                raise ConnectionError("the account is away")
            self.mails[key] = body

    def invoke_lex(self, event: dict[str, Any]) -> dict[str, Any]:
        self.lex.append(event)
        if self.turn is None:
            raise AssertionError("this test did not expect a conversation")
        return self.turn(event)

    def types(self, message_id: str) -> list[str]:
        return [
            kind
            for _, kind, detail, _ in self.events
            if detail.get("mail", {}).get("messageId") == message_id
        ]


@dataclass(frozen=True)
class Answer:
    """An HTTP answer."""

    status: int
    body: bytes
    headers: dict[str, str]

    def json(self) -> Any:
        return json.loads(self.body)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


class Sandbox:
    """A running sandbox and ways to talk to it."""

    def __init__(self, town: Town, account: FakeAccount) -> None:
        self.town = town
        self.account = account
        self.clients: list[Any] = []

    def client(self, service: str, prefix: str) -> Any:
        client = boto3.client(
            service,
            region_name="us-east-1",
            endpoint_url=f"{self.town.url}/{prefix}",
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(retries={"total_max_attempts": 1}, read_timeout=10),
        )
        self.clients.append(client)
        return client

    def http(
        self,
        path: str,
        body: Any = None,
        headers: dict[str, str] | None = None,
        method: str | None = None,
        through_proxy: bool = False,
    ) -> Answer:
        handlers: list[Any] = [NoRedirect()]
        handlers.append(urllib.request.ProxyHandler({"http": self.town.url} if through_proxy else {}))
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        url = path if through_proxy else f"{self.town.url}{path}"
        request = urllib.request.Request(url, data, headers or {}, method=method)
        try:
            with urllib.request.build_opener(*handlers).open(request, timeout=10) as answer:
                return Answer(answer.status, answer.read(), {k.lower(): v for k, v in answer.headers.items()})
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.read(), {k.lower(): v for k, v in error.headers.items()})

    def visit(self, host: str, path: str = "/") -> Answer:
        return self.http(f"http://{host}{path}", through_proxy=True)

    def books(self) -> dict[str, Any]:
        return self.http("/control/books").json()

    def settle(self, seconds: float = 10.0) -> None:
        """Wait until nothing is planned any more."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.http("/control/quiet").json()["quiet"]:
                return
            threading.Event().wait(0.01)
        raise AssertionError("the sandbox did not become quiet")

    def send(
        self,
        to: str,
        *,
        step: int = 0,
        send_id: str | None = None,
        unsubscribe: str = "http://api.localhost:9/u/tok",
        sender: str = SENDER,
        configuration_set: str | None = "beckon-test",
        body: str = "Hello,\n\nyour shop runs on Shopify.\n\nhttps://lumenpost.example/hello\n\nAda\n",
        tags: dict[str, str] | None = None,
    ) -> str:
        message = EmailMessage()
        message["From"] = sender
        message["To"] = to
        message["Subject"] = "A shorter checkout"
        message["Message-ID"] = "<ours@mail.lumenpost.example>"
        message["Reply-To"] = "reply+tok@replies.example"
        message["List-Unsubscribe"] = f"<{unsubscribe}>, <mailto:unsub+tok@replies.example>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(body)
        named = {
            "send_id": send_id or f"send-{to.replace('@', '-').replace('.', '-')}-{step}",
            "lead_id": "lead1",
        }
        named |= {"step": str(step)} | (tags or {})
        extra = {"ConfigurationSetName": configuration_set} if configuration_set else {}
        answer = self.client("sesv2", "ses").send_email(
            Content={"Raw": {"Data": message.as_bytes()}},
            EmailTags=[{"Name": name, "Value": value} for name, value in named.items()],
            **extra,
        )
        return str(answer["MessageId"])

    def address_of(self, character: str) -> str:
        """The address of somebody of the world with a character."""
        for company in self.town.world.companies:
            if company.mailbox == character:
                return company.email
        raise LookupError(character)


@pytest.fixture(scope="session")
def key_pair(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the org's key pair: making one takes longer than most tests."""
    folder = tmp_path_factory.mktemp("keys")
    ConnectedApp(folder, "", "", ())
    return folder


@pytest.fixture
def start(tmp_path: Path, key_pair: Path) -> Iterator[Callable[..., Sandbox]]:
    """Start sandboxes; `folder` names the state folder, so that a second start can find the first one's."""
    running: list[Sandbox] = []

    def begin(folder: str = "state", account: FakeAccount | None = None, **settings: Any) -> Sandbox:
        account = account or FakeAccount()
        options = {"patience": 0.0, "ses_rate": 0.0, **settings}
        state = tmp_path / folder
        state.mkdir(exist_ok=True)
        for file in key_pair.iterdir():
            shutil.copy(file, state)
        town = Town(Settings(state=state, **options), account)
        town.start()
        running.append(Sandbox(town, account))
        return running[-1]

    yield begin
    for sandbox in running:
        for client in sandbox.clients:
            client.close()
        if (sandbox.town.settings.state / "sandbox.json").exists():
            sandbox.town.stop()


@pytest.fixture
def sandbox(start: Callable[..., Sandbox]) -> Sandbox:
    """One running sandbox."""
    return start()
