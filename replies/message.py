"""Any bytes to a ``Message``: headers, addresses, text, attachments, reports and defects. Never raises.

The parts are found and decoded in ``replies.mime``, within bounds of time and memory that hold for the worst
40 MB; a ``Message`` keeps decoded text only, never the bytes it was made of.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from replies.mime.addresses import Address, addresses
from replies.mime.collect import Attachment, Collected, Enclosed, collect, headers_of
from replies.mime.defects import Defect
from replies.mime.limits import MAX_TEXT_CHARS
from replies.mime.outline import Part, outline
from replies.mime.views import views
from replies.patterns import Lazy

if TYPE_CHECKING:
    from datetime import datetime

    from replies.mime.calendar import Meeting

__all__ = ["Address", "Attachment", "Enclosed", "Message", "addresses", "parse"]

_MESSAGE_ID = Lazy(r"<\s*([^<>\s]{1,900})\s*>")
_MOST_REFERENCES = 50
# A header without one of these (or an X- field) is no mail's: these bytes are something else.
_KNOWN_FIELDS = frozenset(
    (
        "from", "to", "cc", "subject", "date", "message-id", "received", "return-path", "content-type",
        "mime-version", "reply-to", "delivered-to", "in-reply-to", "sender",
    )
)  # fmt: skip
_RECIPIENT_FIELDS = (
    "to", "cc", "bcc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-forwarded-to",
    "x-rcpt-to", "apparently-to", "resent-to", "resent-cc",
)  # fmt: skip


@dataclass(frozen=True)
class Message:
    """One parsed message. Header names are lower case; all text is decoded and capped.

    ``text`` is the body as plain text, ``html`` the body's HTML source; where both are there, they are
    alternatives. ``text`` is empty where a part of the body exists as HTML only: then ``html`` holds it all.
    ``reports`` holds machine-readable parts as (media type, text): delivery-status, feedback-report,
    disposition-notification. ``protection`` names how it is signed or encrypted: "smime_signed",
    "smime_encrypted", "pgp_signed", "pgp_encrypted". ``defects`` are values of ``Defect``: what was wrong and
    had to be repaired or left. ``size`` is that of the raw message in bytes.
    """

    headers: tuple[tuple[str, str], ...] = ()
    content_type: str = "text/plain"
    report_type: str = ""
    text: str = ""
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    enclosed: tuple[Enclosed, ...] = ()
    reports: tuple[tuple[str, str], ...] = ()
    meetings: tuple[Meeting, ...] = ()
    protection: tuple[str, ...] = ()
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

    def mailboxes(self, *names: str) -> tuple[Address, ...]:
        """The addresses in the named headers, in the order of the names."""
        return tuple(box for name in names for value in self.all(name) for box in addresses(value))

    @cached_property
    def subject(self) -> str:
        """The subject, decoded, whitespace collapsed."""
        return " ".join(self.header("subject").split())

    @cached_property
    def sender(self) -> Address | None:
        """The author: the first address of From, else of Sender."""
        found = self.mailboxes("from") or self.mailboxes("sender")
        return found[0] if found else None

    @cached_property
    def recipients(self) -> tuple[str, ...]:
        """Every address this message was sent or handed to: To, Cc, and what the delivering hosts noted."""
        return tuple(dict.fromkeys(box.address for box in self.mailboxes(*_RECIPIENT_FIELDS)))

    @cached_property
    def date(self) -> datetime | None:
        """When it says it was written, with its time zone (UTC where it states none), or None."""
        from email.utils import parsedate_to_datetime  # the rules of RFC 5322 and their exceptions

        try:
            found = parsedate_to_datetime(self.header("date"))
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
        if found.tzinfo is None:
            from datetime import UTC

            return found.replace(tzinfo=UTC)
        return found

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
        ids += reversed(_MESSAGE_ID.findall(self.header("references"))[-_MOST_REFERENCES:])
        return tuple(dict.fromkeys(ids))

    @cached_property
    def calendar(self) -> tuple[str, ...]:
        """What each calendar part says: its method, and the answer if it is one ("REPLY:ACCEPTED")."""
        return tuple(meeting.says for meeting in self.meetings)

    @cached_property
    def html_text(self) -> str:
        """The HTML part as text, quotes included; empty where there is none."""
        if not self.html:
            return ""
        from replies.html_text import to_text  # for messages whose plain part does not say it all

        return to_text(self.html)[:MAX_TEXT_CHARS]

    @cached_property
    def body(self) -> str:
        """The text a reader would see: the plain part, else the HTML part as text."""
        return self.text if self.text.strip() else self.html_text

    @property
    def encrypted(self) -> bool:
        """Whether the words can't be read without a key."""
        return any(kind.endswith("_encrypted") for kind in self.protection)

    @property
    def readable(self) -> bool:
        """Whether there is anything to judge: at least one header that mail has."""
        return Defect.NO_HEADER not in self.defects and Defect.EMPTY not in self.defects


def parse(raw: bytes) -> Message:
    """Parse a raw message (RFC 5322) of any size and any quality.

    Never raises for any bytes. ``Message.readable`` is False when the bytes are no mail at all. Beside
    ``raw`` it needs memory for the words only (a few MB at most), whatever the message holds.
    """
    size = len(raw)
    start = _beginning(raw)
    if start >= size:
        return Message(defects=(Defect.EMPTY,), size=size)
    got = Collected()
    if b"\n" not in raw[start : start + 4096] and b"\r" in raw[start : start + 4096]:
        raw, start = raw[start:].replace(b"\r", b"\n"), 0  # line ends of a Mac before 2001
    root = outline(raw, got.defects, start=start)
    if not any(name in _KNOWN_FIELDS or name.startswith("x-") for name, _ in root.fields):
        return Message(defects=(Defect.NO_HEADER, *got.defects), size=size)
    collect(root, got)
    text, html = views(got.units, got.spare, got.defects)
    return Message(
        headers=headers_of(root, _charset(root)),
        content_type=root.type,
        report_type=root.known.get("report-type", "").lower(),
        text=text,
        html=html,
        attachments=tuple(got.attachments),
        enclosed=tuple(got.enclosed),
        reports=tuple(got.reports),
        meetings=tuple(got.meetings),
        protection=tuple(got.protection),
        defects=tuple(got.defects),
        size=size,
    )


def _beginning(raw: bytes) -> int:
    """Where the message begins, behind a byte order mark, blank lines and NULs."""
    start = 3 if raw[:3] == b"\xef\xbb\xbf" else 0
    while start < len(raw):
        piece = raw[start : start + 65536]
        left = piece.lstrip(b"\r\n\t \x00")
        start += len(piece) - len(left)
        if left:
            break
    return start


def _charset(root: Part) -> str:
    """The charset of the first text: a guess for bytes in the header that should not be there."""
    part = root
    while part.children:
        part = part.children[0]
    return part.known.get("charset", "")
