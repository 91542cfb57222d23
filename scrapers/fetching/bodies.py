"""Bodies, unpacked piece by piece and never beyond their limit: a bomb is noticed, not unpacked."""

from __future__ import annotations

import zlib
from typing import Protocol

ACCEPTED = "gzip, deflate"
"""What is asked for: only what can be unpacked under a bound with the standard library."""

# wbits of zlib: 31 reads gzip with header and checksum, 15 zlib, -15 raw deflate.
_GZIP, _ZLIB, _RAW = 31, 15, -15


class BadEncoding(Exception):
    """The body is packed in a way that was not asked for."""


class Unpacker(Protocol):
    """Turns received pieces into content."""

    def feed(self, piece: bytes, room: int) -> bytes:
        """At most ``room`` bytes of content. Raises ``zlib.error`` where the piece is no such data."""

    @property
    def whole(self) -> bool:
        """True where the data said itself that it is complete (always, where it cannot say)."""


class _Plain:
    whole = True

    def feed(self, piece: bytes, room: int) -> bytes:
        return piece[:room]


class _Zlib:
    def __init__(self, wbits: int) -> None:
        self._wbits = wbits
        self._inflate = zlib.decompressobj(wbits)
        self._begun = False

    @property
    def whole(self) -> bool:
        return self._inflate.eof or not self._begun

    def feed(self, piece: bytes, room: int) -> bytes:
        if not piece:
            return b""
        if not self._begun and self._wbits == _ZLIB and piece[0] & 0x0F != 8:
            # "deflate" means zlib's format (RFC 9110 8.4.1.2), but many servers send it bare.
            self._inflate = zlib.decompressobj(_RAW)
        self._begun = True
        found = b""
        while piece and len(found) < room:
            if self._inflate.eof:
                if self._wbits != _GZIP or not piece.startswith(b"\x1f\x8b"):
                    break  # padding after the end
                self._inflate = zlib.decompressobj(_GZIP)  # gzip members may follow each other (RFC 1952 2.2)
            found += self._inflate.decompress(piece, room - len(found))
            piece = self._inflate.unused_data if self._inflate.eof else b""
        return found


def unpacker(content_encoding: str) -> Unpacker:
    """How to read a body with this Content-Encoding. Raises ``BadEncoding``."""
    named = content_encoding.strip().lower()
    if named in ("", "identity"):
        return _Plain()
    if named in ("gzip", "x-gzip"):
        return _Zlib(_GZIP)
    if named == "deflate":
        return _Zlib(_ZLIB)
    raise BadEncoding
