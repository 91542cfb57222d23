"""The mail on the wire."""

from __future__ import annotations

import email
from dataclasses import replace
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.campaign_file import load
from outreach.message import (
    LONGEST_SUBJECT,
    Mail,
    MessageInvalid,
    Notice,
    build,
    follow_up_subject,
    notice,
    one_line,
)

DEMO = load(Path(__file__).parents[3] / "campaigns" / "demo.yml")
TOKEN = "a" * 56
MAIL = Mail(
    send_id="0" * 32,
    sender=DEMO.sender,
    to_address="o'brien+shop@shop.example",
    subject="A shorter checkout for Kettle & Co",
    paragraphs=["Hello,", "your shop runs on <Shopify> & sells tea."],
    reply_to=f"reply+{TOKEN}@reply.example.com",
    unsubscribe_url=f"https://abcdefghij.execute-api.eu-west-1.amazonaws.com/u/{TOKEN}",
    unsubscribe_mailto=f"unsub+{TOKEN}@reply.example.com",
    source_notice="We found this address on https://shop.example/contact on 2026-03-04.",
)
HEADERS = {
    "From",
    "To",
    "Reply-To",
    "Subject",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "MIME-Version",
    "Content-Type",
}


def read(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def test_the_headers_are_those_that_bulk_senders_need_and_no_others() -> None:
    message = read(build(MAIL))
    assert set(message.keys()) == HEADERS
    assert message["From"] == "Ada Brightwell <ada@mail.lumenpost.example>"
    assert message["To"] == "o'brien+shop@shop.example"
    assert message["Reply-To"].addresses[0].addr_spec == MAIL.reply_to
    assert message["List-Unsubscribe"] == f"<{MAIL.unsubscribe_url}>, <mailto:{MAIL.unsubscribe_mailto}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_unsubscribe_header_is_one_unencoded_line() -> None:
    lines = build(MAIL).split(b"\r\n")
    header = next(line for line in lines if line.startswith(b"List-Unsubscribe:"))
    assert MAIL.unsubscribe_url.encode() in header
    assert MAIL.unsubscribe_mailto.encode() in header


def test_both_parts_say_who_writes_from_where_why_and_how_to_stop_it() -> None:
    message = read(build(MAIL))
    for kind in ("plain", "html"):
        text = part(message, kind)
        for needed in (
            "Ada Brightwell",
            "Lumenpost Ltd",
            "12 Tannery Row",
            "Bristol BS1 6QA",
            "We found this address on https://shop.example/contact",
            MAIL.unsubscribe_url,
        ):
            assert needed in text, (kind, needed)


def test_markup_in_a_fact_is_text_in_the_html_part() -> None:
    html = part(read(build(MAIL)), "html")
    assert "&lt;Shopify&gt; &amp; sells" in html
    assert "<Shopify>" not in html


def test_the_same_mail_gives_the_same_bytes() -> None:
    assert build(MAIL) == build(replace(MAIL))


def test_a_follow_up_joins_the_thread() -> None:
    ids = ("<first@eu-west-1.amazonses.com>", "<second@eu-west-1.amazonses.com>")
    message = read(build(replace(MAIL, references=ids, subject=follow_up_subject(MAIL.subject))))
    assert message["In-Reply-To"] == ids[1]
    assert message["References"] == " ".join(ids)
    assert message["Subject"] == "Re: A shorter checkout for Kettle & Co"
    assert follow_up_subject("RE: hello") == "RE: hello"


@pytest.mark.parametrize(
    "evil",
    [
        "x\r\nBcc: all@victim.example",
        "x\nBcc: all@victim.example",
        "x\rBcc: y",
        "x\x0bBcc: y",
        "x\u2028Bcc: y",
        "x\x00y",
    ],
)
def test_a_header_cannot_be_injected_through_any_text(evil: str) -> None:
    sender = MAIL.sender._replace(name=evil, company=evil, postal_address=evil)
    raw = build(replace(MAIL, subject=evil, sender=sender, paragraphs=[evil], source_notice=evil))
    assert set(read(raw).keys()) == HEADERS
    assert not [line for line in raw.split(b"\r\n\r\n")[0].split(b"\n") if line.startswith(b"Bcc")]


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example\r\nBcc: c@d.example",
        '"quoted local"@b.example',
        "a b@c.example",
        "a,b@c.example",
        "ünïcode@b.example",
        "a@bücher.example",
        "a..b@c.example",
        "nobody",
        "@b.example",
        "",
    ],
)
def test_an_address_that_no_header_can_carry_is_refused(address: str) -> None:
    with pytest.raises(MessageInvalid):
        build(replace(MAIL, to_address=address))


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", 'https://x.example/"onclick=', "https://x .example", ""]
)
def test_an_unsubscribe_link_must_be_a_plain_web_address(url: str) -> None:
    with pytest.raises(MessageInvalid):
        build(replace(MAIL, unsubscribe_url=url))


@pytest.mark.parametrize("references", [("no brackets",), ("<a> <b>",), ("<a\r\nBcc: x>",)])
def test_a_reference_must_be_a_message_id(references: tuple[str, ...]) -> None:
    with pytest.raises(MessageInvalid):
        build(replace(MAIL, references=references))


@pytest.mark.parametrize("subject", ["", " \t", "x" * (LONGEST_SUBJECT + 1)])
def test_a_subject_is_neither_empty_nor_endless(subject: str) -> None:
    with pytest.raises(MessageInvalid):
        build(replace(MAIL, subject=subject))


def display_name(raw: bytes) -> str:
    """The sender's name, decoded by RFC 2047 alone.

    The library's newer parser of addresses keeps the blank between two encoded words, which 6.2 forbids.
    """
    header = email.message_from_bytes(raw)["From"]
    decoded = str(make_header(decode_header(header)))
    return parseaddr(decoded)[0] if header.isascii() and "=?" not in header else decoded.rpartition(" <")[0]


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=LONGEST_SUBJECT)


@given(subject=TEXTS, name=TEXTS, paragraph=TEXTS)
def test_any_text_comes_back_as_it_went_in(subject: str, name: str, paragraph: str) -> None:
    mail = replace(
        MAIL, subject="s" + subject[:100], sender=MAIL.sender._replace(name=name), paragraphs=[paragraph]
    )
    raw = build(mail)
    message = read(raw)
    assert set(message.keys()) == HEADERS
    assert message["Subject"] == one_line("s" + subject[:100])
    assert message["From"].addresses[0].addr_spec == MAIL.sender.address
    assert display_name(raw) == one_line(name)
    assert one_line(paragraph) in part(message, "plain")
    headers = raw.split(b"\r\n\r\n")[0].split(b"\r\n")
    assert all(len(line) <= 998 for line in headers)
    assert all(byte < 128 for byte in raw)
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_a_long_foreign_subject_is_folded_into_words_of_at_most_75_characters() -> None:
    raw = build(replace(MAIL, subject="Ü" * 120))
    words = [w for w in raw.split(b"\r\n\r\n")[0].split() if w.startswith(b"=?")]
    assert len(words) > 1
    assert max(map(len, words)) <= 75


def test_the_source_notice_is_filled_in_once_and_stays_one_line() -> None:
    filled = notice(DEMO, Notice(page="https://x.example/{date}\n", date="2026-03-04", company="{page}"))
    assert filled == "We found this address on https://x.example/{date} on 2026-03-04."
