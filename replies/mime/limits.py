"""How much of a message is read. Everything beyond is left alone and named among the defects.

A person's answer is a few kilobytes; the limits leave a hundredfold room and keep the worst 40 MB within two
seconds and a small share of its size in memory.
"""

from __future__ import annotations

MAX_HEADER_BYTES = 256 * 1024
"""Of one message's header; servers refuse more than 64-100 KB."""
MAX_PART_HEADER_BYTES = 64 * 1024
MAX_FIELDS = 3000
"""Fields in one header."""
MAX_PARTS = 1000
"""Parts in one message, of all levels together."""
MAX_DEPTH = 50
"""Multiparts and messages inside one another."""
MAX_CANDIDATES = 200_000
"""Lines that begin like a delimiter and are none, before the search for delimiters ends."""
MAX_BOUNDARY = 250
"""Bytes in a boundary. RFC 2046 allows 70; some mailers exceed it."""
MAX_REPAIRS = 10
"""Multiparts without their declared delimiter whose real one is looked for."""
MAX_TEXT_CHARS = 200_000
"""Characters of text that are kept of a message, plain and HTML each counted alone."""
MAX_HTML_CHARS = 600_000
"""Characters of HTML source that are kept: markup outweighs the words."""
MAX_TEXT_PARTS = 50
MAX_ATTACHMENTS = 500
MAX_ENCLOSED = 50
MAX_ENCLOSED_CHARS = 20_000
MAX_CONTAINER_BYTES = 1024 * 1024
"""Bytes of an encoded container (opaque signature, TNEF, encoded message) that are decoded to look inside."""
MAX_CONTAINERS = 3
MAX_ADDRESSES = 2000
"""Addresses read from one header field."""
