"""Which parts a message has, and which of them are its words."""

import pytest

from replies.message import parse
from tests.unit.replies.mime.mails import TOP, mail, mixed

PLAIN = "Content-Type: text/plain\n\n"
HTML = "Content-Type: text/html\n\n"


def test_of_alternatives_both_are_kept_as_the_same_words():
    message = mixed(f"{PLAIN}words", f"{HTML}<b>words</b>", kind="alternative")
    assert (message.text, message.html) == ("words", "<b>words</b>")


def test_alternatives_that_are_not_declared_so_are_seen():
    said = "Yes, please call me tomorrow."
    message = mixed(PLAIN + said, f"{HTML}<p>{said}</p>")
    assert message.text == said
    assert message.body == said


def test_a_body_in_html_with_a_footer_in_plain_text_is_read_whole():
    message = mixed(f"{HTML}<p>Yes, call me.</p>", f"{PLAIN}A list's footer <here>\n  and there")
    assert message.text == ""
    assert message.body == "Yes, call me.\n\nA list's footer <here>\nand there"


def test_alternatives_around_a_mixed_part_are_told_apart():
    inner = "Content-Type: multipart/alternative; boundary=c\n\n"
    inner += f"--c\n{PLAIN}words\n--c\n{HTML}<i>words</i>\n--c--\n"
    message = mixed(inner, f"{PLAIN}footer")
    assert message.text == "words\nfooter"
    assert "words" in message.html
    assert "footer" in message.html


def test_a_named_text_that_is_not_the_first_is_an_attachment():
    message = mixed(f"{PLAIN}words", "Content-Type: text/plain; name=notes.txt\n\nnotes")
    assert message.text == "words"
    assert [(a.name, a.content_type, a.size) for a in message.attachments] == [("notes.txt", "text/plain", 5)]


def test_the_only_part_is_the_body_even_as_an_attachment():
    assert mail("words", "Content-Disposition: attachment; filename=a.txt").text == "words"


def test_the_size_of_an_attachment_is_that_of_its_content():
    part = "Content-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64\n\nQUJDREVGRw==\n"
    assert mixed(PLAIN, part).attachments[0].size == len("ABCDEFG")


def test_no_attachment_is_lost_for_want_of_a_name():
    external = 'Content-Type: message/external-body; access-type=URL; name="a.pdf"\n\nContent-ID: <1@b>\n'
    found = mixed(PLAIN, "Content-Type: application/x-thing\n\nx", external).attachments
    assert [(a.name, a.content_type) for a in found] == [
        ("", "application/x-thing"),
        ("a.pdf", "message/external-body"),
    ]


@pytest.mark.parametrize(
    ("declared", "used"),
    [("other", "used"), ("", "used"), ("b", "b with blanks"), ('"b\\"', "=_used")],
)
def test_the_boundary_that_is_used_is_taken(declared, used):
    raw = f"{TOP}Content-Type: multipart/mixed; boundary={declared}\n\n--{used}\n{PLAIN}words\n--{used}--\n"
    message = parse(raw.encode())
    assert message.text == "words"
    assert "boundary" in message.defects


def test_a_header_that_lost_its_content_type_is_found_out():
    raw = f"{TOP}\n--=_1\n{PLAIN}words\n--=_1\n{HTML}<p>words</p>\n--=_1--\n"
    assert parse(raw.encode()).text == "words"


def test_a_multipart_without_parts_is_read_as_text():
    message = mail("only words", "Content-Type: multipart/mixed; boundary=b")
    assert message.text == "only words"
    assert message.defects == ("no_parts",)


def test_the_outer_boundary_ends_what_is_inside():
    inner = "Content-Type: multipart/alternative; boundary=c\n\n--c\n" + PLAIN + "words"
    message = mixed(inner, f"{HTML}<p>more words</p>")
    assert message.body == "words\n\nmore words"
    assert message.defects == ()


def test_a_missing_last_delimiter_is_named():
    message = mail(f"--b\n{PLAIN}words", "Content-Type: multipart/mixed; boundary=b")
    assert (message.text, message.defects) == ("words", ("not_closed",))


def test_a_line_that_begins_like_a_delimiter_is_text():
    message = mixed(f"{PLAIN}visit --b\n--bb\n--b c\n-- \nAnn")
    assert message.text == "visit --b\n--bb\n--b c\n-- \nAnn"


def test_a_delimiter_may_be_followed_by_blanks_and_by_nothing():
    body = "--b \t\r\n" + PLAIN + "one\r\n--b\n\n\n--b-- "
    assert mail(body, "Content-Type: multipart/mixed; boundary=b").text == "one"


def test_a_part_without_a_header_and_one_without_an_empty_line_are_read():
    assert mixed("\nwords").text == "words"
    assert mixed("words without a header").text == "words without a header"


def test_an_enclosed_message_is_kept_apart():
    inner = "Content-Type: message/rfc822\n\nFrom: c@d.example\nMessage-ID: <1@d.example>\n\ntheirs"
    message = mixed(f"{PLAIN}mine", inner)
    assert message.text == "mine"
    assert message.enclosed[0].header("Message-ID") == "<1@d.example>"
    assert message.enclosed[0].text == "theirs"


def test_an_enclosed_message_that_was_encoded_is_read():
    inner = "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogeAoKdGhlaXJz\n"
    message = mixed(f"{PLAIN}mine", inner)
    assert (message.enclosed[0].header("subject"), message.enclosed[0].text) == ("x", "theirs")


def test_a_digest_holds_messages():
    message = mixed("\nSubject: one\n\n1", "\nSubject: two\n\n2", kind="digest")
    assert [(e.header("subject"), e.text) for e in message.enclosed] == [("one", "1"), ("two", "2")]
    assert message.text == ""


def test_the_first_piece_of_a_split_message_is_read():
    message = mail(
        "Subject: whole\n\nthe first half", "Content-Type: message/partial; id=x; number=1; total=2"
    )
    assert (message.text, message.defects) == ("the first half", ("partial",))


def test_returned_headers_are_an_enclosed_message_without_words():
    message = mixed(f"{PLAIN}mine", "Content-Type: text/rfc822-headers\n\nSubject: ours\nTo: x@y.example\n")
    assert (message.enclosed[0].header("to"), message.enclosed[0].text) == ("x@y.example", "")


def test_a_report_is_kept_as_text():
    fields = "Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\n"
    message = mixed(f"{PLAIN}failed", f"Content-Type: message/delivery-status\n\n{fields}", kind="report")
    assert message.reports == (("message/delivery-status", fields.strip()),)


def test_rich_text_is_read_where_there_is_no_other():
    enriched = "Content-Type: text/enriched\n\n<bold>Yes</bold>, <color><param>red</param>call</color> me"
    assert mixed(enriched).text == "Yes, call me"
    assert mixed(enriched, f"{PLAIN}words", kind="alternative").text == "words"
