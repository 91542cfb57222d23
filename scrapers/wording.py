"""Text of a page made plain: no invisible signs, one kind of blank."""

from __future__ import annotations

import re

from scrapers.patterns import pattern

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_BLANKS = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"
_ODD = pattern(f"[{_INVISIBLE}{_BLANKS}]")
# The rare ones of these signs as they begin in UTF-8: far quicker to search than the signs themselves.
_RARE = re.compile(rb"\xe2(?:\x80[\x80-\x8f\xaf]|\x81\xa0)")
_WIDE_BLANK, _BYTE_ORDER_MARK = "\u3000".encode(), "\ufeff".encode()
_PLAIN = dict.fromkeys(_INVISIBLE, "") | dict.fromkeys(_BLANKS, " ")


def plain(text: str) -> str:
    """``text`` in its lines, with single blanks between words and without invisible signs."""
    if not text.isascii():
        text = _without_odd_signs(text)
    for blank in "\t\r\f\v":
        text = text.replace(blank, " ")
    # A pass halves the longest run, so that a few passes do; a regular expression takes ten times as long.
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def tidy(text: str, limit: int = 300) -> str:
    """One line: invisible signs dropped, blanks joined, cut at ``limit`` characters."""
    if not text.isascii():
        text = _without_odd_signs(text)
    return " ".join(text.split())[:limit].strip()


def _without_odd_signs(text: str) -> str:
    raw = text.encode("utf-8", errors="replace")
    if b"\xc2\xa0" in raw:
        text = text.replace("\u00a0", " ")
    if b"\xc2\xad" in raw:
        text = text.replace("\u00ad", "")
    if _RARE.search(raw) or _WIDE_BLANK in raw or _BYTE_ORDER_MARK in raw:
        # Finding the few kinds that are there, and replacing those, is quicker than translating every sign.
        for sign in set(_ODD.findall(text)):
            text = text.replace(sign, _PLAIN[sign])
    return text
