"""Transfer encodings (RFC 2045 section 6), undone as far as is needed, whatever their state."""

from __future__ import annotations

from binascii import Error as BinasciiError
from binascii import a2b_base64, a2b_qp

from replies.mime.defects import Defect
from replies.mime.outline import Part
from replies.patterns import Lazy

_ALPHABET = bytes(b for b in range(128) if chr(b).isalnum()) + b"+/="
_NO_BASE64 = bytes(b for b in range(256) if b not in _ALPHABET)
_PADDING = Lazy(rb"=+")
_SOFT_BREAK = Lazy(rb"=[ \t]{1,100}(?=\r?\n)")
_IDENTITY = frozenset(("", "7bit", "8bit", "binary", "7-bit", "8-bit", "none", "7bits", "8bits"))
_SAMPLE = 2048


def content(part: Part, most: int, found: dict[str, None]) -> bytes:
    """A part's bytes with the transfer encoding undone; at most some ``most`` of them."""
    encoding = part.encoding
    if encoding in ("base64", "base-64", "b64"):
        return _base64(part.source[part.start : min(part.end, part.start + most * 3 // 2)], found)
    if encoding in ("quoted-printable", "quoted_printable", "qp"):
        raw = part.source[part.start : min(part.end, part.start + most * 3)]
        if b"= " in raw or b"=\t" in raw:
            raw = _SOFT_BREAK.sub(b"=", raw)  # blanks that a relay added behind a soft line break
        return a2b_qp(raw)[:most]
    raw = part.source[part.start : min(part.end, part.start + most)]
    if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
        from replies.mime.inline import uuencoded  # nearly extinct

        return uuencoded(raw)
    if encoding not in _IDENTITY:
        found[Defect.TRANSFER_ENCODING] = None
    return raw


def _base64(raw: bytes, found: dict[str, None]) -> bytes:
    sample = raw[:_SAMPLE].strip()
    if sample and sample.count(b" ") * 12 > len(sample):
        found[Defect.BASE64] = None
        return raw  # words between blanks: it was never encoded
    if raw.translate(None, _ALPHABET + b"\r\n\t "):
        found[Defect.BASE64] = None
    padding = raw.find(b"=")
    if padding < 0 or not raw[padding:].strip(b"=\r\n\t "):
        try:
            return a2b_base64(raw)  # as nearly all are: without a copy to be cleaned
        except BinasciiError:
            pass
    clean = raw.translate(None, _NO_BASE64)
    out = []
    for piece in _PADDING.split(clean):  # encoded pieces that were joined keep their padding inside
        whole = piece
        if len(whole) % 4 == 1:
            whole = whole[:-1]
            found[Defect.BASE64] = None
        try:
            out.append(a2b_base64(whole + b"=" * (-len(whole) % 4)))
        except BinasciiError:
            found[Defect.BASE64] = None
    return b"".join(out)


def size(part: Part) -> int:
    """The size in bytes of a part's content; for encoded parts computed, not decoded."""
    stored = part.end - part.start
    if part.encoding != "base64":
        return stored
    breaks = part.source.count(b"\n", part.start, part.end) + part.source.count(b"\r", part.start, part.end)
    tail = part.source[max(part.start, part.end - 8) : part.end].count(b"=")
    return max(0, (stored - breaks) * 3 // 4 - tail)
