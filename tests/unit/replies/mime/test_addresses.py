"""Address fields in the forms that people and software send."""

import pytest

from replies.message import addresses, parse


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Ann <ANN@Firm.example>", [("Ann", "ann@firm.example")]),
        ('"Doe, Ann" <a@b.example>, c@d.example', [("Doe, Ann", "a@b.example"), ("", "c@d.example")]),
        ("a@b.example <a@b.example>", [("", "a@b.example")]),
        ("boss@firm.example <ann@other.example>", [("boss@firm.example", "ann@other.example")]),
        ('"boss@firm.example" <ann@other.example>', [("boss@firm.example", "ann@other.example")]),
        ("a@b.example (Ann Doe)", [("Ann Doe", "a@b.example")]),
        ("Ann (at (the) desk) <a@b.example>", [("Ann", "a@b.example")]),
        ("undisclosed-recipients:;", []),
        (
            "Friends: a@b.example, Bo <c@d.example>; e@f.example",
            [("", "a@b.example"), ("Bo", "c@d.example"), ("", "e@f.example")],
        ),
        ('"john doe"@b.example', [("", '"john doe"@b.example')]),
        ("<@relay.example,@b.example:a@b.example>", [("", "a@b.example")]),
        ("Ann Doe a@b.example", [("Ann Doe", "a@b.example")]),
        ("a @ b.example", [("", "a@b.example")]),
        ("mailto:a@b.example", [("", "a@b.example")]),
        ("Ann <mailto:a@b.example>", [("Ann", "a@b.example")]),
        ("Jürgen <jürgen@müller.example>", [("Jürgen", "jürgen@müller.example")]),
        ("Ann <a@b.example", [("Ann", "a@b.example")]),
        ('"Ann <a@b.example>', [("Ann", "a@b.example")]),
        ("Ann) <a@b.example>", [("Ann", "a@b.example")]),
        ("a@b.example; c@d.example", [("", "a@b.example"), ("", "c@d.example")]),
        ("a@b.example c@d.example", [("c@d.example", "a@b.example")]),
        ("'a@b.example'", [("", "a@b.example")]),
        ("Ann Doe", []),
        ("@", []),
        ("", []),
    ],
)
def test_mailboxes_are_found(value, expected):
    assert [(box.name, box.address) for box in addresses(value)] == expected


def test_an_address_stands_once_with_its_name():
    assert addresses("a@b.example, Ann <A@b.example>") == (("Ann", "a@b.example"),)


def test_every_field_that_names_somebody_is_read():
    raw = (
        b"From: a@b.example\nSender: s@b.example\nReply-To: r@b.example\nTo: t@b.example\nCc: c@b.example\n"
        b"Bcc: x@b.example\nDelivered-To: d@b.example\nX-Original-To: o@b.example\nResent-To: e@b.example\n\n"
    )
    message = parse(raw)
    assert message.sender.address == "a@b.example"
    assert [box.address for box in message.mailboxes("reply-to", "sender")] == ["r@b.example", "s@b.example"]
    named = ["t@b.example", "c@b.example", "x@b.example", "d@b.example", "o@b.example", "e@b.example"]
    assert list(message.recipients) == named


def test_without_from_the_sender_is_the_sender():
    assert parse(b"From: nobody\nSender: s@b.example\n\n").sender.address == "s@b.example"
