"""Who writes, what is offered, and where the address comes from."""

from __future__ import annotations

import re

from outreach.campaign import Offer, Sender
from outreach.campaign_file.section import Section, printable

NOTICE_FIELDS = ("page", "date", "company")
"""What a source notice may mention, in braces: where the address was found, when, and whose it is."""

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")


def read_sender(section: Section | None) -> Sender:
    if section is None:
        return Sender("", "", "", "", "")
    sender = Sender(
        name=section.text("name", "Name the person who writes."),
        address=section.matching("address", _ADDRESS, "Write the address that the mail comes from."),
        company=section.text("company", "Name the company in whose name the mail is written."),
        postal_address=section.text(
            "postal_address",
            "CAN-SPAM asks for a valid postal address in every mail.",
            many_lines=True,
        ),
        time_zone=section.zone("time_zone"),
        website=section.text("website", "Write an address that begins with https://.", default=""),
    )
    if sender.website and not sender.website.startswith("https://"):
        section.wrong("website", "is not an https address", "Write an address that begins with https://.")
    section.finish()
    return sender


def read_offer(section: Section | None) -> Offer:
    if section is None:
        return Offer("", "")
    offer = Offer(
        summary=section.text("summary", "Say in one sentence what is offered."),
        question=section.text("question", "Write the question that the mail ends with."),
        proof=section.texts("proof", printable),
    )
    section.finish()
    return offer


def read_notice(top: Section) -> str:
    fix = f"Say where addresses come from; it may mention {', '.join('{' + f + '}' for f in NOTICE_FIELDS)}."
    notice = top.text("source_notice", fix)
    bare = notice
    for name in NOTICE_FIELDS:
        bare = bare.replace("{" + name + "}", "")
    if "{" in bare or "}" in bare:
        top.wrong("source_notice", "mentions a field that does not exist", fix)
    return notice
