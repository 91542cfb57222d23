"""Bytes to text: the charset of a page by its byte order mark, its header, its meta tag, or detection.

The order is that of the HTML standard, 13.2.3.2 (https://html.spec.whatwg.org/#encoding-sniffing-algorithm).
"""

from __future__ import annotations

import codecs
import re

from scrapers.charset_guess import guess

MAX_BYTES = 8_000_000
"""More of a page is not decoded: it is four times what is read of it."""

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.I)
_META = re.compile(rb"<meta\s[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_XML = re.compile(rb"\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.I)
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
    "big5": "big5hkscs",
}
# The encodings of the web, by Python's names (https://encoding.spec.whatwg.org/#names-and-labels). Python has
# others: some are no text ("zip"), some fail whatever they read ("undefined"), one takes the square of a
# page's length ("punycode").
_OF_THE_WEB = re.compile(
    r"utf-(?:8|16|16-le|16-be)|cp(?:866|874|932|949|125[0-8])|iso8859-(?:\d|1[0-6])|koi8-[ru]|mac-(?:roman|cyrillic)|"
    r"gb18030|gbk|hz|big5hkscs|euc_(?:jp|kr)|iso2022_(?:jp|kr)|shift_jis"
)


def _codec(label: str) -> str | None:
    label = label.strip().lower()
    try:
        name = codecs.lookup(_ALIASES.get(label, label)).name
    except (LookupError, ValueError):
        return None
    return name if _OF_THE_WEB.fullmatch(name) else None


def decode(body: bytes, content_type: str = "") -> tuple[str, str]:
    """The text and the name of the codec that read it. Any bytes give text; NULs are dropped.

    The first 8 MB are read. Bytes that are valid UTF-8 beyond ASCII are UTF-8, whatever the page says; a page
    that claims UTF-8 and is not is read as Windows-1252, which most such pages are; one that claims nothing
    in the charset that its text looks most like.
    """
    name, text = _decode(body[:MAX_BYTES], content_type)
    return text.replace("\x00", ""), name


def _decode(body: bytes, content_type: str) -> tuple[str, str]:
    for bom, name in _BOMS:
        if body.startswith(bom):
            return name, body[len(bom) :].decode(name, errors="replace")
    named = _HEADER.search(content_type)
    label = named[1] if named else None
    prescan = body[:_PRESCAN_BYTES]
    if label is None and (meta := _META.search(prescan) or _XML.match(prescan)):
        label = meta[1].decode("ascii", errors="replace")
    codec = _codec(label) if label else None
    if codec and codec.startswith("utf-16") and b"\x00" not in prescan:
        codec = "utf-8"  # the standard's own rule: a meta tag that could be read is not UTF-16
    if codec is None or codec in ("utf-8", "cp1252"):
        return _detect(body, codec)
    if not codec.startswith(("utf-16", "iso2022", "hz")) and not body.isascii() and _is_utf8(body):
        return "utf-8", body.decode("utf-8", errors="replace")
    return codec, body.decode(codec, errors="replace")


def _is_utf8(body: bytes) -> bool:
    """Valid, but for a sequence that the end cuts off."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as wrong:
        return wrong.start >= len(body) - 3 and not body[: wrong.start].isascii()
    return True


def _detect(body: bytes, declared: str | None) -> tuple[str, str]:
    """UTF-8 where the bytes are valid UTF-8, which other encodings almost never are; else a guess."""
    if _is_utf8(body):
        return "utf-8", body.decode("utf-8", errors="replace")
    # One broken sequence in a long UTF-8 page (a cut excerpt) must not turn every umlaut into two signs.
    multibyte = len(body) - len(body.translate(None, bytes(range(0x80, 0x100))))
    text = body.decode("utf-8", errors="replace")
    if text.count("\ufffd") * 20 < multibyte:
        return "utf-8", text
    codec = "cp1252" if declared else guess(body)
    return codec, body.decode(codec, errors="replace")
