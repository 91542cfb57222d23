"""What people do when a mail arrives, seen from the account: events, objects, requests to links."""

import email
import email.policy
import re
import threading
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from sandbox.characters import CHARACTERS, Reply
from sandbox.mailboxes import visit_url
from tests.unit.sandbox.conftest import FakeAccount, Sandbox


def only_mail(sandbox: Sandbox) -> EmailMessage:
    (body,) = sandbox.account.mails.values()
    return email.message_from_bytes(body, policy=email.policy.default)


def text_of(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def written_by(sandbox: Sandbox, character: str, step: int = 0, **more: Any) -> str:
    message_id = sandbox.send(sandbox.address_of(character), step=step, **more)
    sandbox.settle()
    return message_id


REPLYING = [
    name for name, character in CHARACTERS.items() if any(isinstance(act, Reply) for act in character.first)
]


@pytest.mark.parametrize("character", REPLYING)
def test_whoever_replies_puts_their_replies_into_the_bucket_and_the_books(
    sandbox: Sandbox, character: str
) -> None:
    written_by(sandbox, character)
    expected = [act.expected for act in CHARACTERS[character].first if isinstance(act, Reply)]
    inbound = sandbox.books()["inbound"]
    assert sorted(entry["expected_label"] for entry in inbound) == sorted(expected)
    assert {entry["key"] for entry in inbound} == set(sandbox.account.mails)
    assert all(entry["key"].startswith("inbound/") and entry["character"] == character for entry in inbound)


def test_a_warm_reply_keeps_the_thread_and_gives_a_number(sandbox: Sandbox) -> None:
    message_id = written_by(sandbox, "warm_call")
    reply = only_mail(sandbox)
    assert reply["In-Reply-To"] == f"<{message_id}@email.amazonses.com>"
    assert reply["References"] == f"<{message_id}@email.amazonses.com>"
    assert reply["To"] == "reply+tok@replies.example"
    assert reply["Subject"] == "Re: A shorter checkout"
    assert "(503) 555-0110" in text_of(reply)
    assert "> your shop runs on Shopify." in text_of(reply)


def test_long_message_ids_are_not_folded_into_encoded_words(sandbox: Sandbox) -> None:
    written_by(sandbox, "warm_call")
    (raw,) = sandbox.account.mails.values()
    assert b"In-Reply-To: <" in raw


def test_an_alias_answers_the_from_address_and_keeps_the_thread(sandbox: Sandbox) -> None:
    written_by(sandbox, "alias")
    reply = only_mail(sandbox)
    assert "theo.marchetti@sableink.example" in reply["From"]
    assert reply["To"] == "ada@mail.lumenpost.example"
    assert reply["In-Reply-To"]


def test_a_foreign_address_answers_the_token_without_a_thread(sandbox: Sandbox) -> None:
    written_by(sandbox, "alias_token")
    reply = only_mail(sandbox)
    assert "colin.baxter@baxterfamily.example" in reply["From"]
    assert reply["To"] == "reply+tok@replies.example"
    assert reply["In-Reply-To"] is None
    assert reply["References"] is None


def test_a_new_thread_has_nothing_but_sender_and_subject(sandbox: Sandbox) -> None:
    written_by(sandbox, "new_thread")
    reply = only_mail(sandbox)
    assert reply["To"] == "ada@mail.lumenpost.example"
    assert reply["In-Reply-To"] is None
    assert "tok" not in text_of(reply)


def test_an_absence_notice_says_by_its_headers_that_no_person_wrote_it(sandbox: Sandbox) -> None:
    written_by(sandbox, "out_of_office")
    notice = only_mail(sandbox)
    assert notice["Auto-Submitted"] == "auto-replied"
    assert "out of the office until" in text_of(notice)


def test_a_bounce_by_mail_is_a_delivery_report_about_our_message(sandbox: Sandbox) -> None:
    message_id = written_by(sandbox, "bounce_mail")
    report = only_mail(sandbox)
    kinds = [part.get_content_type() for part in report.iter_parts()]
    assert report.get_content_type() == "multipart/report"
    assert report.get_param("report-type") == "delivery-status"
    assert kinds == ["text/plain", "message/delivery-status", "text/rfc822-headers"]
    (raw,) = sandbox.account.mails.values()
    assert b"Status: 5.1.1" in raw
    assert f"Message-ID: <{message_id}@email.amazonses.com>".encode() in raw


@pytest.mark.parametrize(
    ("character", "kind", "sub_kind"),
    [("hard_bounce", "Permanent", "General"), ("soft_bounce", "Transient", "MailboxFull")],
)
def test_bounces_are_told_by_ses_and_nothing_is_delivered(
    sandbox: Sandbox, character: str, kind: str, sub_kind: str
) -> None:
    message_id = written_by(sandbox, character)
    assert sorted(sandbox.account.types(message_id)) == ["Email Bounced", "Email Sent"]
    bounce = next(
        detail["bounce"] for _, name, detail, _ in sandbox.account.events if name == "Email Bounced"
    )
    assert (bounce["bounceType"], bounce["bounceSubType"]) == (kind, sub_kind)


def test_a_hard_bounce_puts_the_address_on_the_accounts_list(sandbox: Sandbox) -> None:
    written_by(sandbox, "hard_bounce")
    again = written_by(sandbox, "hard_bounce", step=1)
    (bounce,) = [
        detail["bounce"]
        for _, name, detail, _ in sandbox.account.events
        if name == "Email Bounced" and detail["mail"]["messageId"] == again
    ]
    assert bounce["bounceSubType"] == "OnAccountSuppressionList"


def test_a_complaint_follows_the_delivery(sandbox: Sandbox) -> None:
    message_id = written_by(sandbox, "complaint")
    assert {"Email Delivered", "Email Complaint Received"} <= set(sandbox.account.types(message_id))


def test_an_unsubscribe_mail_goes_to_the_mailto_of_the_header(sandbox: Sandbox) -> None:
    written_by(sandbox, "unsubscribe_mail")
    assert only_mail(sandbox)["To"] == "unsub+tok@replies.example"


def test_who_answers_the_follow_up_only_is_silent_before(sandbox: Sandbox) -> None:
    written_by(sandbox, "second_mail")
    assert sandbox.account.mails == {}
    written_by(sandbox, "second_mail", step=1)
    assert "call me" in text_of(only_mail(sandbox))


def test_garbage_is_not_readable_as_a_letter(sandbox: Sandbox) -> None:
    written_by(sandbox, "garbage")
    (body,) = sandbox.account.mails.values()
    assert b"\n\n" not in body[:80] or b"From:" not in body


@pytest.mark.parametrize("character", ["warm_german", "warm_french", "cold_german", "unsubscribe_german"])
def test_replies_come_in_the_language_of_their_writer(sandbox: Sandbox, character: str) -> None:
    written_by(sandbox, character)
    words = {"german": ("Sie", "wir"), "french": ("vous", "nous", "Merci")}[character.partition("_")[2]]
    assert any(word in text_of(only_mail(sandbox)) for word in words)


def test_the_same_seed_writes_the_same_reply_under_the_same_key(start: Callable[..., Sandbox]) -> None:
    mails = []
    for folder in ("one", "two"):
        sandbox = start(folder)
        sandbox.send("hello@juniperandloom.example", send_id="s1")
        sandbox.settle()
        # What is written now: the quote below it names the minute in which it was sent.
        now, *_ = re.split(r"\r?\n\r?\n", text_of(only_mail(sandbox)))
        mails.append(dict.fromkeys(sandbox.account.mails, now))
    assert mails[0] == mails[1]


def test_a_reply_planned_before_a_restart_still_comes(start: Callable[..., Sandbox]) -> None:
    first = start("same", patience=100.0)
    first.send("hello@juniperandloom.example", send_id="s1")
    first.town.stop()
    assert first.account.mails == {}
    second = start("same", account=FakeAccount())
    second.settle()
    assert [entry["to_send_id"] for entry in second.books()["inbound"]] == ["s1"]
    assert len(second.account.mails) == 1
    assert {"Email Sent", "Email Delivered"} <= {kind for _, kind, _, _ in second.account.events}


def test_a_reply_can_be_stored_twice_as_ses_may(sandbox: Sandbox) -> None:
    sandbox.town.faults.order("mail", "duplicate_delivery", 1)
    written_by(sandbox, "cold")
    assert len(sandbox.account.mails) == 2
    assert len({*sandbox.account.mails.values()}) == 1


# -- links ---------------------------------------------------------------------------------------------


class Pages:
    """An HTTP server that notes requests; the stand-in for the unsubscribe page."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str, dict[str, str], bytes]] = []
        self.status = 200
        pages = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                pages.seen.append((self.command, self.path, headers, body))
                self.send_response(pages.status)
                self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_GET = do_POST = answer

            def log_message(self, format: str, *args: Any) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://abc123.execute-api.localhost:{self.server.server_address[1]}/u/token"

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def pages() -> Iterator[Pages]:
    served = Pages()
    yield served
    served.close()


def test_one_click_is_a_post_of_the_form_without_cookies(sandbox: Sandbox, pages: Pages) -> None:
    written_by(sandbox, "unsubscribe_one_click", unsubscribe=pages.url)
    ((method, path, headers, body),) = pages.seen
    assert (method, path, body) == ("POST", "/u/token", b"List-Unsubscribe=One-Click")
    assert headers["content-type"] == "application/x-www-form-urlencoded"
    assert headers["host"].startswith("abc123.execute-api.localhost")
    assert "cookie" not in headers
    assert [entry["status"] for entry in sandbox.books()["one_click"]] == [200]


def test_one_click_does_not_follow_a_redirect(sandbox: Sandbox, pages: Pages) -> None:
    pages.status = 302
    written_by(sandbox, "unsubscribe_one_click", unsubscribe=pages.url)
    assert [path for _, path, _, _ in pages.seen] == ["/u/token"]
    assert [entry["status"] for entry in sandbox.books()["one_click"]] == [302]


def test_a_scanner_gets_every_link_and_posts_nothing(sandbox: Sandbox, pages: Pages) -> None:
    message_id = written_by(
        sandbox, "scanner", unsubscribe=pages.url, body=f"Look: {pages.url}/page and that.\n"
    )
    assert [(method, path) for method, path, _, _ in pages.seen] == [
        ("GET", "/u/token/page"),
        ("GET", "/u/token"),
    ]
    assert [entry["status"] for entry in sandbox.books()["scanner"]] == [200, 200]
    assert sandbox.books()["one_click"] == []
    assert sandbox.account.types(message_id).count("Email Clicked") == 2


def test_no_request_leaves_this_machine() -> None:
    assert visit_url("GET", "http://example.com/", b"", {}) == 0
