"""Any bytes become a message or are called unreadable; nothing raises."""

# ruff: noqa: E501 - a message in one line shows its shape

import base64
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from replies.message import addresses, parse
from replies.verdict import decide


def mail(body: str, *headers: str) -> bytes:
    return (
        "\r\n".join(("From: Ann <ann@firm.example>", "Subject: hello", *headers)) + "\r\n\r\n" + body
    ).encode()


@pytest.mark.parametrize("raw", [b"", b"  \r\n", b"\x00\xff\xfe" * 500, b"just words", b":::\n\nx"])
def test_what_is_no_mail_is_called_unreadable(raw):
    message = parse(raw)
    assert not message.readable
    assert decide(message).label is None


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=2000))
def test_no_bytes_raise(raw):
    message = parse(b"From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n--x\n" + raw)
    assert message.readable
    decide(message)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=500))
def test_no_header_bytes_raise(raw):
    decide(parse(b"From: " + raw + b"\nSubject: " + raw + b"\nContent-Type: " + raw + b"\n\nhello"))


def test_encoded_words_cut_inside_a_character_are_joined_before_decoding():
    whole = "Über".encode()
    parts = [base64.b64encode(piece).decode() for piece in (whole[:1], whole[1:])]
    message = parse(mail("x", *[f"X-Name: =?utf-8?B?{parts[0]}?=\r\n =?utf-8?B?{parts[1]}?="]))
    assert message.header("x-name") == "Über"


@pytest.mark.parametrize(
    ("declared", "raw", "expected"),
    [
        ("us-ascii", "Grüße".encode("cp1252"), "Grüße"),
        ("no-such-charset", "Grüße".encode(), "Grüße"),
        ("iso-8859-1", "„gut“ – €".encode("cp1252"), "„gut“ – €"),
        ("gb2312", "你好".encode("gb18030"), "你好"),
        ("base64", b"plain", "plain"),
    ],
)
def test_a_wrong_charset_is_repaired(declared, raw, expected):
    head = f"From: a@b.example\nContent-Type: text/plain; charset={declared}\n\n".encode()
    assert parse(head + raw).text.strip() == expected


def test_the_boundary_that_is_used_wins_over_the_one_declared():
    raw = (
        b"From: a@b.example\nContent-Type: multipart/mixed; boundary=declared\n\n"
        b"--used\nContent-Type: text/plain\n\nthe text\n--used--\n"
    )
    message = parse(raw)
    assert message.text.strip() == "the text"
    assert "boundary" in message.defects


def test_an_attachment_is_named_and_not_read():
    raw = (
        b"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nhi\n--b\n"
        b"Content-Type: application/pdf; name*=utf-8''Angebot%20%C3%9C.pdf\n"
        b"Content-Transfer-Encoding: base64\n\nAAAA\n--b--\n"
    )
    message = parse(raw)
    assert [(a.name, a.content_type) for a in message.attachments] == [("Angebot Ü.pdf", "application/pdf")]
    assert message.text.strip() == "hi"


def test_a_message_of_many_megabytes_is_bounded_and_its_text_is_read():
    line = b"QUJD" * 19 + b"\r\n"
    raw = (
        b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nthe words\r\n--b\r\n"
        b"Content-Type: application/zip; name=big.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + line * 130_000
        + b"--b\r\nContent-Type: text/plain\r\n\r\nbehind it\r\n--b--\r\n"
    )
    message = parse(raw)
    assert "the words" in message.text
    assert "behind it" in message.text
    assert message.attachments[0].name == "big.zip"
    assert message.size == len(raw)


def test_a_flood_of_headers_is_cut():
    raw = b"From: a@b.example\n" + b"X-Flood: y\n" * 100_000 + b"\nwords\n"
    message = parse(raw)
    assert "header_flood" in message.defects
    assert "words" in message.text


def test_deep_nesting_is_bounded():
    raw = b"From: a@b.example\n"
    for level in range(400):
        raw += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level)
    message = parse(raw + b"\nend\n")
    assert message.readable
    assert {"nesting", "too_many_parts"} & set(message.defects)


def test_an_enclosed_message_is_not_the_persons_words():
    raw = (
        b"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nmine\n--b\n"
        b"Content-Type: message/rfc822\n\nFrom: c@d.example\nMessage-ID: <1@d.example>\n\ntheirs\n--b--\n"
    )
    message = parse(raw)
    assert message.text.strip() == "mine"
    assert message.enclosed[0].header("Message-ID") == "<1@d.example>"
    assert message.enclosed[0].text.strip() == "theirs"


def test_a_calendar_answer_keeps_its_method_and_what_it_says():
    raw = (
        b"From: a@b.example\nContent-Type: text/calendar; method=REPLY\n\n"
        b"BEGIN:VCALENDAR\nMETHOD:REPLY\nATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example\nEND:VCALENDAR\n"
    )
    assert parse(raw).calendar == ("REPLY:ACCEPTED",)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Ann <ANN@Firm.example>", ["ann@firm.example"]),
        ('"Doe, Ann" <a@b.example>, c@d.example', ["a@b.example", "c@d.example"]),
        ("a@b.example <a@b.example>", ["a@b.example"]),
        ("undisclosed-recipients:;", []),
    ],
)
def test_addresses_are_found_in_what_people_send(value, expected):
    assert [a.address for a in addresses(value)] == expected


def test_flowed_lines_are_joined():
    raw = b"From: a@b.example\nContent-Type: text/plain; format=flowed\n\nshort \nlines \njoin.\n> not \n> these\n"
    assert parse(raw).text.startswith("short lines join.\n> not")


H = b"From: a@b.example\nSubject: Re: x\n"


@pytest.mark.parametrize(
    "raw",
    [
        H + b"Content-Type: text/html\n\n" + b"<div>" * 100_000 + b"x",
        H + b"Content-Type: text/html\n\n" + b"<blockquote>" * 20_000 + b"x",
        H + b"Content-Type: text/html\n\n" + b"<blockquote>a</blockquote>" * 20_000,
        H + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 100_000,
        H + b"References: " + b"<a@b> " * 50_000 + b"\n\nx",
        H + b"X-A: " + b"=?utf-8?q?a?= " * 50_000 + b"\n\nx",
        H + b"\n" + b"a@a" * 100_000,
        H + b"\n" + b"0123 456 789 " * 20_000,
        H + b"\n" + b"From: x@y.z\n" * 30_000,
        H + b"Return-Path: <>\n\n" + b"could not deliver 550 " * 20_000,
    ],
    ids=[
        "div",
        "nested",
        "quotes",
        "parts",
        "references",
        "words",
        "addresses",
        "digits",
        "labels",
        "failures",
    ],
)
def test_hostile_mail_takes_no_time(raw):
    began = time.process_time()
    decide(parse(raw))
    assert time.process_time() - began < 2
