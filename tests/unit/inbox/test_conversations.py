"""Which conversation an answer joins where no address of ours names it, and what a guess may not do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from outreach import ids
from store import keys, mail
from tests.unit.inbox.stage import ADDRESS, LEAD, MESSAGE_ID, NOW, REPLY_TOKEN, SEND, UNSUB_TOKEN, letter

STRANGER = "ann.private@elsewhere.example"


def matched(stage, raw: bytes, lead: str = LEAD) -> str | None:
    """How the answer was matched to the lead's conversation; None when it was not."""
    row = mail.get(stage.table, lead, stage.receive(raw))
    return row["matched_by"] if row else None


# A copy of our mail ------------------------------------------------------------------------------------


def enclosed(header: str) -> bytes:
    return (
        f"From: {STRANGER}\r\nTo: sam@seller.example\r\nSubject: Fwd: for you\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nThis is for you, I think.\r\n--b\r\n"
        f"Content-Type: message/rfc822\r\n\r\n{header}\r\nSubject: An idea\r\n\r\nour words\r\n--b--\r\n"
    ).encode()


FORWARDED = (
    "Thanks, please talk to me.\r\n\r\n---------- Forwarded message ---------\r\n"
    "From: Sam <sam@seller.example>\r\n"
)


@pytest.mark.parametrize(
    "raw",
    [
        letter(f"Hello.\r\n\r\n> Unsubscribe: https://api.example/u/{UNSUB_TOKEN}", sender=STRANGER),
        letter(f"{FORWARDED}Reply-To: reply+{REPLY_TOKEN}@reply.example\r\n\r\nour words", sender=STRANGER),
        letter(f"{FORWARDED}Message-ID: <{MESSAGE_ID}@eu-west-1.amazonses.com>\r\n\r\nours", sender=STRANGER),
        letter(
            f"<p>Hello</p><blockquote><a href='https://api.example/u/{UNSUB_TOKEN.upper()}'>x</a></blockquote>",
            "Content-Type: text/html",
            sender=STRANGER,
        ),
        enclosed(f"Reply-To: reply+{REPLY_TOKEN}@reply.example"),
        enclosed(f"Message-ID: <{MESSAGE_ID}@email.amazonses.com>"),
        enclosed(f"List-Unsubscribe: <https://api.example/u/{UNSUB_TOKEN}>"),
    ],
)  # fmt: skip
def test_a_copy_of_our_mail_leads_to_its_conversation(stage, raw):
    assert matched(stage, raw) == "quoted"
    assert not stage.suppressed(ADDRESS), "the link in a quoted footer is nobody's wish"


def test_a_token_in_a_copy_that_is_not_ours_leads_nowhere(stage):
    forged = UNSUB_TOKEN[:-1] + ("a" if UNSUB_TOKEN[-1] != "a" else "b")
    assert matched(stage, letter(f"> https://api.example/u/{forged}", sender=STRANGER)) is None


# Sender and subject ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written_to", "domain", "answers_from"),
    [
        ("bob@shop.example", "shop.example", "bob@shop.example"),
        ("bob@shop.example", "shop.example", "Bob+sales@Shop.example"),
        ("bob+web@shop.example", "shop.example", "bob@shop.example"),
        ("bob.shop@gmail.com", "shop.example", "bobshop@googlemail.com"),
    ],
)
def test_one_person_in_any_spelling_is_one_sender(stage, written_to, domain, answers_from):
    stage.given_send(written_to, domain)
    assert matched(stage, letter("Thanks.", sender=answers_from), ids.lead_id(domain)) == "sender"


@pytest.mark.parametrize("colleague", ["boss@firm.example", "boss@mail.firm.example"])
def test_a_colleague_at_the_same_company_joins_its_only_conversation(stage, colleague):
    assert matched(stage, letter("I deal with this now.", sender=colleague)) == "domain"


def test_strangers_at_a_provider_of_free_mail_are_no_colleagues(stage):
    stage.given_send("bob@gmx.de", "gmx.de")
    assert matched(stage, letter("Hello", sender="eve@gmx.de"), ids.lead_id("gmx.de")) is None


def test_of_two_conversations_a_like_subject_decides(stage):
    other = stage.given_send(ADDRESS, "firm.example", campaign="other", subject="Re: Something else")
    reply_id = stage.receive(letter("Thanks.", subject="AW: [External] something else"))
    assert stage.reply(reply_id)["send_id"] == other.send_id


def test_of_two_conversations_without_a_like_subject_none_is_guessed_and_both_are_named(stage):
    other = stage.given_send(ADDRESS, "firm.example", campaign="other", subject="Something else")
    reply_id = stage.receive(letter("Thanks.", subject="question"))
    filed = stage.state(reply_id)
    assert filed["state"] == mail.UNMATCHED
    assert {candidate["send_id"] for candidate in filed["candidates"]} == {SEND, other.send_id}


def test_inside_one_conversation_the_mail_with_the_subject_is_answered_else_the_newest(stage):
    later = stage.given_send(
        ADDRESS, "firm.example", subject="One more thing", step=1, at=NOW + timedelta(seconds=1)
    )
    first = stage.receive(letter("Thanks.", subject="Re: An idea"))
    newest = stage.receive(letter("Hello.", subject="hello", message_id="answer-0000-0002"))
    assert stage.reply(first)["send_id"] == SEND
    assert stage.reply(newest)["send_id"] == later.send_id


def test_after_sixty_days_a_sender_is_a_stranger_again(stage):
    stage.deps.clock.set(NOW + timedelta(days=61))
    assert matched(stage, letter("Thanks.")) is None


def test_a_bounce_is_never_guessed_from_a_domain(stage):
    report = (
        b"From: MAILER-DAEMON@mx.example\r\nSubject: Undelivered Mail\r\nContent-Type: multipart/report;"
        b" report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nsorry\r\n--b\r\nContent-Type:"
        b" message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822;"
        b" somebody.else@firm.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b--\r\n"
    )
    assert stage.state(stage.receive(report))["state"] == mail.UNMATCHED


# What a guess may not do -------------------------------------------------------------------------------


@pytest.mark.parametrize("sender", [ADDRESS, "boss@firm.example"])
def test_a_warm_wish_for_a_call_that_anybody_may_have_sent_waits_for_a_person(stage, sender):
    reply_id = stage.receive(letter("Yes, interested. Please call me on 020 7946 0018.", sender=sender))
    said = stage.events()["reply.classified"]
    assert (said["label"], said["wants_call"], said["needs_review"]) == ("WARM", True, True)
    assert [row["reply_id"] for row in mail.for_review(stage.table)] == [reply_id]
    contact = stage.reply(reply_id)["contact_id"]
    assert stage.table.get(keys.consent(LEAD, contact, "call")) is None


def test_nothing_that_comes_in_takes_a_suppression_away(stage):
    stage.receive(letter("Unsubscribe", message_id="one-0000000001"))
    assert stage.suppressed(ADDRESS)
    stage.receive(letter("Please write to me again, I am interested.", message_id="two-0000000002"))
    assert stage.suppressed(ADDRESS)


def test_a_guess_does_not_prove_the_next_one(stage):
    stage.receive(letter("Hello.", message_id="forged-by-anybody-1"))
    second = stage.receive(
        letter(
            "Yes, please call me on 020 7946 0018.",
            "In-Reply-To: <forged-by-anybody-1@firm.example>",
            sender=STRANGER,
            message_id="forged-by-anybody-2",
        )
    )
    assert stage.state(second)["state"] == mail.UNMATCHED


def test_the_person_whose_conversation_is_guessed_may_always_opt_out(stage):
    stage.receive(letter("Unsubscribe", sender="boss@firm.example"))
    assert stage.suppressed(ADDRESS)
    assert stage.suppressed("boss@firm.example")
