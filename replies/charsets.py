"""Bytes to text, when the declared charset is wrong, unknown or missing.

The order of guesses follows what real mail does: UTF-8 is almost never valid by accident; Latin-1 in mail
means Windows-1252 (WHATWG Encoding Standard, "labels"); national labels are served by their supersets.
"""

from __future__ import annotations

import codecs
import re
from binascii import Error as BinasciiError
from binascii import a2b_base64
from functools import lru_cache

from replies.patterns import Lazy

# Labels under which mailers send a superset of what they declare.
_SUPERSETS = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-8-i": "iso-8859-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "big5": "big5hkscs",
    "tis-620": "cp874",
    "unicode-1-1-utf-7": "utf-7",
    "utf8": "utf-8",
    "cp-850": "cp850",
    "x-mac-roman": "mac-roman",
}
# Declared so often by software that never looked at its bytes that the label says nothing.
_MEANINGLESS = {"", "us-ascii", "ascii", "unknown-8bit", "x-unknown", "8bit", "binary", "default", "utf-8"}


@lru_cache(maxsize=128)
def _codec(label: str) -> str | None:
    """The Python codec for a label, or None when there is none (or it is no text codec)."""
    name = _SUPERSETS.get(label, label)
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    # "base64", "zlib" and friends are codecs too, and a message may name them: never run those.
    return name if getattr(info, "_is_text_encoding", True) else None


def decode(data: bytes, declared: str | None) -> tuple[str, bool]:
    """Decode ``data``; returns the text and whether the declared charset had to be repaired.

    Never raises: the last resort replaces what can't be read.
    """
    label = (declared or "").strip().strip("\"'").lower()
    if label not in _MEANINGLESS:
        codec = _codec(label)
        if codec is not None:
            try:
                return data.decode(codec), False
            except (UnicodeError, ValueError):
                pass
    try:
        return data.decode("utf-8"), label not in _MEANINGLESS
    except UnicodeDecodeError:
        pass
    if b"\x1b$" in data[:4096]:  # an ISO-2022-JP escape: unlabelled Japanese mail
        return data.decode("iso2022_jp_ext", errors="replace"), True
    codec = _codec(label) if label not in _MEANINGLESS else None
    return data.decode(codec or "cp1252", errors="replace"), True


_ENCODED_WORD = Lazy(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = Lazy(r"(=\?[^?\s]{1,60}\?[bBqQ]\?[^?]*\?=)\s+(?==\?[^?\s]{1,60}\?[bBqQ]\?)")
_QUOTED_BYTE = Lazy(rb"=([0-9A-Fa-f]{2})")


def _word_bytes(encoding: str, payload: str) -> bytes:
    raw = payload.encode("ascii", errors="replace")
    if encoding in "qQ":
        return _QUOTED_BYTE.sub(lambda m: bytes([int(m.group(1), 16)]), raw.replace(b"_", b" "))
    clean = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
    clean = clean[: len(clean) - 1] if len(clean) % 4 == 1 else clean
    try:
        return a2b_base64(clean + b"=" * (-len(clean) % 4))
    except BinasciiError:
        return raw


def decode_header(value: str) -> str:
    """An RFC 2047 header value as text, with neighbouring words of one charset joined before decoding.

    Many mailers cut a multi-byte character between two encoded words, which RFC 2047 section 5 forbids
    and every reader has to accept.
    """
    if "=?" not in value:
        return value
    joined = _BETWEEN_WORDS.sub(r"\1", value)
    out: list[str] = []
    pending = b""
    pending_charset = ""
    end = 0

    def flush() -> None:
        nonlocal pending
        if pending:
            out.append(decode(pending, pending_charset)[0])
            pending = b""

    for match in _ENCODED_WORD.finditer(joined):
        charset = match.group(1).split("*", 1)[0].lower()  # RFC 2231 section 5: charset*language
        if match.start() != end or charset != pending_charset:
            flush()
            out.append(joined[end : match.start()])
        pending_charset = charset
        pending += _word_bytes(match.group(2), match.group(3))
        end = match.end()
    flush()
    out.append(joined[end:])
    return "".join(out)
