"""Who writes, what is offered, and where the address comes from."""

from __future__ import annotations

import re

from outreach.campaign import Offer, Sender
from outreach.campaign_file.section import Section, printable

NOTICE_FIELDS = ("page", "date", "company")
"""What a source notice may mention, in braces: where the address was found, when, and whose it is."""

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")


MAX_SENDERS = 20


def read_senders(top: Section) -> tuple[Sender, ...]:
    """The one ``sender``, or the list of ``senders`` among whom the leads are divided. Never empty."""
    if top.raw("senders") is None:
        return (_sender(top.section("sender", needed=True)),)
    if top.raw("sender") is not None:
        top.wrong("senders", "stands beside `sender`", "Write one of them: move `sender` into the list.")
    entries = top.sections("senders")
    if len(entries) > MAX_SENDERS:
        top.wrong("senders", f"has {len(entries)} entries", f"Write at most {MAX_SENDERS}.")
    found: dict[str, Sender] = {}
    for entry in entries:
        sender = _sender(entry)
        if sender.address.lower() in found:
            entry.wrong("address", f"{sender.address!r} writes already", "Give each sender its own address.")
        found[sender.address.lower()] = sender
    return tuple(found.values()) or (_NOBODY,)


_NOBODY = Sender("", "", "", "", "")


def _sender(section: Section | None) -> Sender:
    if section is None:
        return _NOBODY
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
