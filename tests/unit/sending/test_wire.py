"""What really goes out, read back from its bytes: bad input makes no wrong mail."""

from __future__ import annotations

import base64
import email
import re
from dataclasses import replace
from email.message import EmailMessage
from email.policy import default
from typing import Any
from urllib.parse import quote

import pytest

from handlers import send_email
from store import drafts
from store.drafts import Draft
from tests.unit.sending.stage import ADDRESS, CONTACT, DEMO, LEAD, NOW, PAGE, Stage, send_id
from tests.unit.sending.test_send_email import drafted

HEADERS = {
    "From", "To", "Reply-To", "Subject", "List-Unsubscribe", "List-Unsubscribe-Post", "MIME-Version",
    "Content-Type",
}  # fmt: skip
EVIL = "x\r\nBcc: everybody@evil.example\r\n\r\n<script>"
BREAKS = ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\x00"]


def sent(
    stage: Stage, *, subject: str = "A question", paragraphs: tuple[str, ...] = ("Hello,",), **lead: Any
) -> list[dict[str, Any]]:
    """Let the lead's first mail go; what was said."""
    stage.given_campaign()
    stage.given_lead(**lead)
    stage.given_enrolment()
    draft = Draft(send_id(), LEAD, DEMO.id, 1, 0, CONTACT, subject, paragraphs, (), "template")
    contact = stage.table.query(f"LEAD#{LEAD}", "CONTACT#", consistent=True).items[0]["contact_id"]
    stage.table.commit([drafts.keep(draft._replace(contact_id=contact), NOW)])
    return stage.run(send_email, drafted())


def raw(stage: Stage) -> bytes:
    (mail,) = stage.ses.accepted
    return bytes(mail["raw"])


def read(stage: Stage) -> EmailMessage:
    """The one mail that went out, parsed as a recipient's program does."""
    message = email.message_from_bytes(raw(stage), policy=default)
    assert isinstance(message, EmailMessage)
    assert message.defects == []
    assert set(message.keys()) == HEADERS
    assert len(message.keys()) == len(HEADERS), "a header stands twice"
    assert message["To"].addresses[0].addr_spec == stage.ses.accepted[0]["to"]
    assert len(message["To"].addresses) == 1
    assert all(len(line) <= 998 for line in raw(stage).split(b"\r\n")), "RFC 5322 2.1.1"
    assert b"\n" not in raw(stage).replace(b"\r\n", b""), "RFC 5322 2.3: no bare line feed"
    return message


def bodies(message: EmailMessage) -> tuple[str, str]:
    text, page = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert page is not None
    return str(text.get_content()), str(page.get_content())


# The first mail -------------------------------------------------------------------------------------------


def test_the_first_mail_says_where_the_address_was_found_who_writes_and_how_to_leave(stage: Stage) -> None:
    assert [said["type"] for said in sent(stage)] == ["email.sent"]
    message = read(stage)
    for body in bodies(message):
        assert f"We found this address on {PAGE} on 2026-03-03." in body
        assert "Lumenpost Ltd" in body
        assert "12 Tannery Row" in body
        assert re.search(r"https://api\.beckon\.example/u/[a-z2-7]{56}", body)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_no_address_stands_in_a_link_nor_in_what_answers_go_to(stage: Stage) -> None:
    sent(stage)
    message = read(stage)
    links = [message["List-Unsubscribe"], message["Reply-To"]]
    for body in bodies(message):
        links += re.findall(r"(?:https?|mailto):[^\s\"<>]+", body)
    local = ADDRESS.partition("@")[0]
    told = [ADDRESS, quote(ADDRESS), ADDRESS.encode().hex(), f"{local}=40"]
    told += [encode(ADDRESS.encode()).decode().rstrip("=") for encode in (base64.b64encode, base64.b32encode)]
    assert len(links) >= 4
    assert not [(link, form) for link in links for form in told if form.lower() in str(link).lower()]


# Addresses ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        '"ada hill"@kettle.example',
        '"a\\"b"@kettle.example',
        '"x@y"@kettle.example',
        "jürgen@kettle.example",
        "hello@bücher.example",
        "用户@kettle.example",
        "ada@kettle.example, bo@kettle.example",
        "ada@kettle.example\r\nBcc: x@evil.example",
        "ada@kettle.example\n",
        "<ada@kettle.example>",
        "ada@[192.0.2.1]",
        ".ada@kettle.example",
        "ada..hill@kettle.example",
        "a" * 65 + "@kettle.example",
        "ada@-kettle.example",
        "ada",
    ],
)
def test_an_address_that_no_header_can_carry_gets_no_mail(stage: Stage, address: str) -> None:
    (said,) = sent(stage, address=address)
    assert (said["type"], said["reason"]) == ("email.refused", "address_unusable")
    assert stage.ses.asked == 0


@pytest.mark.parametrize("address", ["o'hara@kettle.example", "a+b=c@kettle.example", "HELLO@Kettle.example"])
def test_an_address_that_only_looks_odd_gets_its_mail(stage: Stage, address: str) -> None:
    assert [said["type"] for said in sent(stage, address=address)] == ["email.sent"]
    assert read(stage)["To"].addresses[0].addr_spec == address


# Injection ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cut", BREAKS)
def test_a_line_break_in_a_company_name_stays_text(stage: Stage, cut: str) -> None:
    stage.campaign = replace(DEMO, source_notice="We found {company} on {page} on {date}.")
    company = f"Kettle Ltd{cut}Bcc: everybody@evil.example{cut}{cut}<b>hi</b>"
    assert [said["type"] for said in sent(stage, company=company, country="US")] == ["email.sent"]
    text, page = bodies(read(stage))
    assert "We found Kettle Ltd Bcc: everybody@evil.example <b>hi</b> on" in text
    assert "<b>hi</b>" not in page
    assert "&lt;b&gt;hi&lt;/b&gt;" in page


@pytest.mark.parametrize("cut", BREAKS)
def test_a_line_break_in_a_subject_or_a_paragraph_stays_text(stage: Stage, cut: str) -> None:
    evil = f"A question{cut}Bcc: everybody@evil.example{cut}X: y"
    sent(stage, subject=evil, paragraphs=(evil, f"--=_boundary{cut}Content-Type: text/html"))
    message = read(stage)
    assert message["Subject"] == "A question Bcc: everybody@evil.example X: y"
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


@pytest.mark.parametrize("field", ["name", "company", "postal_address", "website"])
def test_a_line_break_in_a_senders_field_stays_text(stage: Stage, field: str) -> None:
    stage.campaign = replace(DEMO, sender=DEMO.sender._replace(**{field: EVIL}))
    assert [said["type"] for said in sent(stage)] == ["email.sent"]
    message = read(stage)
    assert "<script>" not in bodies(message)[1]
    assert message["From"].addresses[0].addr_spec == DEMO.sender.address


def test_a_line_break_in_the_senders_address_sends_nothing(stage: Stage) -> None:
    stage.campaign = replace(
        DEMO, sender=DEMO.sender._replace(address="ada@mail.example\r\nBcc: x@evil.example")
    )
    (said,) = sent(stage)
    assert (said["type"], said["reason"]) == ("email.refused", "message_invalid")
    assert stage.ses.asked == 0


@pytest.mark.parametrize(
    "name", ['Ada "the" Hill', "Ada \\ Hill", "Ädä Hïll", "=?utf-8?q?Ada?=", "Ada, Bo <x@y>"]
)
def test_a_senders_name_is_read_back_as_it_was_written(stage: Stage, name: str) -> None:
    stage.campaign = replace(DEMO, sender=DEMO.sender._replace(name=name))
    sent(stage)
    (author,) = read(stage)["From"].addresses
    assert (author.display_name, author.addr_spec) == (name, DEMO.sender.address)


def test_a_notices_fields_can_not_name_each_other(stage: Stage) -> None:
    stage.campaign = replace(DEMO, source_notice="We found {company} on {page} on {date}.")
    sent(stage, company="{page} {date} {0} %s Ltd")
    assert "We found {page} {date} {0} %s Ltd on https://" in bodies(read(stage))[0]


# Too long, and not text -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Ada " * 400, "Ädä " * 400, "A" * 3_000])
def test_a_name_of_any_length_makes_no_line_that_a_server_would_cut(stage: Stage, name: str) -> None:
    stage.campaign = replace(DEMO, sender=DEMO.sender._replace(name=name))
    (said,) = sent(stage)
    if said["type"] == "email.sent":
        read(stage)
    else:
        assert said["reason"] == "message_invalid"
        assert stage.ses.asked == 0


@pytest.mark.parametrize("subject", ["x" * 151, "ü" * 151, "   ", "\u200b\u2060", "\r\n"])
def test_a_subject_that_is_none_sends_nothing(stage: Stage, subject: str) -> None:
    (said,) = sent(stage, subject=subject)
    assert (said["type"], said["reason"]) == ("email.refused", "message_invalid")


@pytest.mark.parametrize(
    "subject", ["ü" * 150, "🫖" * 150, "x" * 150, "a\u202eb\u2066c", "Caf\u00e9 \u2013 100 %"]
)
def test_a_subject_in_any_script_is_read_back_without_what_turns_the_writing(
    stage: Stage, subject: str
) -> None:
    sent(stage, subject=subject)
    assert read(stage)["Subject"] == re.sub("[\u202e\u2066]", " ", subject)


def test_half_a_character_is_no_text_and_no_crash(stage: Stage) -> None:
    from outreach import message

    assert message.one_line("Kettle \ud800 Ltd") == "Kettle Ltd"


# Nowhere --------------------------------------------------------------------------------------------------


def test_a_lead_without_a_country_has_no_zone_and_no_law_and_gets_no_mail(stage: Stage) -> None:
    (said,) = sent(stage, country="")
    assert (said["type"], said["reason"]) == ("email.refused", "country_unknown")
    assert stage.ses.asked == 0


@pytest.mark.parametrize("country", ["ZZ", "gb", "United Kingdom", "XK"])
def test_a_country_that_nobody_ruled_gets_no_mail(stage: Stage, country: str) -> None:
    (said,) = sent(stage, country=country)
    assert (said["type"], said["reason"]) == ("email.refused", "country_not_ruled")
