"""Nothing answers a machine, a list or ourselves; and nothing but the sequence sends mail at all."""

import re
from pathlib import Path

import pytest

from replies import intent, record
from replies.auto_reply import may_be_answered
from replies.verdict import decide, with_intent
from tests.unit.replies.auto_reply.notes import mail

ROOT = Path(__file__).parents[4]
SAYS = "Sounds good. What does it cost?"


def test_a_person_may_be_answered():
    assert may_be_answered(mail(SAYS))
    assert decide(mail(SAYS)).may_be_answered


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Precedence: list",
        "Precedence: bulk",
        "List-Id: <dev.lists.example>",
        "List-Unsubscribe: <mailto:leave@lists.example>",
        "Return-Path: <>",
        "X-Autoreply: yes",
        "Reply-To: no-reply@firm.example",
    ],
)
def test_a_machine_and_a_list_may_not(header):
    message = mail(SAYS, header)
    assert not may_be_answered(message)
    assert not decide(message).may_be_answered


@pytest.mark.parametrize(
    "sender",
    ["noreply@firm.example", "MAILER-DAEMON@mx.example", "postmaster@mx.example", "dev-request@lists.example",
     "dev-bounces@lists.example", "do-not-reply@firm.example", "autoresponder@firm.example"],
)  # fmt: skip
def test_addresses_that_nobody_reads_may_not(sender):
    assert not may_be_answered(mail(SAYS, sender=sender))


def test_we_ourselves_may_not():
    message = mail(SAYS, sender="sam@seller.example")
    assert not may_be_answered(message, ours={"seller.example"})
    assert not may_be_answered(message, ours={"sam@seller.example"})
    assert may_be_answered(message, ours={"other.example"})


def test_mail_without_a_sender_may_not():
    message = mail(SAYS)
    nobody = type(message)(headers=tuple(h for h in message.headers if h[0] != "from"), text=message.text)
    assert not may_be_answered(nobody)


@pytest.mark.parametrize(
    "text", ["I am out of the office until Monday.", "We got your message. Ticket #4711."]
)
def test_an_automatic_answer_may_not_whatever_its_headers(text):
    assert not decide(mail(text, "Auto-Submitted: auto-replied")).may_be_answered


def test_a_suggested_answer_is_offered_for_people_only():
    for headers, offered in (((), True), (("List-Id: <dev.lists.example>", "References: <a@b>"), False)):
        message = mail(SAYS, *headers)
        verdict = decide(message)
        assert verdict.undecided
        judged = with_intent(verdict, intent.classify(verdict.visible.text))
        assert bool(record.of_verdict(judged)["suggestion"]) is offered


def handlers() -> dict[str, str]:
    folder = ROOT / "infrastructure" / "handlers"
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yml"))}


def test_the_function_that_sends_mail_is_the_only_one_that_may():
    """Who reads answers has no permission to send: a loop would need one."""
    senders = {name for name, text in handlers().items() if re.search(r"ses:Send", text)}
    assert senders == {"send_email"}
    assert "classify_reply" in handlers()


def test_no_event_about_an_answer_reaches_the_function_that_sends():
    """It hears of drafts only, which the sequence asks for: one a step, claimed once."""
    text = handlers()["send_email"]
    heard = set(re.findall(r"[a-z]+\.[a-z_]+\.v\d+", text))
    assert heard == {"email.drafted.v1"}
    drafting = set(re.findall(r"[a-z]+\.[a-z_]+\.v\d+", handlers()["draft_email"]))
    assert not any(name.startswith(("reply.", "inquiry.")) for name in drafting)


def test_an_absence_names_a_day_to_the_sequence_and_nothing_to_answer():
    verdict = decide(mail("I am out of the office until 12 October.", "Auto-Submitted: auto-replied"))
    said = record.of_event(verdict)
    assert said["returns_on"].isoformat() == "2026-10-12"
    assert record.of_verdict(verdict)["suggestion"] is None
