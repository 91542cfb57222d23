"""``Content-Type``, ``Content-Disposition``: a value and its parameters (RFC 2045 section 5.1, RFC 2231)."""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from replies.mime import charsets, words
from replies.patterns import Lazy

_PARAMETER = Lazy(rb';[\s;]*([^\s=;"]{1,80})[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"?|([^;]*))')
_ESCAPED = Lazy(rb"\\([\"\\])")  # no other: names like C:\\TEMP\\a.png are sent as they are
_TYPE = Lazy(rb"\s*([a-z0-9][a-z0-9!#$&^_.+-]{0,80})\s*/\s*([a-z0-9][a-z0-9!#$&^_.+-]{0,120})", re.IGNORECASE)
_LOOSE_BOUNDARY = Lazy(rb'boundary\s*=\s*"?([^";\r\n]+)', re.IGNORECASE)
_NAMED_WITH_BLANKS = frozenset(("name", "filename"))


def media_type(value: bytes) -> str:
    """The media type in lower case, or an empty string for what is none."""
    match = _TYPE.match(value)
    return f"{match.group(1).decode()}/{match.group(2).decode()}".lower() if match else ""


def parameters(value: bytes) -> dict[str, str]:
    """The parameters by lower-case name: continuations joined, charsets and encoded words decoded."""
    if b";" not in value:
        return {}
    plain: dict[str, bytes] = {}
    pieces: dict[str, list[tuple[int, bool, bytes]]] = {}
    for match in _PARAMETER.finditer(value[:16_000]):
        name = match.group(1).decode("ascii", errors="replace").lower()
        quoted = match.group(2)
        given = _ESCAPED.sub(rb"\1", quoted) if quoted is not None else match.group(3).strip()
        base, star, rest = name.partition("*")
        if star:
            number, extended = rest.rstrip("*"), rest.endswith("*") or not rest
            pieces.setdefault(base, []).append((int(number) if number.isdigit() else 0, extended, given))
        else:
            if quoted is None and base not in _NAMED_WITH_BLANKS:
                given = given.split(b" ", 1)[0].split(b"(", 1)[0]  # a comment behind the value
            plain.setdefault(base, given)
    known = {name: words.decode(text) for name, text in plain.items()}
    return known | {name: _joined(found) for name, found in pieces.items()}


def _joined(found: list[tuple[int, bool, bytes]]) -> str:
    """RFC 2231 sections 3 and 4: numbered pieces, the first of which may name a charset."""
    charset = ""
    out = b""
    for place, (_, extended, piece) in enumerate(sorted(found, key=lambda entry: entry[0])):
        if extended:
            if place == 0 and piece.count(b"'") >= 2:
                label, _, piece = piece.split(b"'", 2)
                charset = label.decode("ascii", errors="replace")
            piece = unquote_to_bytes(piece)
        out += piece
    if b"=?" in out and not charset:
        return words.decode(out)  # both spellings at once, as some mailers do
    return charsets.decode(out, charset)[0]


def boundary(value: bytes, known: dict[str, str]) -> bytes:
    """The boundary of a multipart as bytes, or nothing where it declares none."""
    declared = known.get("boundary", "")
    if declared and "*" not in declared and "?" not in declared and declared.isascii():
        return declared.rstrip().encode("ascii")
    match = _LOOSE_BOUNDARY.search(value)
    return match.group(1).rstrip() if match else b""
