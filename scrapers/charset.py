"""Bytes to text: the charset of a page by its byte order mark, its header, its meta tag, or detection.

The order is that of the HTML standard, 13.2.3.2 (https://html.spec.whatwg.org/#encoding-sniffing-algorithm).
"""

from __future__ import annotations

import codecs
import re

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.I)
_META = re.compile(rb"<meta\s[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_PRESCAN_BYTES = 4_096
# What browsers do with these labels (https://encoding.spec.whatwg.org/#names-and-labels).
_ALIASES = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "x-sjis": "cp932",
}


def _codec(label: str) -> str | None:
    label = label.strip().lower()
    label = _ALIASES.get(label, label)
    try:
        info = codecs.lookup(label)
    except (LookupError, ValueError):
        return None
    # "hex", "zip" and friends are codecs too, but not of text.
    return info.name if getattr(info, "_is_text_encoding", True) else None


def decode(body: bytes, content_type: str = "") -> tuple[str, str]:
    """The text and the name of the codec that read it. Any bytes give text; NULs are dropped.

    A page that claims UTF-8 and is not is read as Windows-1252, which most such pages are.
    """
    name, text = _decode(body, content_type)
    return text.replace("\x00", ""), name


def _decode(body: bytes, content_type: str) -> tuple[str, str]:
    for bom, name in _BOMS:
        if body.startswith(bom):
            return name, body[len(bom) :].decode(name, errors="replace")
    named = _HEADER.search(content_type)
    label = named[1] if named else None
    if label is None and (meta := _META.search(body[:_PRESCAN_BYTES])):
        label = meta[1].decode("ascii", errors="replace")
    codec = _codec(label) if label else None
    if codec and codec.startswith("utf-16") and b"\x00" not in body[:_PRESCAN_BYTES]:
        codec = "utf-8"  # the standard's own rule: a meta tag that could be read is not UTF-16
    if codec is None or codec in ("utf-8", "cp1252"):
        return _detect(body, codec)
    try:
        return codec, body.decode(codec, errors="replace")
    except (UnicodeError, ValueError):
        return _detect(body, None)


def _detect(body: bytes, declared: str | None) -> tuple[str, str]:
    """UTF-8 where the bytes are valid UTF-8, which other encodings almost never are; else Windows-1252."""
    try:
        return "utf-8", body.decode("utf-8")
    except UnicodeDecodeError as wrong:
        # One broken sequence in a long UTF-8 page (a cut excerpt) must not turn every umlaut into two signs.
        multibyte = len(body) - len(body.translate(None, bytes(range(0x80, 0x100))))
        if declared == "utf-8" and multibyte:
            text = body.decode("utf-8", errors="replace")
            if text.count("\ufffd") * 20 < multibyte:
                return "utf-8", text
        if declared is None and wrong.start >= len(body) - 3 and not body[: wrong.start].isascii():
            return "utf-8", body.decode("utf-8", errors="replace")
    return "cp1252", body.decode("cp1252", errors="replace")
