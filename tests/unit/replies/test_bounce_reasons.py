"""Reasons that need more than a phrase: the refused command, a provider's own code, the neighbours' words."""

import pytest

from replies import bounces
from replies.bounces import reasons
from replies.bounces.codes import refused_command
from replies.bounces.reasons import by_provider
from replies.message import parse
from replies.verdict import Label, decide


@pytest.mark.parametrize(
    ("said", "status", "command", "reason"),
    [
        # X.2.1 is a disabled mailbox: "unknown" before any RCPT was seen is a filter's answer.
        ("550 5.2.1 <ann@firm.example>... User Unknown", "5.2.1", "", "filtered"),
        ("550 5.2.1 <ann@firm.example>... User Unknown", "5.2.1", "RCPT", "userunknown"),
        # Refused at the door: about who connects.
        ("501 5.0.0 Invalid domain name", "5.0.0", "EHLO", "blocked"),
        ("550 Rejected", "5.0.0", "EHLO", "blocked"),
        # In reply to MAIL FROM: about the sender.
        ("550 unknown user", "5.0.0", "MAIL", "rejected"),
        # A name that could not be looked up today may be found tomorrow.
        ("lookup responded with code NXDOMAIN", "4.0.0", "", "networkerror"),
        ("lookup responded with code NXDOMAIN", "5.0.0", "", "hostunknown"),
        ("550 5.0.0 <ann@firm.example>: Recipient address rejected: On hold", "5.0.0", "", "onhold"),
    ],
)
def test_the_refused_command_and_the_code_decide_what_words_leave_open(said, status, command, reason):
    assert reasons.classify(said, "", status, command) == reason


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("Connected to 192.0.2.1 but my name was rejected. Remote host said: 501", "EHLO"),
        ("SMTP error from remote mail server after EHLO a.example: 550 Rejected", "EHLO"),
        ("host mx said: 550 no (in reply to end of DATA command)", "DATA"),
        ("host mx said: 550 no (in reply to RCPT TO command)", "RCPT"),
        ("550 no", ""),
    ],
)
def test_the_refused_command_is_read_from_what_servers_add(text, command):
    assert refused_command(text) == command


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("550 5.1.0 sender rejected. AUP#CDRBL", "blocked"),
        ("550 5.1.0 sender rejected. AUP#CXSNDR", "rejected"),
        ("421 too many. AUP#CXCNCT", "toomanyconn"),
        ("550 5.1.0 sender rejected. AUP#In-1310", "toomanyconn"),
        ("550 5.1.1 Adresse d au moins un destinataire invalide OFR_416", "userunknown"),
        ("552 5.1.1 Boite du destinataire pleine. OFR004_417", "mailboxfull"),
        ("554 5.7.1 Client host rejected: #216 lpn LPN000_630", "policyviolation"),
    ],
)
def test_a_providers_own_code_says_more_than_the_words_beside_it(said, reason):
    assert by_provider.reason_of(said.lower()) == reason
    assert reasons.classify(said, "", "5.0.0") == reason


def test_every_code_of_a_provider_names_a_known_reason():
    named = {*by_provider._COX_CODES.values(), *by_provider._FRENCH_CODES.values()}
    assert named <= set(reasons.BY_NAME)


def test_words_about_the_next_recipient_do_not_decide_about_this_one():
    raw = (
        b"Return-Path: <>\nFrom: MAILER-DAEMON@mx.example\nSubject: Delivery status notification: failed\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n--b\n\n'
        b"ann@firm.example: 550 5.1.1 <ann@firm.example>: Recipient address rejected: User unknown\n"
        b"bob@shop.example: 552 5.2.2 <bob@shop.example>: Recipient address rejected: Mailbox full\n\n"
        b"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
        b"Final-Recipient: rfc822; ann@firm.example\nAction: failed\nStatus: 5.0.0\n\n"
        b"Final-Recipient: rfc822; bob@shop.example\nAction: failed\nStatus: 5.0.0\n\n--b--\n"
    )
    report = bounces.read(parse(raw))
    assert [(f.reason, f.hard) for f in report.failures] == [("userunknown", True), ("mailboxfull", False)]


def test_a_list_that_refuses_a_stranger_is_a_bounce_and_a_person_who_says_so_is_not():
    refused = (
        b"From: talk-admin@lists.example\nSubject: You ann@firm.example are not member (talk ML)\n\n"
        b"You are not a member of this mailing list <talk@lists.example>.\n"
    )
    (failure,) = bounces.read(parse(refused)).failures
    assert (failure.reason, failure.hard) == ("rejected", False)
    said = b"From: bob@firm.example\nSubject: Re: joining\n\nYou are not a member yet, shall I add you?\n"
    assert decide(parse(said)).label is None


@pytest.mark.parametrize(
    "subject", ["Delivery failure notification", "Non-Delivery: your order", "Undeliverable: hello"]
)
def test_a_headline_of_failure_needs_words_of_failure_and_no_answer_mark(subject):
    body = b"\n\nYour message could not be delivered to the following recipients:\n\nann@firm.example\n"
    bounce = b"From: gateway@firm.example\nSubject: " + subject.encode() + body
    assert decide(parse(bounce)).label is Label.BOUNCED
    answered = b"From: bob@firm.example\nSubject: Re: " + subject.encode() + b"\n\nIs it us? Call me.\n"
    assert decide(parse(answered)).label is None
