"""Any bytes to a ``Message``: headers, addresses, text, attachments, reports and defects. Never raises.

The standard library's parser is the base, under its ``compat32`` policy: the newer policies parse each
header into a tree on access, which costs ten times as much and raises on some hostile headers. Decoding of
headers and charsets is done in ``charsets``, where it can be repaired.

Thin: TNEF (``winmail.dat``) and S/MIME envelopes are named as attachments, not opened.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email import policy
from email.message import Message as StdMessage
from email.parser import BytesParser
from email.utils import collapse_rfc2231_value
from functools import cached_property

from replies.charsets import decode, decode_header
from replies.html_text import to_text

MAX_HEADER_BYTES = 256 * 1024
MAX_PARSED_BYTES = 4 * 1024 * 1024
MAX_TEXT_CHARS = 200_000
MAX_PARTS = 200
MAX_DEPTH = 12
MAX_BOUNDARIES = 120
# A base64 part longer than this is an attachment whose content nobody here reads.
_KEPT_BASE64_LINES = 1000
_LONG_BASE64 = re.compile(
    rb"((?:[A-Za-z0-9+/=]{58,80}\r?\n){%d})(?:[A-Za-z0-9+/=]{58,80}\r?\n)+" % _KEPT_BASE64_LINES
)
_HEADER_END = re.compile(rb"\r?\n[ \t]*\r?\n|\r\r")
_KNOWN_HEADER = re.compile(
    rb"^(?:from|to|cc|subject|date|message-id|received|return-path|content-type|mime-version|reply-to|"
    rb"delivered-to|in-reply-to|sender|x-[a-z0-9-]+)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"'\\]+@[^\s<>()\[\],;:\"'\\]+")
_MESSAGE_ID = re.compile(r"<\s*([^<>\s]+)\s*>")


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox of a header: ``name`` as displayed, ``address`` lower-cased."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is not read: its file name, its media type, its size in bytes as stored (encoded)."""

    name: str
    content_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A message carried inside this one: what a bounce returns, or what was forwarded as an attachment."""

    headers: tuple[tuple[str, str], ...]
    text: str

    def header(self, name: str) -> str:
        """The first value of a header, or an empty string."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key == wanted), "")


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


def addresses(value: str) -> tuple[Address, ...]:
    """The mailboxes in an address header, in order. Accepts what RFC 5322 forbids and people send."""
    if not value or "@" not in value:
        return ()
    found = []
    end = 0
    for match in _ADDRESS.finditer(value[:20_000]):
        name = value[end : match.start()].strip(" \t<,;:\"'()")
        found.append(Address(name=name, address=match.group(0).strip(".").lower()))
        end = match.end() + 1
    # "a@b.example" <a@b.example>: the display name repeats the address; keep it once.
    unique = {a.address: a for a in reversed(found)}
    return tuple(sorted(unique.values(), key=lambda a: [x.address for x in found].index(a.address)))


@dataclass
class _Collected:
    """What the walk over the parts gathers."""

    plain: list[str] = field(default_factory=list)
    html: str = ""
    attachments: list[Attachment] = field(default_factory=list)
    enclosed: list[Enclosed] = field(default_factory=list)
    reports: list[tuple[str, str]] = field(default_factory=list)
    calendar: list[str] = field(default_factory=list)
    defects: dict[str, None] = field(default_factory=dict)


def parse(raw: bytes) -> Message:
    """Parse a raw message (RFC 5322) of any size and any quality.

    Never raises for any bytes. ``Message.readable`` is False when the bytes are no mail at all.
    """
    size = len(raw)
    got = _Collected()
    if not raw.strip():
        return Message(defects=("empty",), size=size)
    raw = _prepare(raw, got)
    if not _KNOWN_HEADER.search(raw[: _header_length(raw)]):
        return Message(defects=("no_header", *got.defects), text="", size=size)
    std = _std_parse(raw, got)
    headers = _headers(std)
    _walk(std, got)
    content_type = _content_type(std)
    return Message(
        headers=headers,
        content_type=content_type,
        report_type=_parameter(std, "report-type").lower(),
        text="\n".join(got.plain)[:MAX_TEXT_CHARS],
        html=got.html,
        attachments=tuple(got.attachments),
        enclosed=tuple(got.enclosed),
        reports=tuple(got.reports),
        calendar=tuple(got.calendar),
        defects=tuple(got.defects),
        size=size,
    )


def _header_length(raw: bytes) -> int:
    end = _HEADER_END.search(raw)
    return end.start() if end else len(raw)


def _prepare(raw: bytes, got: _Collected) -> bytes:
    """Bound what the parser sees: header floods, attachment contents and sheer size are cut before it."""
    if raw[:3] == b"\xef\xbb\xbf":
        raw = raw[3:]
    raw = raw.lstrip(b"\r\n\t \x00")
    header_end = _header_length(raw[: MAX_HEADER_BYTES + 4])
    if header_end > MAX_HEADER_BYTES:
        got.defects["header_flood"] = None
        after = _HEADER_END.search(raw, MAX_HEADER_BYTES)
        body = raw[after.end() : after.end() + MAX_PARSED_BYTES] if after else b""
        kept = raw[:MAX_HEADER_BYTES]
        raw = kept[: kept.rfind(b"\n") + 1] + b"\n" + body
    if len(raw) > 128 * 1024:
        raw = _LONG_BASE64.sub(rb"\1", raw)
    if len(raw) > MAX_PARSED_BYTES:
        got.defects["truncated"] = None
        raw = raw[:MAX_PARSED_BYTES]
    return raw


def _std_parse(raw: bytes, got: _Collected) -> StdMessage:
    """Run the standard parser; where its recursion would give in, read the headers only."""
    flat = raw.count(b"boundary=") > MAX_BOUNDARIES
    if not flat:
        try:
            return _with_boundary(BytesParser(policy=policy.compat32).parsebytes(raw), raw, got)
        except (RecursionError, LookupError, ValueError, TypeError, AttributeError):
            flat = True
    got.defects["nesting"] = None
    return BytesParser(policy=policy.compat32).parsebytes(raw, headersonly=True)


_USED_BOUNDARY = re.compile(
    rb"^--([^\r\n]{5,200}?)[ \t]*\r?\n(?:Content-|\r?\n)", re.MULTILINE | re.IGNORECASE
)


def _with_boundary(std: StdMessage, raw: bytes, got: _Collected) -> StdMessage:
    """Read a multipart again with the boundary that it really uses, where it declares another or none."""
    if std.get_content_maintype() != "multipart" or std.is_multipart():
        return std
    length = _header_length(raw)
    used = _USED_BOUNDARY.search(raw, length)
    if used is None:
        return std
    got.defects["boundary"] = None
    boundary = used.group(1).decode("ascii", errors="surrogateescape")
    std.set_param("boundary", boundary)
    header = b"Content-Type: " + str(std["content-type"]).encode("ascii", errors="surrogateescape")
    again = BytesParser(policy=policy.compat32).parsebytes(header + b"\r\n\r\n" + raw[length:].lstrip())
    if again.is_multipart():
        std.set_payload(again.get_payload())
    return std


def _text(value: object) -> str:
    """A header value as text: 8-bit bytes that stand in headers against the rules are guessed at."""
    raw = str(value).encode("utf-8", errors="surrogateescape") if value is not None else b""
    text, _ = decode(raw, None)
    return " ".join(decode_header(re.sub(r"\r?\n[ \t]*", " ", text)).split())


def _headers(part: StdMessage) -> tuple[tuple[str, str], ...]:
    # ``raw_items`` gives the undecoded source; ``items`` would wrap 8-bit values in a Header object.
    return tuple((str(name).strip().lower(), _text(value)) for name, value in part.raw_items())


def _content_type(part: StdMessage) -> str:
    try:
        return part.get_content_type()
    except (ValueError, TypeError, LookupError, AttributeError):
        return "application/octet-stream"


def _parameter(part: StdMessage, name: str, header: str = "content-type") -> str:
    """One MIME parameter, RFC 2231 and RFC 2047 spellings alike."""
    try:
        value = part.get_param(name, header=header)
        return decode_header(collapse_rfc2231_value(value)) if value else ""
    except (ValueError, TypeError, LookupError, AttributeError, UnicodeError):
        return ""


def _payload(part: StdMessage, got: _Collected) -> bytes:
    """The part's bytes, transfer encoding undone as far as it goes."""
    try:
        data = part.get_payload(decode=True)
    except (ValueError, TypeError, LookupError, AttributeError, UnicodeError):
        got.defects["encoding"] = None
        data = None
    if isinstance(data, bytes):
        return data
    text = part.get_payload()
    return text.encode("utf-8", errors="surrogateescape") if isinstance(text, str) else b""


def _part_text(part: StdMessage, got: _Collected) -> str:
    charset = _parameter(part, "charset")
    data = _payload(part, got)
    if not charset and b"charset=" in data[:2048].lower():  # <meta charset=…>
        meta = re.search(rb"charset=[\"']?([A-Za-z0-9_-]+)", data[:2048], re.IGNORECASE)
        charset = meta.group(1).decode() if meta else ""
    text, repaired = decode(data[: MAX_TEXT_CHARS * 4], charset)
    if repaired:
        got.defects["charset"] = None
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")[:MAX_TEXT_CHARS]


def _walk(root: StdMessage, got: _Collected) -> None:
    """Visit the parts in order without recursion, at most ``MAX_PARTS`` of them, ``MAX_DEPTH`` deep."""
    stack: list[tuple[StdMessage, int]] = [(root, 0)]
    seen = 0
    while stack:
        part, depth = stack.pop()
        seen += 1
        if seen > MAX_PARTS or depth > MAX_DEPTH:
            got.defects["too_many_parts"] = None
            break
        for defect in part.defects:
            got.defects[_snake(type(defect).__name__)] = None
        content_type = _content_type(part)
        if content_type in ("message/rfc822", "message/global", "text/rfc822-headers", "text/rfc822-header"):
            got.enclosed.append(_enclosed(part, got))
        elif content_type in (
            "message/delivery-status",
            "message/global-delivery-status",
            "message/feedback-report",
            "message/disposition-notification",
        ):
            got.reports.append((content_type.replace("global-", ""), _report_text(part, got)))
        elif part.is_multipart():
            children = part.get_payload()
            if isinstance(children, list):
                stack.extend((child, depth + 1) for child in reversed(children))
        else:
            _leaf(part, content_type, got)


def _leaf(part: StdMessage, content_type: str, got: _Collected) -> None:
    disposition = str(part.get("content-disposition") or "").strip().lower()
    name = _parameter(part, "filename", "content-disposition") or _parameter(part, "name")
    if content_type == "text/calendar":
        text = _part_text(part, got)
        method = re.search(r"^METHOD[^:\n]*:\s*([A-Za-z-]+)", text, re.MULTILINE)
        status = re.search(r"PARTSTAT=([A-Z-]+)", text)
        said = status.group(1) if status and method and method.group(1).upper() == "REPLY" else ""
        got.calendar.append(":".join(x for x in (method.group(1).upper() if method else "", said) if x))
        return
    attached = disposition.startswith("attachment")
    if content_type == "text/html" and not attached and not got.html:
        got.html = _part_text(part, got)
    elif content_type == "text/html" and not attached:
        got.html += "\n" + _part_text(part, got)[: MAX_TEXT_CHARS - len(got.html)]
    elif content_type in ("text/plain", "text/enriched", "text/x-amp-html") and not attached:
        if content_type != "text/x-amp-html" and len(got.plain) < 50:
            got.plain.append(_unflow(_part_text(part, got), _parameter(part, "format"), part))
    else:
        size = len(str(part.get_payload() or ""))
        got.attachments.append(Attachment(name=name[:255], content_type=content_type, size=size))


def _unflow(text: str, fmt: str, part: StdMessage) -> str:
    """Join the soft line breaks of RFC 3676 (format=flowed); quoted lines are left as they are."""
    if fmt.lower() != "flowed" or " \n" not in text:
        return text
    delsp = _parameter(part, "delsp").lower() == "yes"
    out: list[str] = []
    joining = False
    for line in text.split("\n"):
        if joining and not line.startswith(">") and line != "-- ":
            out[-1] += line[1:] if line.startswith(" ") else line
        else:
            out.append(line[1:] if line.startswith(" ") and not line.startswith(" >") else line)
        flows = line.endswith(" ") and line != "-- " and not line.startswith(">") and line.strip() != ""
        if flows and delsp:
            out[-1] = out[-1][:-1]
        joining = flows
    return "\n".join(out)


def _report_text(part: StdMessage, got: _Collected) -> str:
    """A report's field blocks as text, a blank line between them (RFC 3464 section 2.1)."""
    children = part.get_payload()
    if not isinstance(children, list):
        return _part_text(part, got)
    blocks = []
    for child in children[:MAX_PARTS]:
        lines = [f"{name}: {_text(value)}" for name, value in child.raw_items()]
        tail = child.get_payload()
        if isinstance(tail, str) and tail.strip():
            lines.append(tail.strip())
        blocks.append("\n".join(lines))
    return "\n\n".join(block for block in blocks if block)


def _enclosed(part: StdMessage, got: _Collected) -> Enclosed:
    inner = part.get_payload()
    if isinstance(inner, list) and inner and isinstance(inner[0], StdMessage):
        child = inner[0]
        leaf: StdMessage | None = child
        for _ in range(MAX_DEPTH):
            payload = leaf.get_payload() if leaf is not None and leaf.is_multipart() else None
            if not isinstance(payload, list) or not payload:
                break
            leaf = payload[0] if isinstance(payload[0], StdMessage) else None
        text = _part_text(leaf, got)[:20_000] if leaf is not None and not leaf.is_multipart() else ""
        return Enclosed(headers=_headers(child), text=text)
    text = _part_text(part, got)
    std = BytesParser(policy=policy.compat32).parsebytes(
        text.strip().encode("utf-8", errors="surrogateescape"), headersonly=True
    )
    body = std.get_payload()
    return Enclosed(headers=_headers(std), text=body[:20_000] if isinstance(body, str) else "")


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name.removesuffix("Defect")).lower()
