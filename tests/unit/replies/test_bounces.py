"""Reports are read from their fields or their prose; a person's mail is never one."""

# ruff: noqa: E501 - a message in one line shows its shape

import pytest

from replies import bounces
from replies.bounces import reasons
from replies.bounces.codes import smtp_code_in, status_in
from replies.bounces.report import Kind
from replies.message import parse


def report(fields: str, prose: str = "It failed.", action: str = "failed", status: str = "5.1.1") -> bytes:
    return (
        "From: MAILER-DAEMON@mx.example\nSubject: Undelivered Mail Returned to Sender\n"
        "Auto-Submitted: auto-replied\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        f"--b\nContent-Type: text/plain\n\n{prose}\n\n--b\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mx.example\n\n"
        f"Final-Recipient: rfc822; ann@firm.example\nAction: {action}\nStatus: {status}\n{fields}\n"
        "--b\nContent-Type: message/rfc822\n\nMessage-ID: <abc@amazonses.com>\n"
        "Reply-To: reply+token@reply.example\nTo: ann@firm.example\n\nour words\n--b--\n"
    ).encode()


def only(raw: bytes):
    found = bounces.read(parse(raw))
    assert found is not None
    return found


def test_a_report_of_rfc_3464_is_read():
    found = only(report("Diagnostic-Code: smtp; 550 5.1.1 User unknown"))
    assert found.kind is Kind.BOUNCE
    (failure,) = found.failures
    assert (failure.recipient, failure.status, failure.smtp_code) == ("ann@firm.example", "5.1.1", "550")
    assert (failure.reason, failure.hard) == ("userunknown", True)
    assert found.original.header("message-id") == "<abc@amazonses.com>"


@pytest.mark.parametrize(
    ("action", "status", "kind"),
    [
        ("delayed", "4.4.1", Kind.DELAY),
        ("delivered", "2.0.0", Kind.DELIVERY),
        ("failed", "4.4.7", Kind.BOUNCE),
    ],
)
def test_only_a_failure_is_a_bounce(action, status, kind):
    assert only(report("", action=action, status=status)).kind is kind


@pytest.mark.parametrize(
    ("said", "reason", "hard"),
    [
        (
            "550 5.1.1 <ann@firm.example>: Recipient address rejected: User unknown in table",
            "userunknown",
            True,
        ),
        ("452 4.2.2 The email account that you tried to reach is over quota", "mailboxfull", False),
        (
            "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org",
            "blocked",
            False,
        ),
        (
            "550 5.7.26 Unauthenticated email is not accepted due to domain's DMARC policy",
            "authfailure",
            False,
        ),
        ("552 5.3.4 Message size exceeds fixed maximum message size", "mesgtoobig", False),
        ("550 5.7.1 Unable to relay", "norelaying", False),
        ("556 5.1.10 Recipient address has null MX", "notaccept", True),
        (
            "550 5.7.25 The IP address sending this message does not have a PTR record setup",
            "requireptr",
            False,
        ),
        ("550 Host unknown", "hostunknown", True),
        ("554 5.7.1 Message rejected as spam", "spamdetected", False),
    ],
)
def test_the_reason_follows_from_what_the_server_said(said, reason, hard):
    (failure,) = only(report(f"Diagnostic-Code: smtp; {said}", status=status_in(said) or "5.0.0")).failures
    assert (failure.reason, failure.hard) == (reason, hard)


def test_a_mailbox_cannot_be_unknown_after_its_rcpt_was_accepted():
    assert reasons.classify("550 user unknown", "", "5.0.0", "DATA") == "filtered"
    assert reasons.classify("550 user unknown", "", "5.0.0", "RCPT") == "userunknown"


def test_every_reason_is_in_the_order_once_and_its_phrases_are_lower_case():
    names = [module.NAME for module in reasons.ORDER]
    assert len(names) == len(set(names)) == 30
    for module in reasons.ORDER:
        assert all(phrase == phrase.lower() for phrase in module.PHRASES), module.NAME


def test_a_version_number_is_no_status():
    assert status_in("(Exim 4.99.5) (envelope-from <a@b.example>)") == ""
    assert status_in("550 5.7.133 sender not allowed") == "5.7.133"
    assert smtp_code_in("received 29 Apr 2018 by mx5.example.com") == ""


def test_prose_with_two_recipients_gives_each_its_own_reason():
    raw = (
        b"Return-Path: <>\nFrom: MAILER-DAEMON@mx.example\nSubject: failure notice\n\n"
        b"I wasn't able to deliver your message to the following addresses.\n\n"
        b"<ann@firm.example>:\n550 5.1.1 No such user here\n\n"
        b"<bob@shop.example>:\n552 5.2.2 mailbox is full\n\n"
        b"--- Below this line is a copy of the message.\n\n"
        b"Message-ID: <abc@amazonses.com>\nTo: ann@firm.example\nSubject: hi\n\nunsubscribe\n"
    )
    found = only(raw)
    assert [(f.recipient, f.reason) for f in found.failures] == [
        ("ann@firm.example", "userunknown"),
        ("bob@shop.example", "mailboxfull"),
    ]
    assert found.original.header("message-id") == "<abc@amazonses.com>"


def test_a_feedback_report_is_a_complaint_and_an_opt_out_is_not():
    raw = (
        b"From: fbl@isp.example\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n"
        b"--b\n\nabuse\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: %s\nVersion: 1\n"
        b"Original-Rcpt-To: ann@firm.example\n--b\nContent-Type: text/rfc822-headers\n\nTo: ann@firm.example\n--b--\n"
    )
    assert only(raw % b"abuse").kind is Kind.COMPLAINT
    assert only(raw % b"abuse").failures[0].recipient == "ann@firm.example"
    assert only(raw % b"opt-out").kind is Kind.OPT_OUT


def test_an_ses_notification_as_json_is_read():
    raw = (
        b"From: no-reply@sns.amazonaws.com\nSubject: AWS Notification Message\n\n"
        b'{"notificationType":"Bounce","bounce":{"bounceType":"Permanent","bouncedRecipients":'
        b'[{"emailAddress":"ann@firm.example","status":"5.1.1","diagnosticCode":"smtp; 550 5.1.1 user unknown"}]},'
        b'"mail":{"messageId":"1"}}\n'
    )
    (failure,) = only(raw).failures
    assert (failure.recipient, failure.reason, failure.hard) == ("ann@firm.example", "userunknown", True)


@pytest.mark.parametrize(
    "raw",
    [
        b"From: ann@firm.example\nSubject: Re: Undelivered Mail\nIn-Reply-To: <1@x>\n\nWe got a 550 user unknown from you.",
        b"From: ann@firm.example\nSubject: delivery failed last week\n\nYour parcel was not delivered, please call me.",
        b"From: root@firm.example\nSubject: hello\n\nI would like to know your prices.",
    ],
)
def test_a_persons_mail_about_deliveries_is_no_bounce(raw):
    assert bounces.read(parse(raw)) is None
