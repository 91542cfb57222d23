"""Automatic answers, wishes to be left alone, threads, and the order in which rules decide."""

# ruff: noqa: E501 - a message in one line shows its shape

from datetime import date

import pytest

from outreach.threads import base_subject
from replies import auto_reply, unsubscribe
from replies.auto_reply import AutoKind, return_date
from replies.message import parse
from replies.thread import Token, find
from replies.verdict import Label, decide

TOKEN = "a2" * 28


def mail(body: str, *headers: str, subject: str = "Re: hello", sender: str = "ann@firm.example") -> bytes:
    lines = (f"From: Ann <{sender}>", "To: sam@seller.example", f"Subject: {subject}", *headers)
    return ("\n".join(lines) + "\n\n" + body + "\n").encode()


def automatic(raw: bytes):
    message = parse(raw)
    return auto_reply.find(message, message.text)


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated (vacation)",
        "X-Autoreply: yes",
        "Precedence: auto_reply",
        "X-Autorespond: away",
    ],
)
def test_a_header_that_only_software_sets_decides(header):
    assert automatic(mail("Thanks, sounds good.", header)) is not None


def test_auto_submitted_no_means_a_person():
    assert automatic(mail("Sounds good, tell me more.", "Auto-Submitted: no")) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I am currently out of the office and back on Monday.", AutoKind.OUT_OF_OFFICE),
        ("Ich bin derzeit nicht im Büro.", AutoKind.OUT_OF_OFFICE),
        ("Je suis absente du 15/11 au 25/11.", AutoKind.OUT_OF_OFFICE),
        ("Ik ben momenteel afwezig.", AutoKind.OUT_OF_OFFICE),
        ("Estoy fuera de la oficina.", AutoKind.OUT_OF_OFFICE),
        ("休暇中です。", AutoKind.OUT_OF_OFFICE),
        ("Tom is no longer with the company. Please write to info@firm.example.", AutoKind.LEFT_COMPANY),
    ],
)
def test_an_absence_is_known_by_its_words(text, kind):
    found = automatic(mail(text))
    assert found is not None
    assert found.kind is kind


def test_a_ticket_system_is_known_by_its_subject_and_its_thanks():
    found = automatic(
        mail("Thank you for contacting us. We have received your message.", subject="[SUP-4412] Re: hello")
    )
    assert found is not None
    assert found.kind is AutoKind.TICKET


@pytest.mark.parametrize(
    "text",
    [
        "Let's have lunch after my vacation next month.",
        "Our line is automated but too slow. This is an automated machine with PLC.",
        "I left the company brochure on your desk.",
        "We received your message and would like an offer.",
    ],
)
def test_a_person_who_mentions_such_things_is_a_person(text):
    assert automatic(mail(text)) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I am away until 15 January.", date(2027, 1, 15)),
        ("Back on Oct 12th.", date(2026, 10, 12)),
        ("Ich bin bis zum 20.10.2026 im Urlaub.", date(2026, 10, 20)),
        ("Je suis absente du 15/11 au 25/11.", date(2026, 11, 25)),
        ("Away until Jan 20th. Back on Jan 21.", date(2027, 1, 21)),
        ("returning Monday", date(2026, 10, 12)),
        ("I return on 2026-11-02.", date(2026, 11, 2)),
        ("I am away.", None),
        ("until 31.02.2026", None),
    ],
)
def test_a_return_date_is_read(text, expected):
    assert return_date(text, date(2026, 10, 5)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Unsubscribe",
        "STOP.",
        "Please take me off your list.",
        "Not interested, remove me from this sequence.",
        "I would prefer not to receive these mails.",
        "Don't contact me again.",
        "Please delete my data.",
        "Bitte keine weiteren E-Mails.",
        "Nehmen Sie mich aus dem Verteiler.",
        "Merci de me désinscrire.",
        "Por favor, dar de baja este correo.",
        "Vi prego di rimuovere il mio indirizzo.",
        "Schrijf mij uit a.u.b.",
        "Proszę o usunięcie z listy.",
        "Não quero receber mais mensagens.",
        "Ta bort mig från listan.",
        "Fjern mig fra listen.",
        "Slutt å sende meg e-post.",
        "Poistakaa minut listalta.",
        "配信を停止してください。",
        "请不要再联系我们。",
        "Prašau neberašykite.",
        "Больше не пишите мне.",
        "Neposílejte mi další zprávy.",
    ],
)
def test_a_wish_to_be_left_alone_is_heard_in_many_languages(text):
    assert unsubscribe.asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "Please remove me from the CC line, not from the newsletter.",
        "Can you stop sending these on weekends?",
        "How do you handle unsubscribe headers? I'd like a unsubscribe rate below one percent.",
        "Will the promotion stop next month?",
        "We stopped by your booth, great demo.",
        "I don't want to miss this, call me.",
        "Ich möchte mehr erfahren.",
        "To unsubscribe from this group, send a mail to leave@list.example",
    ],
)
def test_other_wishes_are_no_opt_out(text):
    assert not unsubscribe.asks(text)


def test_the_footer_in_the_quote_is_not_the_persons_wish():
    raw = mail(
        "Thanks, what does it cost?\n\nOn Mon, 5 Oct 2026 at 10:00, Sam <sam@seller.example> wrote:\n"
        "> our words\n> Unsubscribe: https://seller.example/u/x"
    )
    assert decide(parse(raw)).undecided


def test_a_wish_below_a_long_quote_is_heard():
    quote = "\n".join("> our words" for _ in range(60))
    raw = mail(f"On Mon, 5 Oct 2026 at 10:00, Sam <sam@seller.example> wrote:\n{quote}\n\nplease unsubscribe")
    assert decide(parse(raw)).label is Label.UNSUBSCRIBE


def test_mail_to_the_unsubscribe_address_is_one_whatever_it_says():
    raw = mail("This message was sent by your mail program.", f"Delivered-To: unsub+{TOKEN}@reply.example")
    verdict = decide(parse(raw))
    assert (verdict.label, verdict.rule) == (Label.UNSUBSCRIBE, "unsubscribe_address")


def test_the_unsubscribe_address_in_a_returned_copy_is_no_wish():
    raw = (
        "From: MAILER-DAEMON@mx.example\nSubject: Undelivered\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n"
        "Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n\n"
        f"--b\nContent-Type: message/rfc822\n\nList-Unsubscribe: <mailto:unsub+{TOKEN}@reply.example>\n"
        f"Reply-To: reply+{TOKEN}@reply.example\nMessage-ID: <sent-1@us.amazonses.com>\n\nx\n--b--\n"
    ).encode()
    verdict = decide(parse(raw))
    assert verdict.label is Label.BOUNCED
    assert verdict.thread.tokens == (Token("copy", TOKEN),)
    assert "sent-1" in verdict.thread.message_ids


def test_a_bounce_that_calls_itself_an_automatic_answer_is_a_bounce():
    raw = mail(
        "550 5.1.1 user unknown\nplease unsubscribe",
        "Auto-Submitted: auto-replied",
        "X-Failed-Recipients: bob@shop.example",
        subject="Mail delivery failed",
        sender="mailer-daemon@mx.example",
    )
    assert decide(parse(raw)).label is Label.BOUNCED


def test_a_delayed_delivery_is_no_bounce():
    raw = mail(
        "Your message is delayed and still being retried.",
        subject="Delivery delayed",
        sender="mailer-daemon@mx.example",
    )
    assert decide(parse(raw)).label is Label.OTHER


def test_an_absence_with_an_opt_out_in_its_footer_is_an_absence():
    raw = mail("I am out of the office.\nTo unsubscribe write to us", "Auto-Submitted: auto-replied")
    assert decide(parse(raw)).label is Label.AUTO_REPLY


def test_the_ids_that_a_message_answers_are_named_without_their_domain_nearest_first():
    raw = mail("yes", "In-Reply-To: <two@eu.amazonses.com>", "References: <one@x> <two@rewritten.example>")
    assert find(parse(raw)).message_ids == ("two", "one")


def test_a_token_survives_a_relay_that_folds_case():
    raw = mail("yes", f"X-Original-To: Reply+{TOKEN.upper()}@REPLY.example")
    assert find(parse(raw)).tokens == (Token("reply", TOKEN),)


@pytest.mark.parametrize(
    "subject", ["Re: An idea", "AW: Re: An idea", "[EXT] SV: an idea", "回复：An idea", "RE[2]: An idea"]
)
def test_a_subject_is_compared_without_its_prefixes(subject):
    assert base_subject(subject) == "an idea"
