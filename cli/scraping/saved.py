"""A saved file as a page, or why it is none."""

from __future__ import annotations

import os
import re
import stat

from cli.scraping.places import reason
from scrapers.charset import decode
from scrapers.page import Page

MOST_BYTES = 8_000_000
"""Of one file. What stands behind is not read: a page is cut at two million characters anyway."""

_SIGNATURES = (
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a RIFF file (picture or sound)"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a database"),
)
_HEAD = 4_000
_BINARY_SHARE = 0.1  # of control characters: text has next to none
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_WIDE = ("utf-16", "utf-32")
# Where browsers say what a page was saved from, and where pages say it themselves.
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d{1,6}\)(https?://[^\s<>]{1,2000}?)\s*-->")
_CANONICAL = re.compile(r"<link\s[^<>]{0,300}?\brel=[\"']?canonical\b[^<>]{0,600}>", re.I)
_OG_URL = re.compile(r"<meta\s[^<>]{0,300}?\bproperty=[\"']?og:url\b[^<>]{0,600}>", re.I)
_ABSOLUTE = re.compile(r"""(?:href|content)\s*=\s*["']?(https?://[^\s"'<>]{1,2000})""", re.I)
_LOOKED_AT = 200_000  # characters in which a page says its own address


class NotAPage(Exception):
    """The file holds no page. The text says why, in a few words."""


def read(path: str, base_url: str = "") -> tuple[Page, bool]:
    """The page in a file, and whether the file is longer than what is read of it. Raises ``NotAPage``.

    The page's address is ``base_url``, or else where the page says that it was saved from or belongs.
    """
    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            raise NotAPage("not a file")
        with open(path, "rb") as file:
            raw = file.read(MOST_BYTES)
    except OSError as error:
        raise NotAPage(reason(error)) from error
    if not raw.strip():
        raise NotAPage("empty: there is nothing in this file")
    text, charset = decode(raw)
    if not charset.startswith(_WIDE) and (kind := _binary(raw)):
        raise NotAPage(f"binary: this is {kind} and no page")
    url = base_url or _own_address(text)
    return Page(url, url, 200, text, charset, ""), status.st_size > MOST_BYTES


def _binary(raw: bytes) -> str:
    """What the bytes are, where they are no text; empty for text."""
    for signature, name in _SIGNATURES:
        if raw.startswith(signature):
            return name
    head = raw[:_HEAD]
    if b"<" not in raw and len(_CONTROLS.findall(head)) > len(head) * _BINARY_SHARE:
        return "not text"
    return ""


def _own_address(text: str) -> str:
    head = text[:_LOOKED_AT]
    if "saved from url=" in head and (saved := _SAVED_FROM.search(head)):
        return saved[1]
    for tag in (_CANONICAL.search(head), _OG_URL.search(head)):
        if tag and (address := _ABSOLUTE.search(tag[0])):
            return address[1]
    return ""
