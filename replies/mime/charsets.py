"""Bytes to text, when the declared charset is wrong, unknown or missing.

The order of guesses follows what real mail does: UTF-8 is almost never valid by accident; Latin-1 in mail
means Windows-1252 (WHATWG Encoding Standard, "labels"); national labels are served by their supersets.
"""

from __future__ import annotations

import codecs
from functools import lru_cache

# Labels under which mailers send a superset of what they declare.
_SUPERSETS = {
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "ms_kanji": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
    "cp50220": "iso2022_jp_ext",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "big5": "big5hkscs",
    "x-big5": "big5hkscs",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "unicode-1-1-utf-7": "utf-7",
    "utf8": "utf-8",
    "utf_8": "utf-8",
    "unicode": "utf-8",
    "utf8mb4": "utf-8",
    "cp-850": "cp850",
    "macintosh": "mac-roman",
    "x-mac-roman": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "koi8": "koi8-r",
    "windows1251": "cp1251",
    "win-1251": "cp1251",
    "win-1252": "cp1252",
    "ansi": "cp1252",
    "ansi_x3.110-1983": "cp1252",
}
# Declared so often by software that never looked at its bytes that the label says nothing.
_MEANINGLESS = frozenset(
    (
        "", "us-ascii", "ascii", "ansi_x3.4-1968", "unknown-8bit", "unknown", "x-unknown", "x-user-defined",
        "8bit", "7bit", "binary", "default", "none", "null", "utf-8", "utf8", "charset", "iso-10646",
    )
)  # fmt: skip
_NEVER_MEANT = frozenset(("idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"))
_SAMPLE = 4096


@lru_cache(maxsize=128)
def _codec(label: str) -> str | None:
    """The Python codec for a label, or None when there is none (or it is no text codec)."""
    name = _SUPERSETS.get(label, label)
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    # "base64", "zlib" and friends are codecs too, and a message may name them: never run those. Some
    # text codecs are never meant in mail, and take quadratic time ("idna").
    if not getattr(info, "_is_text_encoding", True) or info.name.replace("_", "-") in _NEVER_MEANT:
        return None
    return name


def clean(label: str | None) -> str:
    """A label as mailers write it, reduced to its name."""
    return (label or "").strip().strip("\"'<>;").strip().lower()


def decode(data: bytes, declared: str | None, hint: str = "") -> tuple[str, bool]:
    """Decode ``data``; returns the text and whether the declared charset had to be repaired.

    ``hint`` is a charset that is likely where none is declared: that of the message's text, for its header.
    Never raises: the last resort replaces what can't be read.
    """
    label = clean(declared)
    if label not in _MEANINGLESS:
        codec = _codec(label)
        if codec is not None:
            try:
                return data.decode(codec), False
            except (UnicodeError, ValueError):
                pass
    if label in _MEANINGLESS and b"\x1b$" in data[:_SAMPLE]:  # the escape of ISO-2022-JP, which is ASCII too
        return data.decode("iso2022_jp_ext", errors="replace"), True
    try:
        return data.decode("utf-8"), label not in _MEANINGLESS
    except UnicodeDecodeError as error:
        if _nearly_utf8(data, error):
            return data.decode("utf-8", errors="replace"), True
    codec = _codec(label) if label not in _MEANINGLESS else _codec(clean(hint)) if hint else None
    if codec in (None, "utf-8"):
        codec = _guess(data)
    return data.decode(codec or "cp1252", errors="replace"), True


def _nearly_utf8(data: bytes, error: UnicodeDecodeError) -> bool:
    """UTF-8 that was cut in the middle of a character, or damaged in a few places."""
    if error.start >= len(data) - 4 and error.reason.startswith("unexpected end"):
        return error.start > 0 and any(
            byte >= 0x80 for byte in data[max(0, error.start - _SAMPLE) : error.start]
        )
    sample = data[:_SAMPLE]
    text = sample.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    return broken * 5 < sum(1 for character in text if character > "\x7f") - broken


# Guessing ----------------------------------------------------------------------------------------------

_EAST_ASIAN = ("euc_jp", "cp932", "euc_kr", "gb18030", "big5hkscs")


def _guess(data: bytes) -> str:
    """The charset of unlabelled bytes that are no UTF-8.

    Western text has a high byte here and there; where most letters are high, it is Cyrillic or East Asian.
    """
    sample = data[:_SAMPLE]
    high = sum(1 for byte in sample if byte >= 0x80)
    letters = sum(1 for byte in sample if byte >= 0x80 or chr(byte).isalpha())
    if high < 6 or high * 2 < letters:
        return "cp1252"
    scored = [(_east_asian(sample, codec), codec) for codec in _EAST_ASIAN]
    scored += [(_cyrillic(sample, codec), codec) for codec in ("cp1251", "koi8-r")]
    best, codec = max(scored, key=lambda entry: entry[0])
    return codec if best >= 0.8 else "cp1252"


def _east_asian(sample: bytes, codec: str) -> float:
    """The share of characters beyond ASCII that are ordinary in the language which uses the codec."""
    try:
        text = sample.decode(codec)
    except UnicodeDecodeError as error:
        if error.start < len(sample) - 4:
            return 0.0
        text = sample[: error.start].decode(codec, errors="ignore")
    beyond = [ord(character) for character in text if character > "\x7f"]
    if not beyond:
        return 0.0
    kana = sum(1 for code in beyond if 0x3040 <= code <= 0x30FF)
    hangul = sum(1 for code in beyond if 0xAC00 <= code <= 0xD7A3)
    han = sum(1 for code in beyond if 0x4E00 <= code <= 0x9FFF or 0x3000 <= code <= 0x303F or code >= 0xFF01)
    if codec in ("euc_jp", "cp932"):
        return (kana + han) / len(beyond) if kana * 5 >= len(beyond) else 0.0
    if codec == "euc_kr":
        # Chinese bytes make Hangul of three characters in four; Korean uses hardly a Chinese one today.
        hanja = sum(1 for code in beyond if 0x4E00 <= code <= 0x9FFF)
        return (hangul + han) / len(beyond) if hangul * 2 >= len(beyond) and hanja * 12 < hangul else 0.0
    # EUC-JP and EUC-KR bytes are valid GB 18030 too, but make rare characters of it; Big5 likewise.
    common = sum(1 for code in beyond if 0x4E00 <= code <= 0x9FFF and _is_common(chr(code), codec))
    return 0.5 * han / len(beyond) + 0.5 * common / max(1, han) if han else 0.0


def _is_common(character: str, codec: str) -> bool:
    """Whether a character is in the first level of its national set: the 3,755 or 5,401 in daily use."""
    national = character.encode("gb2312" if codec == "gb18030" else "big5", errors="ignore")
    return (
        0xB0 <= national[0] <= 0xD7
        if codec == "gb18030" and national
        else bool(national[:1] and national[0] <= 0xC6)
    )


def _cyrillic(sample: bytes, codec: str) -> float:
    """The share of small letters: read in the wrong one of the two codecs, capitals and small swap."""
    beyond = [character for character in sample.decode(codec, errors="replace") if character > "\x7f"]
    small = sum(1 for character in beyond if "\u0430" <= character <= "\u044f" or character in "ёіїє")
    return small / len(beyond) if beyond else 0.0
