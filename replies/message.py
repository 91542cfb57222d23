"""Any bytes to a ``Message``: headers, addresses, text, attachments, reports and defects. Never raises.

The standard library's parser is the base, under its default policy (``compat32``): the newer policies parse
each header into a tree on access, which costs ten times as much and raises on some hostile headers. Headers
and charsets are decoded in ``charsets``, where they can be repaired.

Thin: TNEF (``winmail.dat``) and S/MIME envelopes are named as attachments, not opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from replies.html_text import to_text
from replies.mime_tree import (
    MAX_TEXT_CHARS,
    content_type_of,
    headers_of,
    is_mail,
    parameter,
    prepare,
    std_parse,
    walk,
)
from replies.parts import Address, Attachment, Collected, Enclosed, addresses
from replies.patterns import Lazy

__all__ = ["Address", "Attachment", "Enclosed", "Message", "addresses", "parse"]

_MESSAGE_ID = Lazy(r"<\s*([^<>\s]+)\s*>")


@dataclass(frozen=True)
class Message:
    """One parsed message. Header names are lower case; all text is decoded and capped.

    ``text`` is what the text/plain parts say, ``html`` the raw HTML of the first text/html part.
    ``reports`` holds machine-readable parts as (media type, text): delivery-status, feedback-report,
    disposition-notification. ``calendar`` holds the METHOD of each calendar part. ``defects`` are short
    names of what was wrong and had to be repaired.
    """

    headers: tuple[tuple[str, str], ...] = ()
    content_type: str = "text/plain"
    report_type: str = ""
    text: str = ""
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    enclosed: tuple[Enclosed, ...] = ()
    reports: tuple[tuple[str, str], ...] = ()
    calendar: tuple[str, ...] = ()
    defects: tuple[str, ...] = ()
    size: int = 0

    def header(self, name: str) -> str:
        """The first value of a header, decoded and unfolded, or an empty string."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key == wanted), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a header, in order."""
        wanted = name.lower()
        return tuple(value for key, value in self.headers if key == wanted)

    @cached_property
    def subject(self) -> str:
        """The subject, decoded, whitespace collapsed."""
        return " ".join(self.header("subject").split())

    @cached_property
    def sender(self) -> Address | None:
        """The author: the first address of From, else of Sender."""
        found = addresses(self.header("from")) or addresses(self.header("sender"))
        return found[0] if found else None

    @cached_property
    def recipients(self) -> tuple[str, ...]:
        """Every address this message was sent or handed to: To, Cc, and what the delivering hosts noted."""
        names = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-forwarded-to", "resent-to")
        found = [a.address for name in names for value in self.all(name) for a in addresses(value)]
        return tuple(dict.fromkeys(found))

    @cached_property
    def message_id(self) -> str:
        """The Message-ID without its brackets, or an empty string."""
        value = self.header("message-id")
        match = _MESSAGE_ID.search(value)
        return match.group(1) if match else value.strip()[:200]

    @cached_property
    def references(self) -> tuple[str, ...]:
        """Ids of In-Reply-To, then References from the newest back, each once."""
        ids = _MESSAGE_ID.findall(self.header("in-reply-to"))
        ids += reversed(_MESSAGE_ID.findall(self.header("references"))[-50:])
        return tuple(dict.fromkeys(ids))

    @cached_property
    def html_text(self) -> str:
        """The HTML part as text, quotes included; empty where there is none."""
        return to_text(self.html)[:MAX_TEXT_CHARS] if self.html else ""

    @cached_property
    def body(self) -> str:
        """The text a reader would see: the plain part, else the HTML part as text."""
        return self.text if self.text.strip() else self.html_text

    @property
    def readable(self) -> bool:
        """Whether there is anything to judge: at least one header that mail has."""
        return "no_header" not in self.defects and "empty" not in self.defects


def parse(raw: bytes) -> Message:
    """Parse a raw message (RFC 5322) of any size and any quality.

    Never raises for any bytes. ``Message.readable`` is False when the bytes are no mail at all.
    """
    size = len(raw)
    got = Collected()
    if not raw.strip():
        return Message(defects=("empty",), size=size)
    raw = prepare(raw, got)
    if not is_mail(raw):
        return Message(defects=("no_header", *got.defects), text="", size=size)
    std = std_parse(raw, got)
    walk(std, got)
    return Message(
        headers=headers_of(std),
        content_type=content_type_of(std),
        report_type=parameter(std, "report-type").lower(),
        text="\n".join(got.plain)[:MAX_TEXT_CHARS],
        html=got.html,
        attachments=tuple(got.attachments),
        enclosed=tuple(got.enclosed),
        reports=tuple(got.reports),
        calendar=tuple(got.calendar),
        defects=tuple(got.defects),
        size=size,
    )
