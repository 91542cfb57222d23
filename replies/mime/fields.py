"""Header blocks: bytes to fields (RFC 5322 section 2.2), with the damage that real mail brings."""

from __future__ import annotations

from replies.mime.defects import Defect
from replies.mime.limits import MAX_FIELDS
from replies.patterns import Lazy

Field = tuple[str, bytes]
"""A field: its name in lower case, its value unfolded, still undecoded."""

_END = Lazy(rb"\n\r?\n")
_NAME = Lazy(rb"([!-,.-9;-~][!-9;-~]{0,199})[ \t]*:")
_ENVELOPE = (b"From ", b">From ")


def read(
    raw: bytes, start: int, end: int, most: int, found: dict[str, None], *, first: bool = False
) -> tuple[list[Field], int]:
    """The fields from ``start`` on, and where the body begins. Reads about ``most`` bytes of fields.

    ``first`` says that this is a message's own header, which may follow lines that are none (an mbox
    envelope, what a pipe left there). Defects are added to ``found``.
    """
    fields: list[Field] = []
    name = ""
    value: list[bytes] = []
    limit = min(end, start + most)
    at = body = start
    while at < limit:
        stop = raw.find(b"\n", at, limit)
        line, following = (raw[at:stop], stop + 1) if stop >= 0 else (raw[at:limit], limit)
        body = following
        if line in (b"", b"\r"):
            return _closed(fields, name, value), following
        match = _NAME.match(line)
        if match:
            fields = _closed(fields, name, value)
            if len(fields) >= MAX_FIELDS:
                break
            name, value = match.group(1).decode("ascii").lower(), [line[match.end() :].strip()]
        elif line[:1] in (b" ", b"\t"):
            if not line.strip() and not _goes_on(raw, following, limit):
                return _closed(fields, name, value), following
            value.append(line.strip())
        elif not name and first and (line.startswith(_ENVELOPE) or _goes_on(raw, following, limit)):
            pass  # what stands above the header
        elif name and not line.startswith(b"--") and _goes_on(raw, following, limit):
            found[Defect.HEADER_LINE] = None
            value.append(line.strip())
        else:
            if name:
                found[Defect.NO_SEPARATOR] = None
            return _closed(fields, name, value), at
        at = following
    fields = _closed(fields, name, value)
    if body < end:  # more header than is read
        found[Defect.HEADER_FLOOD] = None
        blank = _END.search(raw, max(start, body - 1), end)
        body = blank.end() if blank else body  # without an empty line anywhere, it can be anything
    return fields[:MAX_FIELDS], body


def _closed(fields: list[Field], name: str, value: list[bytes]) -> list[Field]:
    """Add the field that was being read."""
    if name:
        fields.append((name, b" ".join(value)))
    return fields


def _goes_on(raw: bytes, at: int, limit: int) -> bool:
    """Whether the header goes on behind a line that is none: with a field."""
    return bool(_NAME.match(raw[at : min(limit, at + 202)]))


def value_of(fields: list[Field], name: str) -> bytes:
    """The first value of a field, or nothing."""
    return next((value for key, value in fields if key == name), b"")
