"""What can be wrong with a message, in plain words. Each name is what ``Message.defects`` lists."""

from __future__ import annotations

from enum import StrEnum


class Defect(StrEnum):
    """Something that had to be repaired, or that was left unread."""

    EMPTY = "empty"
    """No byte but blanks."""
    NO_HEADER = "no_header"
    """No header field that mail has: these bytes are no message."""
    HEADER_FLOOD = "header_flood"
    """More header than is read; the rest of it was skipped."""
    HEADER_LINE = "header_line"
    """A line in the header that is neither a field nor folded; taken for the rest of the line above."""
    NO_SEPARATOR = "no_separator"
    """The header ends without an empty line."""
    BOUNDARY = "boundary"
    """The declared boundary is missing or never used; the one that is used was taken."""
    NO_PARTS = "no_parts"
    """A multipart without a single part; read as plain text."""
    NOT_CLOSED = "not_closed"
    """The last delimiter of a multipart is missing."""
    TOO_MANY_PARTS = "too_many_parts"
    NESTING = "nesting"
    """Multiparts inside one another beyond the limit; the innermost were not opened."""
    CHARSET = "charset"
    """The declared charset is unknown or wrong; another was found by looking at the bytes."""
    BASE64 = "base64"
    """Declared as base64 and not valid: what could be decoded was."""
    TRANSFER_ENCODING = "transfer_encoding"
    """A transfer encoding that does not exist; the bytes were taken as they are."""
    NULS = "nuls"
    """NUL bytes in the text, removed."""
    TRUNCATED = "truncated"
    """More text than is kept."""
    PARTIAL = "partial"
    """A fragment of a message that was sent in pieces (message/partial)."""
    CONTAINER = "container"
    """A signed or TNEF container that could not be opened."""
