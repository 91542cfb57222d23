"""Opaque S/MIME (RFC 8551): the message inside a signature, found by walking the DER or BER around it.

Nothing is verified here: the words are read, as a mail program shows them, and the kind is named.
"""

from __future__ import annotations

_SIGNED = bytes.fromhex("2a864886f70d010702")  # 1.2.840.113549.1.7.2, RFC 5652 section 5
_ENVELOPED = bytes.fromhex("2a864886f70d010703")
_AUTH_ENVELOPED = bytes.fromhex("2a864886f70d0109100117")  # RFC 5083
_DATA = bytes.fromhex("2a864886f70d010701")
_CONSTRUCTED = 0x20
_MOST_PIECES = 100_000


def read(data: bytes) -> tuple[str, bytes]:
    """The kind of a container ("signed", "encrypted" or "") and, for a signed one, the content inside.

    Content that was cut short is given as far as it goes.
    """
    try:
        tag, at, _ = _head(data, 0)
        if tag != 0x30:
            return "", b""
        _, start, end = _head(data, at)
        kind = data[start:end]
        if kind in (_ENVELOPED, _AUTH_ENVELOPED):
            return "encrypted", b""
        if kind != _SIGNED:
            return "", b""
        _, at, _ = _head(data, end)  # [0] EXPLICIT
        _, at, _ = _head(data, at)  # SignedData
        for _ in range(2):  # version, digestAlgorithms
            at = _skip(data, at)
        _, at, _ = _head(data, at)  # encapContentInfo
        _, start, end = _head(data, at)
        if data[start:end] != _DATA:
            return "signed", b""
        tag, at, _ = _head(data, end)
        if tag != 0xA0:
            return "signed", b""  # the content is elsewhere (a detached signature)
        return "signed", _octets(data, at)
    except IndexError:
        return "", b""


def _head(data: bytes, at: int) -> tuple[int, int, int]:
    """The tag at ``at``, where its content begins and ends (-1: indefinite). IndexError past the end."""
    tag, length = data[at], data[at + 1]
    at += 2
    if length == 0x80:
        return tag, at, -1
    if length > 0x80:
        count = length & 0x7F
        if count > 8:
            raise IndexError
        length = int.from_bytes(data[at : at + count], "big")
        at += count
    return tag, at, at + length


def _skip(data: bytes, at: int) -> int:
    """The place behind an element, whatever it holds."""
    _, start, end = _head(data, at)
    if end >= 0:
        return end
    depth, at = 1, start
    for _ in range(_MOST_PIECES):
        tag, start, end = _head(data, at)
        if tag == 0 and end == start:
            depth -= 1
            at = start
            if not depth:
                return at
        elif end < 0:
            depth, at = depth + 1, start
        else:
            at = end
    raise IndexError


def _octets(data: bytes, at: int) -> bytes:
    """An OCTET STRING, whole or in pieces (BER allows pieces within pieces)."""
    out: list[bytes] = []
    for _ in range(_MOST_PIECES):
        if at + 1 >= len(data):
            break
        tag, start, end = _head(data, at)
        if tag == 0x04:
            out.append(data[start:end])
            at = end
        elif tag == 0x04 | _CONSTRUCTED or (tag == 0 and start == end):
            at = start  # pieces follow, or the end of some
        else:
            break  # the end of the content, or what follows it
    return b"".join(out)
