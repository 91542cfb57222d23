"""Signed tokens for the addresses and links that come back to us: ``reply+TOKEN@…`` and ``/u/TOKEN``.

A token says which mail an answer or an unsubscribe belongs to, so that neither has to be guessed from
headers that mail clients rewrite. It holds ids only, never an address.

The alphabet is RFC 4648 base32 in lower case: relays may fold the case of a local part, and no character
of ``[a-z2-7]`` needs quoting in an address or escaping in a URL. Length is bounded by RFC 5321 4.5.3.1.1
(local part at most 64 octets): ``reply+`` and 56 characters make 62.

Layout, 35 bytes: kind (1), lead id (16), first half of the send id (8), HMAC-SHA256 cut to 80 bits (10).
A lead has a handful of sends, so half of the send id names one of them; the lead id names the partition:
one query finds the row. Guessing a token takes 2^80 tries, and the MAC covers every other byte.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from enum import StrEnum
from typing import NamedTuple

_LEAD_BYTES = 16
_SEND_BYTES = 8
_MAC_BYTES = 10
_SUBJECT_BYTES = _LEAD_BYTES + _SEND_BYTES
TOKEN_LENGTH = 56
HIDDEN_MARK = "seen=no"
"""The query of an unsubscribe link that no reader sees (``outreach.message``): only what reads the mail's
source follows it, and ``outreach.engagement`` knows it by this."""
_SHAPE = re.compile(rf"[a-z2-7]{{{TOKEN_LENGTH}}}")


class TokenKind(StrEnum):
    """What the bearer of a token may do. A token of one kind is never accepted as the other."""

    REPLY = "reply"
    UNSUBSCRIBE = "unsubscribe"


_CODES = {TokenKind.REPLY: b"r", TokenKind.UNSUBSCRIBE: b"u"}
_KINDS = {code: kind for kind, code in _CODES.items()}


class Subject(NamedTuple):
    """What a token is about: the lead, and how its send id begins (16 of 32 hex characters)."""

    lead_id: str
    send_prefix: str


def subject_id(lead_id: str, send_id: str) -> str:
    """Join a lead id and a send id (32 hex characters each) into the 48 hex characters a token carries."""
    return lead_id + send_id[: _SEND_BYTES * 2]


def split_subject(subject: str) -> Subject:
    """Take a verified subject apart again."""
    return Subject(subject[: _LEAD_BYTES * 2], subject[_LEAD_BYTES * 2 :])


def sign(kind: TokenKind | str, subject: str, key: str) -> str:
    """Make the token of 56 characters for a subject of 48 hex characters (see ``subject_id``).

    Raises ``ValueError`` for an unknown kind, a subject of another shape or an empty key: each is a bug
    in the caller, and a token signed with nothing protects nothing.
    """
    if not key:
        raise ValueError("a token needs a signing key")
    raw = bytes.fromhex(subject)
    if len(raw) != _SUBJECT_BYTES or raw.hex() != subject:
        raise ValueError("a token's subject is 48 lowercase hex characters")
    body = _CODES[TokenKind(kind)] + raw
    return base64.b32encode(body + _mac(body, key)).decode().lower()


def verify(token: str, key: str) -> tuple[TokenKind, str] | None:
    """Read a token: its kind and subject, or None when it is misshapen, unknown or not ours.

    Case is folded first, because relays do. The comparison takes the same time wherever it fails.
    """
    if not key:
        raise ValueError("a token needs a signing key")
    folded = token.strip().lower()
    if not _SHAPE.fullmatch(folded):
        return None
    raw = base64.b32decode(folded.upper())
    body, mac = raw[:-_MAC_BYTES], raw[-_MAC_BYTES:]
    if not hmac.compare_digest(mac, _mac(body, key)):
        return None
    kind = _KINDS.get(body[:1])
    return None if kind is None else (kind, body[1:].hex())


def reply_address(token: str, reply_domain: str) -> str:
    """The Reply-To address that carries a token."""
    return f"reply+{token}@{reply_domain}"


def unsubscribe_address(token: str, reply_domain: str) -> str:
    """The ``mailto:`` address of List-Unsubscribe that carries a token."""
    return f"unsub+{token}@{reply_domain}"


def unsubscribe_url(token: str, public_url: str) -> str:
    """The one-click link: a POST unsubscribes (RFC 8058), a GET only shows a page that asks."""
    return f"{public_url.rstrip('/')}/u/{token}"


def _mac(body: bytes, key: str) -> bytes:
    return hmac.new(key.encode(), b"beckon-token-1:" + body, hashlib.sha256).digest()[:_MAC_BYTES]
