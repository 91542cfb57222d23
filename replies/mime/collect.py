"""From the outline of a message to its pieces: words, attachments, reports, enclosed messages, meetings.

Which parts are the body follows RFC 8621 section 4.1.4 (the rules of JMAP): of alternatives one is read, a
named part that is not the first is an attachment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from replies.mime import limits, words
from replies.mime.bodies import text_of
from replies.mime.defects import Defect
from replies.mime.fields import value_of
from replies.mime.outline import MESSAGES, Part, outline
from replies.mime.parameters import parameters
from replies.mime.transfer import content, size
from replies.mime.views import Unit

if TYPE_CHECKING:
    from replies.mime.calendar import Meeting

_RETURNED_HEADERS = frozenset(("text/rfc822-headers", "text/rfc822-header"))
_REPORTS = frozenset(
    (
        "message/delivery-status",
        "message/global-delivery-status",
        "message/feedback-report",
        "message/disposition-notification",
        "message/global-disposition-notification",
    )
)
_SPARE_TEXTS = frozenset(
    ("text/enriched", "text/richtext", "text/markdown", "text/x-markdown", "text/watch-html")
)
_CONTAINERS = frozenset(
    ("application/pkcs7-mime", "application/x-pkcs7-mime", "application/ms-tnef", "application/vnd.ms-tnef")
)
_UNNAMED = frozenset(("application/pgp-encrypted", "text/x-amp-html"))  # a version line; the same again
ADDRESS_FIELDS = frozenset(
    (
        "from", "sender", "reply-to", "to", "cc", "bcc", "delivered-to", "x-original-to", "envelope-to",
        "x-envelope-to", "x-forwarded-to", "x-rcpt-to", "apparently-to", "resent-from", "resent-to",
        "resent-cc", "resent-sender", "resent-reply-to", "return-path", "errors-to",
        "disposition-notification-to",
    )
)  # fmt: skip


class Attachment(NamedTuple):
    """A part that is not read: its file name, its media type, the size of its content in bytes."""

    name: str
    content_type: str
    size: int


class Enclosed(NamedTuple):
    """A message carried inside this one: what a bounce returns, or what was forwarded as an attachment."""

    headers: tuple[tuple[str, str], ...]
    text: str

    def header(self, name: str) -> str:
        """The first value of a header, or an empty string."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key == wanted), "")


class Collected:
    """What the walk over the parts gathers. ``protection`` says how the message is signed or encrypted."""

    def __init__(self) -> None:
        self.attachments: list[Attachment] = []
        self.enclosed: list[Enclosed] = []
        self.reports: list[tuple[str, str]] = []
        self.meetings: list[Meeting] = []
        self.protection: dict[str, None] = {}
        self.defects: dict[str, None] = {}
        self.containers = 0
        self.units: list[Unit] = []
        self.spare: list[str] = []


def headers_of(part: Part, hint: str = "") -> tuple[tuple[str, str], ...]:
    """Every field, decoded and unfolded, blanks collapsed; names in lower case."""
    return tuple(
        (name, " ".join(words.decode(value, structured=name in ADDRESS_FIELDS, hint=hint).split()))
        for name, value in part.fields
    )


def collect(root: Part, got: Collected) -> None:
    """Visit the parts in order, without recursion."""
    stack: list[tuple[Part, Part | None, Unit | None]] = [(root, None, None)]
    first = True
    while stack:
        part, parent, unit = stack.pop()
        if part.multipart and part.children:
            _name_protection(part, got)
            if part.type == "multipart/alternative" and unit is None:
                unit = Unit()
                got.units.append(unit)
            children = part.children[:1] if part.type == "multipart/encrypted" else part.children
            stack.extend((child, part, unit) for child in reversed(children))
        elif part.type == "message/partial" and parent is None and part.children:
            got.defects[Defect.PARTIAL] = None
            stack.append((part.children[0], part, None))  # the first piece of a message sent in several
        elif part.type in MESSAGES or part.type in _RETURNED_HEADERS:
            if len(got.enclosed) < limits.MAX_ENCLOSED:
                got.enclosed.append(_enclosed(part, got))
        elif part.type in _REPORTS:
            got.reports.append((part.type.replace("global-", ""), _report_text(part, got)))
        else:
            inner = _leaf(part, parent, unit, got, first)
            first = False
            if inner is not None:
                stack.append((inner, parent, unit))


def _report_text(part: Part, got: Collected) -> str:
    """A report's fields, blank lines between the groups (RFC 3464 section 2.1); encoded words decoded."""
    text = text_of(part, got.defects).strip("\n")
    if "=?" not in text:
        return text
    return "\n".join(words.decode(line.encode()) if "=?" in line else line for line in text.split("\n"))


def _name_protection(part: Part, got: Collected) -> None:
    """RFC 1847: the outermost of a signed or encrypted message says by which protocol."""
    if part.type in ("multipart/signed", "multipart/encrypted"):
        scheme = "pgp" if "pgp" in part.known.get("protocol", "").lower() else "smime"
        got.protection[f"{scheme}_{part.type.removeprefix('multipart/')}"] = None


def _leaf(part: Part, parent: Part | None, unit: Unit | None, got: Collected, first: bool) -> Part | None:
    """Sort one part in. Returns the message inside of it, where it is a container that could be opened."""
    declared = value_of(part.fields, "content-disposition")
    known = parameters(declared) if declared else {}
    name = (known.get("filename") or part.known.get("name") or "").strip()[:255]
    attached = declared[:10].lower() == b"attachment"
    if part.type == "text/calendar" or (part.type == "application/ics" and not got.meetings):
        _calendar(part, name, got)
        return None
    if part.type in _CONTAINERS or name.lower() == "winmail.dat":
        return _opened(part, name, got)
    if part.multipart:
        got.defects[Defect.NO_PARTS] = None
    alone = parent is None
    body = (not attached or alone) and (first or not name or (unit is not None and not attached))
    if body and (part.type == "text/plain" or part.multipart):
        _plain(part, unit, got)
    elif body and part.type == "text/html":
        if sum(len(piece) for u in got.units for piece in u.html) < limits.MAX_HTML_CHARS:
            _unit(unit, got).html.append(text_of(part, got.defects, most=limits.MAX_HTML_CHARS))
    elif body and part.type in _SPARE_TEXTS and len(got.spare) < limits.MAX_TEXT_PARTS:
        got.spare.append(text_of(part, got.defects))
    elif part.type not in _UNNAMED and len(got.attachments) < limits.MAX_ATTACHMENTS:
        got.attachments.append(Attachment(name, part.type, size(part)))
    return None


def _unit(unit: Unit | None, got: Collected) -> Unit:
    if unit is None:
        unit = Unit()
        got.units.append(unit)
    return unit


def _plain(part: Part, unit: Unit | None, got: Collected) -> None:
    if sum(len(u.plain) for u in got.units) >= limits.MAX_TEXT_PARTS:
        return
    text = text_of(part, got.defects)
    if (
        "-----BEGIN PGP " in text
        or "\nbegin" in text
        or text[:6] in ("begin ", "begin-")
        or "=ybegin " in text
    ):
        from replies.mime import inline  # armour and files inside of text are rare

        text, kinds = inline.without_armour(text)
        got.protection |= dict.fromkeys(kinds)
        text, files = inline.without_files(text)
        got.attachments += [
            Attachment(name[:255], "application/octet-stream", length) for name, length in files
        ]
    _unit(unit, got).plain.append(text)


def _calendar(part: Part, name: str, got: Collected) -> None:
    from replies.mime import calendar  # few answers hold one

    if len(got.meetings) < limits.MAX_TEXT_PARTS:
        got.meetings.append(calendar.read(text_of(part, got.defects), part.known.get("method", "")))
    if name:
        got.attachments.append(Attachment(name, part.type, size(part)))


def _opened(part: Part, name: str, got: Collected) -> Part | None:
    """Look into a container: an opaque signature or TNEF. It is named as an attachment all the same."""
    got.attachments.append(Attachment(name, part.type, size(part)))
    got.containers += 1
    if got.containers > limits.MAX_CONTAINERS:
        return None
    data = content(part, limits.MAX_CONTAINER_BYTES, got.defects)
    if part.type.endswith("pkcs7-mime"):
        from replies.mime import cms  # rare

        kind, inside = cms.read(data)
        kind = kind or {"enveloped-data": "encrypted"}.get(part.known.get("smime-type", "").lower(), "")
        if kind:
            got.protection[f"smime_{kind}"] = None
        else:
            got.defects[Defect.CONTAINER] = None
        return outline(inside, got.defects) if inside else None
    from replies.mime import tnef  # rare

    found = tnef.read(data)
    if found is None:
        if part.type.endswith("ms-tnef"):
            got.defects[Defect.CONTAINER] = None
        return None
    got.attachments += [Attachment(n[:255], "application/octet-stream", s) for n, s in found.files[:100] if n]
    if found.text.strip():
        got.spare.append(found.text.replace("\r\n", "\n")[: limits.MAX_TEXT_CHARS])
    elif found.html.strip():
        got.units.append(Unit(html=[found.html[: limits.MAX_HTML_CHARS]]))
    return None


def _enclosed(part: Part, got: Collected) -> Enclosed:
    """The message inside a part; read from its own bytes where it is encoded against the rules."""
    inner = part.children[0] if part.children else None
    if inner is None:
        data = content(part, limits.MAX_CONTAINER_BYTES, got.defects).lstrip()
        inner = outline(data, dict(got.defects))
    if part.type in _RETURNED_HEADERS:
        return Enclosed(headers_of(inner), "")
    leaf: Part | None = inner
    while leaf is not None and leaf.children:
        leaf = leaf.children[0]
    text = text_of(leaf, got.defects, most=limits.MAX_ENCLOSED_CHARS) if leaf is not None else ""
    return Enclosed(
        headers=headers_of(inner), text=text if leaf is not None and leaf.type[:5] == "text/" else ""
    )
