"""Addresses: what DNS, lists and mail servers say of them."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import dns.exception
import dns.resolver
import pytest

from adapters.smtp_probe import SmtpProbe, nobody_at
from scrapers.deliverable import REASONS, Verdict, check, is_disposable, not_checked


class Answers:
    """A DNS resolver that knows two domains: one with a mail server, one that wants no mail."""

    def resolve(self, name: str, kind: str, **_: Any) -> Any:
        asked = str(name).rstrip(".")
        if kind == "MX" and asked in ("kettle-and-co.com", "mailinator.com"):
            return [SimpleNamespace(preference=10, exchange=f"mx.{asked}.")]
        if kind == "MX" and asked == "no-mail-here.com":
            return [SimpleNamespace(preference=0, exchange=".")]
        if asked == "web-only.com":
            raise dns.resolver.NoAnswer
        if asked == "broken.com":
            raise dns.resolver.NoNameservers
        raise dns.resolver.NXDOMAIN


class Silent:
    def resolve(self, *_: Any, **__: Any) -> Any:
        raise dns.exception.Timeout


@pytest.mark.parametrize(
    ("address", "verdict"),
    [
        ("hello@kettle-and-co.com", Verdict("safe", "mx", "role")),
        ("ada.hill@kettle-and-co.com", Verdict("safe", "mx", "person")),
        ("noreply@kettle-and-co.com", Verdict("risky", "unattended", "role")),
        ("ada@mailinator.com", Verdict("risky", "disposable", "person")),
        ("hello@nobody-here.com", Verdict("invalid", "no_domain", "role")),
        ("hello@no-mail-here.com", Verdict("invalid", "null_mx", "role")),
        ("hello@web-only.com", Verdict("invalid", "no_mx", "role")),
        ("hello@broken.com", Verdict("unknown", "dns_timeout", "role")),
        ("not an address", Verdict("invalid", "syntax")),
    ],
)
def test_dns_and_the_lists_say_what_an_address_is_worth(address: str, verdict: Verdict) -> None:
    assert check(address, Answers) == verdict
    assert verdict.reason in REASONS


def test_dns_that_does_not_answer_says_nothing() -> None:
    assert check("hello@kettle-and-co.com", Silent) == Verdict("unknown", "dns_timeout", "role")


@pytest.mark.parametrize(
    ("told", "word", "reason"),
    [
        ("known", "safe", "mailbox_known"),
        ("unknown", "invalid", "mailbox_unknown"),
        ("catch_all", "unknown", "catch_all"),
        ("not_told", "unknown", "not_told"),
    ],
)
def test_what_a_mail_server_says_of_the_mailbox_is_the_verdict(told: Any, word: str, reason: str) -> None:
    asked = []

    class Told:
        def ask(self, address: str, servers: tuple[str, ...]) -> Any:
            asked.append((address, servers))
            return told

    assert check("ada@kettle-and-co.com", Answers, Told()) == Verdict(word, reason, "person")  # type: ignore[arg-type]
    assert asked == [("ada@kettle-and-co.com", ("mx.kettle-and-co.com",))]
    assert reason in REASONS


def test_a_throw_away_provider_is_known_below_its_domain_too() -> None:
    assert is_disposable("mailinator.com")
    assert is_disposable("a.b.mailinator.com")
    assert not is_disposable("kettle-and-co.com")
    assert not is_disposable("gmail.com")


def test_without_a_question_the_lists_still_count() -> None:
    assert not_checked("hello@shop.example") == Verdict("unknown", "not_checked", "role")
    assert not_checked("abuse@shop.example").word == "risky"
    assert not_checked("ada@mailinator.com").reason == "disposable"


# The probe, against a mail server on this machine -----------------------------------------------------------


class Server(socketserver.ThreadingTCPServer):
    """A mail server that knows some mailboxes; ``answers`` may override what RCPT gets."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(
        self, known: set[str], refusal: str = "550 5.1.1 no such user", mail: str = "250 ok"
    ) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.known, self.refusal, self.mail = known, refusal, mail
        self.heard: list[str] = []


class Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server = self.server
        assert isinstance(server, Server)
        self.wfile.write(b"220 mx.test ESMTP\r\n")
        for raw in self.rfile:
            line = raw.decode().strip()
            server.heard.append(line)
            verb = line.upper()
            if verb.startswith("RCPT"):
                address = line.partition("<")[2].partition(">")[0]
                answer = "250 ok" if {address, "*"} & server.known else server.refusal
            elif verb.startswith("MAIL"):
                answer = server.mail
            elif verb == "QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                answer = "250 mx.test"
            self.wfile.write(f"{answer}\r\n".encode())


@pytest.fixture
def serve() -> Iterator[Any]:
    running: list[Server] = []

    def start(*arguments: Any, **options: Any) -> Server:
        server = Server(*arguments, **options)
        running.append(server)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return server

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


def ask(server: Server, address: str = "ada@shop.example") -> str:
    return SmtpProbe("mail.beckon.example", port=server.server_address[1], seconds=3).ask(
        address, ("127.0.0.1",)
    )


def test_a_known_mailbox_is_told_from_a_server_that_takes_any(serve: Any) -> None:
    assert ask(serve({"ada@shop.example"})) == "known"
    assert ask(serve({"*"})) == "catch_all"


def test_nothing_is_ever_delivered(serve: Any) -> None:
    server = serve({"*"})
    ask(server)
    assert not any(line.upper().startswith("DATA") for line in server.heard)
    assert any(line == "MAIL FROM:<>" for line in server.heard)


@pytest.mark.parametrize(
    ("refusal", "told"),
    [
        ("550 5.1.1 no such user", "unknown"),
        ("550 user unknown", "unknown"),
        ("550 5.7.1 your address is on a list", "not_told"),
        ("451 4.7.1 greylisted", "not_told"),
        ("421 too many", "not_told"),
    ],
)
def test_only_a_refusal_of_the_mailbox_itself_says_that_it_is_unknown(
    serve: Any, refusal: str, told: str
) -> None:
    assert ask(serve(set(), refusal)) == told


def test_a_server_that_wants_no_mail_from_us_and_one_that_is_not_there_say_nothing(serve: Any) -> None:
    assert ask(serve({"*"}, mail="550 go away")) == "not_told"
    gone = serve(set())
    gone.shutdown()
    gone.server_close()
    assert ask(gone) == "not_told"


def test_the_address_that_nobody_has_is_the_same_each_time() -> None:
    assert nobody_at("ada@shop.example") == nobody_at("ada@shop.example")
    assert nobody_at("ada@shop.example").endswith("@shop.example")
