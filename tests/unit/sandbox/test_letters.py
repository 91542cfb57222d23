"""Replies as mail programs write them."""

import email
import email.policy
import random
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from sandbox import letters

SENT = EmailMessage()
SENT["From"] = "Ada <ada@ours.example>"
SENT["To"] = "kim@theirs.example"
SENT["Subject"] = "A question"
SENT["Message-ID"] = "<m1@email.amazonses.com>"
SENT["Date"] = "Tue, 03 Nov 2026 16:30:00 +0000"
SENT["List-Unsubscribe"] = "<mailto:unsub+t@ours.example?subject=x>, <https://ours.example/u/t>"
SENT.set_content("First line.\n\nSecond line.\n")
RAW = SENT.as_bytes()


def reply(style: str) -> EmailMessage:
    raw = letters.compose(
        original=letters.read_original(RAW),
        sender="kim@theirs.example",
        sender_name="Kim Ö",
        to="reply+t@ours.example",
        text="My own words.",
        signature="Kim\nBuyer",
        style=style,
        at=datetime(2026, 11, 3, 17, 0, tzinfo=UTC),
        message_id="r1",
    )
    return email.message_from_bytes(raw, policy=email.policy.default)


def plain(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


@pytest.mark.parametrize("style", ["gmail", "outlook", "plain", "bottom", "interleaved", "none"])
def test_every_style_holds_the_writers_words_and_valid_headers(style: str) -> None:
    message = reply(style)
    assert not message.defects
    assert "My own words." in plain(message)
    assert str(message["From"]) == "Kim Ö <kim@theirs.example>"
    assert ("First line." in plain(message)) == (style != "none")


def test_words_stand_where_the_style_puts_them() -> None:
    top, bottom, between = (plain(reply(style)) for style in ("plain", "bottom", "interleaved"))
    assert top.index("My own") < top.index("> First")
    assert bottom.index("My own") > bottom.index("> Second")
    assert between.index("> First") < between.index("My own") < between.index("> Second")


def test_html_programs_mark_their_quotes() -> None:
    for style, mark in (("gmail", "gmail_quote"), ("outlook", "divRplyFwdMsg")):
        part = reply(style).get_body(("html",))
        assert part is not None
        assert mark in part.get_content()


def test_list_unsubscribe_is_read_in_both_forms() -> None:
    original = letters.read_original(RAW)
    assert original.unsubscribe_mailto == "unsub+t@ours.example"
    assert original.unsubscribe_urls == ["https://ours.example/u/t"]


def test_links_are_found_once_each() -> None:
    message = EmailMessage()
    message.set_content("See https://a.example/x, and https://a.example/x again (https://b.example/y).\n")
    message.add_alternative('<a href="https://c.example/?a=1&amp;b=2">c</a>', subtype="html")
    found = letters.links_in(message.as_bytes())
    assert found == ["https://a.example/x", "https://b.example/y", "https://c.example/?a=1&b=2"]


def test_garbage_differs_by_turn() -> None:
    assert letters.garbage(random.Random(1), 0) != letters.garbage(random.Random(1), 1)
