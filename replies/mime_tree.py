"""From raw bytes to the pieces of a message: the standard parser, fenced in. Never raises for any bytes.

Before the parser sees them, header floods, the content of long attachments and sheer size are cut; nesting
and the number of parts are bounded after it.
"""

from __future__ import annotations

import re
from email.message import Message as StdMessage
from email.parser import BytesParser
from email.utils import collapse_rfc2231_value
from typing import Any

from replies.charsets import decode, decode_header
from replies.parts import Attachment, Collected, Enclosed
from replies.patterns import Lazy

MAX_HEADER_BYTES = 256 * 1024
MAX_PARSED_BYTES = 4 * 1024 * 1024
MAX_TEXT_CHARS = 200_000
MAX_PARTS = 200
MAX_DEPTH = 12
MAX_BOUNDARIES = 120
MAX_SEPARATORS = 4000
# A base64 part longer than this is an attachment whose content nobody here reads.
_KEPT_BASE64_LINES = 1000
_LONG_BASE64 = re.compile(
    rb"((?:[A-Za-z0-9+/=]{58,80}\r?\n){%d})(?:[A-Za-z0-9+/=]{58,80}\r?\n)+" % _KEPT_BASE64_LINES
)
_HEADER_END = Lazy(rb"\r?\n[ \t]*\r?\n|\r\r")
_KNOWN_HEADER = Lazy(
    rb"^(?:from|to|cc|subject|date|message-id|received|return-path|content-type|mime-version|reply-to|"
    rb"delivered-to|in-reply-to|sender|x-[a-z0-9-]+)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)


def is_mail(raw: bytes) -> bool:
    """Whether the bytes begin with a header that mail has."""
    return bool(_KNOWN_HEADER.search(raw[: _header_length(raw)]))


def _header_length(raw: bytes) -> int:
    end = _HEADER_END.search(raw)
    return end.start() if end else len(raw)


def prepare(raw: bytes, got: Collected) -> bytes:
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
    if len(raw) > 128 * 1024 and (b"base64" in raw or b"BASE64" in raw or b"Base64" in raw):
        raw = _LONG_BASE64.sub(rb"\1", raw)
    if len(raw) > MAX_PARSED_BYTES:
        got.defects["truncated"] = None
        raw = raw[:MAX_PARSED_BYTES]
    return raw


def std_parse(raw: bytes, got: Collected) -> StdMessage:
    """Run the standard parser; where its recursion would give in, read the headers only."""
    flat = raw.count(b"boundary=") > MAX_BOUNDARIES or raw.count(b"\n--") > MAX_SEPARATORS
    if not flat:
        try:
            return _with_boundary(BytesParser().parsebytes(raw), raw, got)
        except (RecursionError, LookupError, ValueError, TypeError, AttributeError):
            flat = True
    got.defects["nesting"] = None
    return BytesParser().parsebytes(raw, headersonly=True)


_USED_BOUNDARY = Lazy(rb"^--([^\r\n]{2,200}?)[ \t]*\r?\n(?:Content-|\r?\n)", re.MULTILINE | re.IGNORECASE)


def _with_boundary(std: StdMessage, raw: bytes, got: Collected) -> StdMessage:
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
    again = BytesParser().parsebytes(header + b"\r\n\r\n" + raw[length:].lstrip())
    if again.is_multipart():
        std.set_payload(again.get_payload())
    return std


def _text(value: object) -> str:
    """A header value as text: 8-bit bytes that stand in headers against the rules are guessed at."""
    raw = str(value).encode("utf-8", errors="surrogateescape") if value is not None else b""
    text, _ = decode(raw, None)
    return " ".join(decode_header(re.sub(r"\r?\n[ \t]*", " ", text)).split())


def headers_of(part: StdMessage) -> tuple[tuple[str, str], ...]:
    # ``raw_items`` gives the undecoded source; ``items`` would wrap 8-bit values in a Header object.
    return tuple((str(name).strip().lower(), _text(value)) for name, value in part.raw_items())


def content_type_of(part: StdMessage) -> str:
    try:
        return part.get_content_type()
    except (ValueError, TypeError, LookupError, AttributeError):
        return "application/octet-stream"


def parameter(part: StdMessage, name: str, header: str = "content-type") -> str:
    """One MIME parameter, RFC 2231 and RFC 2047 spellings alike."""
    try:
        value = part.get_param(name, header=header)
        return decode_header(collapse_rfc2231_value(value)) if value else ""
    except (ValueError, TypeError, LookupError, AttributeError, UnicodeError):
        return ""


def _payload(part: StdMessage, got: Collected) -> bytes:
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


def _part_text(part: StdMessage, got: Collected) -> str:
    charset = parameter(part, "charset")
    data = _payload(part, got)
    if not charset and b"charset=" in data[:2048].lower():  # <meta charset=…>
        meta = re.search(rb"charset=[\"']?([A-Za-z0-9_-]+)", data[:2048], re.IGNORECASE)
        charset = meta.group(1).decode() if meta else ""
    text, repaired = decode(data[: MAX_TEXT_CHARS * 4], charset)
    if repaired:
        got.defects["charset"] = None
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")[:MAX_TEXT_CHARS]


def walk(root: StdMessage, got: Collected) -> None:
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
        content_type = content_type_of(part)
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
            stack.extend((child, depth + 1) for child in reversed(_children(part)))
        else:
            _leaf(part, content_type, got)


def _children(part: StdMessage) -> list[StdMessage]:
    payload: Any = part.get_payload()
    return [child for child in payload if isinstance(child, StdMessage)] if isinstance(payload, list) else []


def _leaf(part: StdMessage, content_type: str, got: Collected) -> None:
    disposition = str(part.get("content-disposition") or "").strip().lower()
    name = parameter(part, "filename", "content-disposition") or parameter(part, "name")
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
            got.plain.append(_unflow(_part_text(part, got), parameter(part, "format"), part))
    else:
        size = len(str(part.get_payload() or ""))
        got.attachments.append(Attachment(name=name[:255], content_type=content_type, size=size))


def _unflow(text: str, fmt: str, part: StdMessage) -> str:
    """Join the soft line breaks of RFC 3676 (format=flowed); quoted lines are left as they are."""
    if fmt.lower() != "flowed" or " \n" not in text:
        return text
    delsp = parameter(part, "delsp").lower() == "yes"
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


def _report_text(part: StdMessage, got: Collected) -> str:
    """A report's field blocks as text, a blank line between them (RFC 3464 section 2.1)."""
    if not part.is_multipart():
        return _part_text(part, got)
    blocks = []
    for child in _children(part)[:MAX_PARTS]:
        lines = [f"{name}: {_text(value)}" for name, value in child.raw_items()]
        tail = child.get_payload()
        if isinstance(tail, str) and tail.strip():
            lines.append(tail.strip())
        blocks.append("\n".join(lines))
    return "\n\n".join(block for block in blocks if block)


def _enclosed(part: StdMessage, got: Collected) -> Enclosed:
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
        return Enclosed(headers=headers_of(child), text=text)
    text = _part_text(part, got)
    std = BytesParser().parsebytes(text.strip().encode("utf-8", errors="surrogateescape"), headersonly=True)
    body = std.get_payload()
    return Enclosed(headers=headers_of(std), text=body[:20_000] if isinstance(body, str) else "")


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name.removesuffix("Defect")).lower()
