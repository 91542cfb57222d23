"""What is put into plain text by hand or by old software: PGP armour, uuencoded and yEnc files."""

from __future__ import annotations

import re
from binascii import Error as BinasciiError
from binascii import a2b_uu
from collections.abc import Callable

from replies.patterns import Lazy

_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----"
_SIGNATURE = "-----BEGIN PGP SIGNATURE-----"
_SIGNATURE_END = "-----END PGP SIGNATURE-----"
_ENCRYPTED = "-----BEGIN PGP MESSAGE-----"
_ENCRYPTED_END = "-----END PGP MESSAGE-----"
_HASH_LINES = Lazy(r"[ \t]*\n(?:[A-Za-z-]{1,40}: [^\n]*\n){0,5}\n?")
_DASHED = Lazy(r"^- ", re.MULTILINE)
_UU_BEGIN = Lazy(r"^begin(?:-base64)? [0-7]{3,4} ([^\n]{1,255})$", re.MULTILINE)
_UU_END = Lazy(r"^(?:end|====)[ \t]*$", re.MULTILINE)
_YENC_BEGIN = Lazy(r"^=ybegin [^\n]{0,200}?\bsize=(\d{1,12})[^\n]{0,100}? name=([^\n]{1,255})$", re.MULTILINE)
_YENC_END = Lazy(r"^=yend\b[^\n]*$", re.MULTILINE)
_MOST_FILES = 20
_MOST_BLOCKS = 5


def without_armour(text: str) -> tuple[str, tuple[str, ...]]:
    """Text without PGP armour (RFC 9580 sections 6 and 7), and what it was: signed, encrypted."""
    kinds: dict[str, None] = {}
    for _ in range(_MOST_BLOCKS):
        start = text.find(_SIGNED)
        signature = text.find(_SIGNATURE, start)
        if start < 0 or signature < 0:
            break
        head = _HASH_LINES.match(text, start + len(_SIGNED))
        said = text[head.end() if head else start + len(_SIGNED) : signature]
        text = text[:start] + _DASHED.sub("", said) + _behind(text, signature, _SIGNATURE_END)
        kinds["pgp_signed"] = None
    for _ in range(_MOST_BLOCKS):
        start = text.find(_ENCRYPTED)
        if start < 0 or (start and text[start - 1] != "\n"):
            break
        text = text[:start] + _behind(text, start, _ENCRYPTED_END)
        kinds["pgp_encrypted"] = None
    return text, tuple(kinds)


def _behind(text: str, start: int, mark: str) -> str:
    """What follows a mark; nothing where it is missing."""
    end = text.find(mark, start)
    return text[end + len(mark) :].lstrip(" \t").removeprefix("\n") if end >= 0 else ""


def without_files(text: str) -> tuple[str, list[tuple[str, int]]]:
    """Text without the files written into it; their names and sizes in bytes."""
    files: list[tuple[str, int]] = []
    if "\nbegin" in text or text.startswith("begin"):
        text = _cut(text, _UU_BEGIN, _UU_END, files, _uu_entry)
    if "=ybegin " in text:
        text = _cut(text, _YENC_BEGIN, _YENC_END, files, _yenc_entry)
    return text, files


def _cut(
    text: str,
    begin: Lazy[str],
    end: Lazy[str],
    files: list[tuple[str, int]],
    entry: Callable[[re.Match[str], str], tuple[str, int] | None],
) -> str:
    out: list[str] = []
    at = 0
    while len(files) < _MOST_FILES:
        opening = begin.search(text, at)
        if opening is None:
            break
        closing = end.search(text, opening.end())
        found = entry(opening, text[opening.end() + 1 : closing.start() if closing else len(text)])
        if found is None:  # somebody's sentence that begins with "begin 644"
            out.append(text[at : opening.end()])
            at = opening.end()
            continue
        files.append(found)
        out.append(text[at : opening.start()])
        at = closing.end() if closing else len(text)
    return "".join([*out, text[at:]])


def _uu_entry(opening: re.Match[str], body: str) -> tuple[str, int] | None:
    lines = [line for line in body.split("\n") if line]
    if not lines:
        return None
    if opening.group().startswith("begin-base64"):
        return opening.group(1).strip(), sum(len(line) for line in lines) * 3 // 4
    if " " in lines[0].strip() and not lines[0].startswith("M"):
        return None
    return opening.group(1).strip(), sum(max(0, (ord(line[0]) - 32) & 63) for line in lines)


def _yenc_entry(opening: re.Match[str], body: str) -> tuple[str, int] | None:
    return opening.group(2).strip(), int(opening.group(1))


def uuencoded(raw: bytes) -> bytes:
    """The content of a part whose transfer encoding is uuencode; lines that are none are left out."""
    out = []
    for line in raw.split(b"\n"):
        line = line.rstrip(b"\r")
        if not line or line.startswith((b"begin ", b"end")):
            continue
        try:
            out.append(a2b_uu(line))
        except BinasciiError:
            # Some encoders count the bytes of the last line wrongly (the standard library tells the same).
            length = ((line[0] - 32) & 63) * 4 // 3 + 3
            try:
                out.append(a2b_uu(line[:length]))
            except BinasciiError:
                continue
    return b"".join(out)
