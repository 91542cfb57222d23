"""Header blocks and their values: folded oddly, unseparated, encoded against the rules."""

import base64

import pytest

from replies.message import parse
from replies.mime import words
from replies.mime.parameters import media_type, parameters
from tests.unit.replies.mime.mails import mail


def test_an_mbox_envelope_and_blank_lines_above_the_header_are_skipped():
    message = parse(
        b"\r\n\nFrom ann@firm.example Mon Oct  5 10:00:00 2026\nFrom: a@b.example\nSubject: x\n\nwords\n"
    )
    assert (message.sender.address, message.subject, message.text.strip()) == ("a@b.example", "x", "words")


def test_a_line_that_lost_its_fold_belongs_to_the_field_above():
    message = parse(b"Subject: a long\nsubject\nFrom: a@b.example\n\nwords")
    assert message.subject == "a long subject"
    assert message.sender.address == "a@b.example"
    assert message.defects == ("header_line",)


def test_a_header_without_an_empty_line_ends_where_the_words_begin():
    message = parse(b"From: a@b.example\nSubject: x\nThese are words,\nand these.\n")
    assert message.text == "These are words,\nand these.\n"
    assert message.defects == ("no_separator",)


def test_a_blank_line_of_blanks_is_a_fold_or_the_end():
    folded = parse(b"From: a@b.example\nX-A: 1\n \nSubject: x\n\nwords")
    assert (folded.subject, folded.text) == ("x", "words")
    ended = parse(b"From: a@b.example\nSubject: x\n \nwords, and more")
    assert (ended.subject, ended.text) == ("x", "words, and more")


def test_any_line_end_is_one():
    for end in (b"\n", b"\r\n", b"\r"):
        message = parse(end.join((b"From: a@b.example", b"Subject: x", b" y", b"", b"one", b"two")))
        assert (message.subject, message.text) == ("x y", "one\ntwo")
    mixed = parse(b"From: a@b.example\r\nSubject: x\n\r\none\rtwo\r\nthree\n")
    assert mixed.text == "one\ntwo\nthree\n"


def test_names_of_fields_may_have_a_blank_before_the_colon():
    assert parse(b"From : a@b.example\nsubject\t: x\n\n").subject == "x"


@pytest.mark.parametrize("raw", [b"", b"  \r\n\0\0", b"\xef\xbb\xbf\n"])
def test_nothing_is_empty(raw):
    assert parse(raw).defects == ("empty",)
    assert not parse(raw).readable


@pytest.mark.parametrize("raw", [b"PK\x03\x04" + bytes(200), b"words\nand words\n", b"\xff" * 50, b":\n\nx"])
def test_what_has_no_header_is_no_mail(raw):
    assert "no_header" in parse(raw).defects


U = "ü".encode()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b"=?utf-8?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        (b"=?UTF-8?B?R3LDvMOfZQ==?= and more", "Grüße and more"),
        (b"=?utf-8?q?=C3?= =?utf-8?q?=BC?=", "ü"),  # cut inside of a character
        (b"=?utf-8?q?a?= =?iso-8859-1?q?=FC?=", "aü"),  # two charsets: the blank between is none
        (b"a =?utf-8?q?b?= c", "a b c"),
        (b"=?utf-8?q?How are you??=", "How are you?"),  # blanks and a question mark inside
        (b"=?utf-8?q?no end", "no end"),
        (b"=?utf-8?q?one =?utf-8?q?two?=", "one two"),
        (b"=?utf-8*de?q?x?=", "x"),  # with a language, RFC 2231
        (b"=?no-such?q?=C3=BC?=", "ü"),
        (b"=?utf-8?b?R3LDvMOfZ?=", "Grüß"),  # one character of base64 too many
        (b"=?utf-8?x?a?= b", "=?utf-8?x?a?= b"),  # no such encoding
        (b"raw " + U, "raw ü"),
        ("raw ü".encode("latin-1"), "raw ü"),
        (b"=?iso-8859-1?q?Fr\xf6sche?=", "Frösche"),  # 8 bits inside of a word
        (b"=?iso-2022-jp?b?GyRCRnxLXBsoQg==?=", "日本"),
        (b"=?gb2312?B?xOO6ww==?=", "你好"),
        (b"[list]=?utf-8?q?x?=y", "[list]xy"),  # without blanks around
        (b"=?utf-8?q??=", ""),
    ],
)
def test_encoded_words_are_read_in_every_state(value, expected):
    assert words.decode(value) == expected


def test_raw_bytes_of_a_header_are_read_in_the_charset_of_the_text():
    raw = "Subject: Привет всем\nFrom: a@b.example\nContent-Type: text/plain; charset=koi8-r\n\n".encode(
        "koi8-r"
    )
    assert parse(raw).subject == "Привет всем"


def test_a_decoded_name_is_not_taken_for_punctuation():
    message = parse(b"From: =?utf-8?q?Doe=2C_Ann_=3Cx=40evil=2Eexample=3E?= <ann@firm.example>\n\n")
    assert message.sender.address == "ann@firm.example"
    assert message.sender.name == "Doe, Ann <x@evil.example>"


@pytest.mark.parametrize(
    ("value", "name", "expected"),
    [
        (b'a/b; name="x y.pdf"', "name", "x y.pdf"),
        (b"a/b; name=x y.pdf; b=c", "name", "x y.pdf"),
        (b'a/b; name="a\\"b"', "name", 'a"b'),
        (b'a/b; name="C:\\TEMP\\a.png"', "name", "C:\\TEMP\\a.png"),
        (b"a/b; name*=utf-8''%C3%BC.pdf", "name", "ü.pdf"),
        (b"a/b; name*0*=utf-8''%C3; name*1*=%BC; name*2=.pdf", "name", "ü.pdf"),
        (b'a/b; name*1="b.pdf"; name*0="a"', "name", "ab.pdf"),
        (b'a/b; name="=?utf-8?q?=C3=BC?="', "name", "ü"),
        (b"a/b; name*0*==?utf-8?q?=C3=BC?=", "name", "ü"),
        (b"a/b; charset=us-ascii (plain text)", "charset", "us-ascii"),
        (b'a/b; charset="utf-8', "charset", "utf-8"),
        (b"a/b;; ;charset = utf-8 ", "charset", "utf-8"),
    ],
)
def test_parameters_are_read_in_every_spelling(value, name, expected):
    assert parameters(value)[name] == expected


def test_a_media_type_is_lower_case_or_nothing():
    assert media_type(b" Text / HTML ; x=y") == "text/html"
    assert media_type(b"text") == ""
    assert mail("words", "Content-Type: text").text == "words"


def test_of_two_content_types_the_original_counts():
    both = ("Content-Type: text/html", "Content-Type: text/plain")
    assert mail("<b>words</b>", *both).text == "<b>words</b>"


def test_a_date_is_read_with_its_zone_or_not_at_all():
    assert mail("", "Date: Mon, 5 Oct 2026 10:00:00 +0200").date.isoformat() == "2026-10-05T10:00:00+02:00"
    assert mail("", "Date: Mon, 5 Oct 2026 10:00:00 -0000").date.isoformat() == "2026-10-05T10:00:00+00:00"
    assert mail("", "Date: yesterday").date is None
    assert mail("", "Date: Mon, 99 Oct 2026 99:00:00 +9999").date is None


def test_a_long_run_of_words_is_joined_before_it_is_decoded():
    whole = ("日本語" * 40).encode()
    pieces = [base64.b64encode(whole[at : at + 7]).decode() for at in range(0, len(whole), 7)]
    folded = "\n ".join(f"=?utf-8?B?{piece}?=" for piece in pieces)
    assert parse(f"Subject: {folded}\nFrom: a@b.example\n\n".encode()).subject == "日本語" * 40
