"""``winmail.dat``: the words and the attachments' names that Outlook wraps into TNEF ([MS-OXTNEF]).

Only what a reply needs is read: the plain or HTML body, and names with sizes. A body that is RTF alone is
left: beside it Outlook always sends the words as text/plain.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import error as StructError
from struct import unpack_from

SIGNATURE = b"\x78\x9f\x3e\x22"
_BODY, _TITLE, _DATA, _RENDERING, _PROPERTIES, _ATTACHMENT, _CODEPAGE = (
    0x800C, 0x8010, 0x800F, 0x9002, 0x9003, 0x9005, 0x9007
)  # fmt: skip
_PLAIN, _HTML, _CONTENT, _LONG_NAME, _CODE_PAGE_OF_HTML = 0x1000, 0x1013, 0x3701, 0x3707, 0x3FDE
_FIXED = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 0xA: 4, 0xB: 4, 0x14: 8, 0x40: 8, 0x48: 16, 1: 0}
_VARIABLE = frozenset((0x0D, 0x1E, 0x1F, 0x102))
_MOST_ATTRIBUTES = 5000


class Tnef:
    """What was found. ``files`` are (name, size in bytes); texts are decoded."""

    def __init__(self) -> None:
        self.text = ""
        self.html = ""
        self.files: list[tuple[str, int]] = []


def read(data: bytes) -> Tnef | None:
    """Read a TNEF stream; what was cut short is read as far as it goes. None for anything else."""
    if not data.startswith(SIGNATURE):
        return None
    found = Tnef()
    codepage = "cp1252"
    try:
        for identity, start, end in _attributes(data):
            piece = data[start:end]
            if identity == _CODEPAGE and len(piece) >= 4:
                codepage = _codec(unpack_from("<I", piece)[0])
            elif identity == _BODY:
                found.text = _string(piece, codepage)
            elif identity == _RENDERING:
                found.files.append(("", 0))
            elif identity == _TITLE:
                _describe(found, name=_string(piece, codepage))
            elif identity == _DATA:
                _describe(found, size=end - start)
            elif identity == _PROPERTIES:
                _read_properties(piece, codepage, found)
            elif identity == _ATTACHMENT:
                for number, kind, value in _properties(piece):
                    if number == _LONG_NAME:
                        _describe(found, name=_typed(value, kind, codepage))
                    elif number == _CONTENT:
                        _describe(found, size=len(value))
    except (StructError, IndexError, ValueError):
        return found
    return found


def _attributes(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Attribute ids with the span of their content (section 2.1.3)."""
    at = 6
    for _ in range(_MOST_ATTRIBUTES):
        if at + 9 > len(data):
            return
        identity, length = unpack_from("<II", data, at + 1)
        start = at + 9
        yield identity & 0xFFFF, start, min(start + length, len(data))
        at = start + length + 2  # a checksum follows


def _describe(found: Tnef, *, name: str = "", size: int = 0) -> None:
    old = found.files.pop() if found.files else ("", 0)
    found.files.append((name or old[0], size or old[1]))


def _read_properties(piece: bytes, codepage: str, found: Tnef) -> None:
    html = b""
    for number, kind, value in _properties(piece):
        if number == _PLAIN and not found.text:
            found.text = _typed(value, kind, codepage)
        elif number == _HTML:
            html = value
        elif number == _CODE_PAGE_OF_HTML and len(value) == 4:
            codepage = _codec(unpack_from("<I", value)[0])
    found.html = html.decode(codepage, errors="replace").rstrip("\x00")


def _properties(piece: bytes) -> Iterator[tuple[int, int, bytes]]:
    """MAPI properties as (id, type, first value) (section 2.1.3.4)."""
    (count,) = unpack_from("<I", piece)
    at = 4
    for _ in range(min(count, _MOST_ATTRIBUTES)):
        kind, number = unpack_from("<HH", piece, at)
        at += 4
        if number >= 0x8000:  # a named property
            (by_name,) = unpack_from("<I", piece, at + 16)
            at += 20
            if by_name:
                (length,) = unpack_from("<I", piece, at)
                at += 4 + _padded(length)
            else:
                at += 4
        base = kind & 0xFFF
        values = 1
        if kind & 0x1000 or base in _VARIABLE:
            (values,) = unpack_from("<I", piece, at)
            at += 4
        first = b""
        for place in range(min(values, _MOST_ATTRIBUTES)):
            if base in _VARIABLE:
                (length,) = unpack_from("<I", piece, at)
                start, at = at + 4, at + 4 + _padded(length)
            else:
                length = _FIXED.get(base, -1)
                if length < 0:
                    return  # a type that does not exist: nothing behind it can be found
                start, at = at, at + length
            first = first or (piece[start : start + length] if not place else b"")
        yield number, base, first


def _padded(length: int) -> int:
    return (length + 3) & ~3


def _typed(value: bytes, kind: int, codepage: str) -> str:
    if kind == 0x1F:
        return value.decode("utf-16-le", errors="replace").rstrip("\x00")
    return _string(value, codepage)


def _string(value: bytes, codepage: str) -> str:
    return value.decode(codepage, errors="replace").rstrip("\x00")


def _codec(page: int) -> str:
    name = {65001: "utf-8", 20127: "ascii", 28591: "cp1252", 936: "gb18030"}.get(page, f"cp{page}")
    try:
        "".encode(name)
    except LookupError:
        return "cp1252"
    return name
