"""Header values as text: encoded words (RFC 2047) with their usual damage, and raw 8-bit bytes.

Words may be cut in the middle of a character, lack their end, hold blanks or question marks, or stand inside
quotes or text without a blank: all of that is common, none of it is allowed, and readers show it all.
"""

from __future__ import annotations

from binascii import Error as BinasciiError
from binascii import a2b_base64

from replies.mime import charsets
from replies.patterns import Lazy

_OPENING = Lazy(rb"=\?([^?\s]{1,60})\?([bBqQ])\?")
_ENDING = Lazy(rb"\?=|=\?[^?\s]{1,60}\?[bBqQ]\?")
_QUOTED_BYTE = Lazy(rb"=([0-9A-Fa-f]{2})")
_NO_BASE64 = bytes(
    byte for byte in range(256) if not (chr(byte).isalnum() and byte < 128) and byte not in b"+/"
)
_SPECIAL = frozenset('()<>[]:;@\\,"')


def decode(value: bytes, *, structured: bool = False, hint: str = "") -> str:
    """A header value as text. Never raises; linear in its length.

    ``structured`` is for address fields: a decoded word that holds a comma, a bracket or the like is put in
    quotes, so that it can't be taken for the field's own punctuation (RFC 2047 section 6.2). ``hint`` is a
    charset for bytes outside of words that are neither ASCII nor UTF-8.
    """
    if b"=?" not in value:
        return _plain(value, hint)
    out: list[str] = []
    run = _Run(structured)
    at = 0
    while True:
        opening = _OPENING.search(value, at)
        if opening is None:
            break
        payload = opening.end()
        between = value[at : opening.start()]
        if not run.charset or between.strip(b" \t\r\n"):
            # Blanks between two words are not part of the text; anything else ends the run.
            run.flush(out)
            out.append(_plain(between, hint))
        end, at = _ending(value, payload)
        run.add(opening.group(1), opening.group(2), value[payload:end], out)
    run.flush(out)
    out.append(_plain(value[at:], hint))
    return "".join(out)


class _Run:
    """Neighbouring words of one charset: joined before they are decoded."""

    def __init__(self, structured: bool) -> None:
        self._structured = structured
        self._bytes: list[bytes] = []
        self.charset = ""

    def add(self, label: bytes, encoding: bytes, payload: bytes, out: list[str]) -> None:
        charset = label.split(b"*", 1)[0].decode("ascii", errors="replace").lower()  # RFC 2231 section 5
        if charset != self.charset:
            self.flush(out)
            self.charset = charset
        self._bytes.append(_word(encoding, payload))

    def flush(self, out: list[str]) -> None:
        if not self.charset:
            return
        text = charsets.decode(b"".join(self._bytes), self.charset)[0]
        self._bytes, self.charset = [], ""
        if self._structured and not _SPECIAL.isdisjoint(text):
            text = text.replace("\\", "\\\\").replace('"', '\\"')
            inside = bool(out) and sum(piece.count('"') for piece in out[-3:]) % 2 == 1
            text = text if inside else f'"{text}"'
        out.append(text)


def _ending(value: bytes, start: int) -> tuple[int, int]:
    """Where a word's payload ends, and where reading goes on."""
    found = _ENDING.search(value, start)
    if found is None:
        return len(value), len(value)
    # Where the next word begins before this one has ended, that is its end.
    return found.start(), found.end() if found.group() == b"?=" else found.start()


def _word(encoding: bytes, payload: bytes) -> bytes:
    if encoding in b"qQ":
        return _QUOTED_BYTE.sub(lambda m: bytes([int(m.group(1), 16)]), payload.replace(b"_", b" "))
    clean = payload.translate(None, _NO_BASE64)
    clean = clean[:-1] if len(clean) % 4 == 1 else clean
    try:
        return a2b_base64(clean + b"=" * (-len(clean) % 4))
    except BinasciiError:
        return payload


def _plain(value: bytes, hint: str) -> str:
    """Text outside of words: ASCII by the rules, UTF-8 since RFC 6532, anything in practice."""
    try:
        return value.decode("ascii")
    except UnicodeDecodeError:
        return charsets.decode(value, None, hint)[0]
