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
    """The fields from ``start`` on, and where the body begins. Reads at most ``most`` bytes of fields.

    ``first`` says that this is a message's own header, which may follow lines that are none (an mbox
    envelope, what a pipe left there). Defects are added to ``found``.
    """
    if raw[start : start + 1] == b"\n":
        return [], start + 1
    if raw[start : start + 2] == b"\r\n":
        return [], start + 2
    blank = _END.search(raw, start, end)
    stop, body = (blank.start() + 1, blank.end()) if blank else (end, end)
    if stop - start > most:
        found[Defect.HEADER_FLOOD] = None
        stop = raw.rfind(b"\n", start, start + most) + 1 or start + most
        if body == end:
            body = stop  # no empty line anywhere: what follows can be anything
    fields, rest = _fields(raw[start:stop].split(b"\n"), found, first)
    return fields, body if rest is None else start + rest


def _fields(lines: list[bytes], found: dict[str, None], first: bool) -> tuple[list[Field], int | None]:
    """Fields of a block's lines, and the offset at which the body begins if that is inside the block."""
    fields: list[Field] = []
    name = ""
    value: list[bytes] = []
    offset = 0
    for index, line in enumerate(lines):
        at, offset = offset, offset + len(line) + 1
        match = _NAME.match(line)
        if match:
            if name:
                fields.append((name, b" ".join(value)))
            if len(fields) >= MAX_FIELDS:
                found[Defect.HEADER_FLOOD] = None
                return fields, None
            name, value = match.group(1).decode("ascii").lower(), [line[match.end() :].strip()]
            continue
        if line[:1] in (b" ", b"\t"):
            if not line.strip() and not _goes_on(lines, index):
                return _closed(fields, name, value), offset
            if name:
                value.append(line.strip())
            continue
        if not line.strip():
            continue  # the end of the block
        if not name:
            if first and (line.startswith(_ENVELOPE) or _goes_on(lines, index)):
                continue
            return fields, at
        if line.startswith(b"--") or not _goes_on(lines, index):
            found[Defect.NO_SEPARATOR] = None
            return _closed(fields, name, value), at
        found[Defect.HEADER_LINE] = None
        value.append(line.strip())
    return _closed(fields, name, value), None


def _closed(fields: list[Field], name: str, value: list[bytes]) -> list[Field]:
    return [*fields, (name, b" ".join(value))] if name else fields


def _goes_on(lines: list[bytes], index: int) -> bool:
    """Whether the header goes on after a line that is none: with a field right behind it."""
    return any(_NAME.match(line) for line in lines[index + 1 : index + 2])


def value_of(fields: list[Field], name: str) -> bytes:
    """The first value of a field, or nothing."""
    return next((value for key, value in fields if key == name), b"")
