"""The parts of a message as spans of its bytes: found in one pass, without a copy and without recursion.

The standard library's parser splits all text into lines and recurses into each level; a 40 MB message costs
it minutes or gigabytes when somebody means it to. Here only lines that begin like a delimiter are looked at,
and one table of open boundaries answers whether they are one (see docs/decisions).
"""

from __future__ import annotations

import re

from replies.mime import fields as header
from replies.mime.defects import Defect
from replies.mime.fields import Field, value_of
from replies.mime.limits import (
    MAX_BOUNDARY,
    MAX_CANDIDATES,
    MAX_DEPTH,
    MAX_HEADER_BYTES,
    MAX_PART_HEADER_BYTES,
    MAX_PARTS,
    MAX_REPAIRS,
)
from replies.mime.parameters import boundary, media_type, parameters
from replies.patterns import Lazy

_USED_BOUNDARY = Lazy(
    rb"^--([^\r\n]{2,200}?)[ \t]*\r?\n(?:Content-|[ \t]*\r?\n)", re.IGNORECASE | re.MULTILINE
)
_FIRST_LINE = Lazy(rb"\s{0,100}--[^\r\n]{2,200}\r?\nContent-", re.IGNORECASE)
_REPAIR_WINDOW = 1024 * 1024
MESSAGES = frozenset(("message/rfc822", "message/global", "message/news", "message/partial"))


class Part:
    """An entity: its header fields, its media type, and the span of ``source`` that is its body."""

    __slots__ = ("children", "end", "fields", "known", "source", "start", "type")

    def __init__(self, source: bytes, fields: list[Field], start: int, end: int, default: str) -> None:
        self.source = source
        self.fields = fields
        self.start = start
        self.end = end
        declared = _declared(fields)
        self.type = media_type(declared) or ("text/plain" if declared else default)
        self.known = parameters(declared)
        self.children: list[Part] = []

    @property
    def encoding(self) -> str:
        """The declared transfer encoding, lower case."""
        value = value_of(self.fields, "content-transfer-encoding")
        return value.split(b";", 1)[0].split(b"(", 1)[0].strip(b" \t\"'").decode("ascii", "replace").lower()

    @property
    def multipart(self) -> bool:
        return self.type.startswith("multipart/")

    @property
    def message(self) -> bool:
        """A message inside, as it is: it has no transfer encoding to be undone first."""
        return self.type in MESSAGES and self.encoding not in ("base64", "quoted-printable")

    @property
    def boundary(self) -> bytes:
        return boundary(_declared(self.fields), self.known)[:MAX_BOUNDARY]


def _declared(fields: list[Field]) -> bytes:
    """The last Content-Type: relays put theirs above the one that the message was sent with."""
    return value_of(fields[::-1], "content-type")


def outline(source: bytes, found: dict[str, None], *, start: int = 0) -> Part:
    """The tree of a message's parts. Defects are added to ``found``."""
    end = len(source)
    top, body = header.read(source, start, end, MAX_HEADER_BYTES, found, first=True)
    root = Part(source, top, body, end, "text/plain")
    if not value_of(top, "content-type") and _FIRST_LINE.match(source, body):
        root.type = "multipart/mixed"  # the header lost its Content-Type on the way
    scan = _Scan(source, found)
    scan.run(root, root.boundary)
    _repair(root, scan, found)
    return root


class _Scan:
    """The search for delimiters. Parts and candidates are counted over all of a message."""

    def __init__(self, source: bytes, found: dict[str, None]) -> None:
        self._source = source
        self._found = found
        self.parts = 0
        self._candidates = 0

    def run(self, root: Part, declared: bytes) -> None:
        """Find the parts inside of ``root``, whose boundary is ``declared``."""
        stack: list[Part] = []
        opened: dict[bytes, int] = {}
        at = self._enter(root, declared, stack, opened)
        limit = root.end
        while opened and self.parts < MAX_PARTS and self._candidates < MAX_CANDIDATES:
            line = self._source.find(b"\n--", at, limit)
            if line < 0:
                break
            stop = self._source.find(b"\n", line + 1, min(limit, line + MAX_BOUNDARY + 16))
            if stop < 0 and limit - line > MAX_BOUNDARY + 16:
                at = line + 3
                continue
            stop = limit if stop < 0 else stop
            level, closes = _level(self._source[line + 3 : stop].rstrip(), opened)
            if level < 0:
                self._candidates += 1
                at = line + 3
                continue
            cut = line - 1 if self._source[line - 1 : line] == b"\r" else line
            _close(stack, opened, level + 1, cut)
            if closes:
                opened = {key: place for key, place in opened.items() if place != level}
                at = stop
                continue
            child = self._child(stack[level], min(stop + 1, limit), limit)
            at = max(stop, self._enter(child, child.boundary, stack, opened))
        if self.parts >= MAX_PARTS or self._candidates >= MAX_CANDIDATES:
            self._found[Defect.TOO_MANY_PARTS] = None
        elif any(stack[place].children for place in opened.values()):
            self._found[Defect.NOT_CLOSED] = None
        _close(stack, opened, 0, limit)

    def _child(self, parent: Part, start: int, limit: int) -> Part:
        self.parts += 1
        top, body = header.read(self._source, start, limit, MAX_PART_HEADER_BYTES, self._found)
        default = "message/rfc822" if parent.type == "multipart/digest" else "text/plain"
        child = Part(self._source, top, body, limit, default)
        parent.children.append(child)
        return child

    def _enter(self, part: Part, declared: bytes, stack: list[Part], opened: dict[bytes, int]) -> int:
        """Open a part, and the message that it holds; returns where the search goes on."""
        stack.append(part)
        while part.message and len(stack) <= MAX_DEPTH and self.parts < MAX_PARTS:
            part = self._child(part, part.start, part.end)
            declared = part.boundary
            stack.append(part)
        if part.multipart and declared and declared not in opened:
            if len(opened) < MAX_DEPTH and len(stack) <= 2 * MAX_DEPTH:
                opened[declared] = len(stack) - 1
            else:
                self._found[Defect.NESTING] = None
        return max(part.start - 1, 0)


def _level(line: bytes, opened: dict[bytes, int]) -> tuple[int, bool]:
    """Which open multipart a line delimits (-1: none), and whether it closes it."""
    level = opened.get(line)
    if level is not None:
        return level, False
    if line.endswith(b"--"):
        return opened.get(line[:-2].rstrip(), -1), True
    return -1, False


def _close(stack: list[Part], opened: dict[bytes, int], keep: int, end: int) -> None:
    """End every part above the first ``keep`` of the stack."""
    for part in stack[keep:]:
        part.end = max(part.start, min(part.end, end))
    del stack[keep:]
    for key in [key for key, place in opened.items() if place >= keep]:
        del opened[key]


def _repair(root: Part, scan: _Scan, found: dict[str, None]) -> None:
    """Read a multipart again with the boundary that it really uses, where it declares another or none."""
    waiting = [root]
    repairs = 0
    while waiting:
        part = waiting.pop()
        if part.multipart and not part.children and repairs < MAX_REPAIRS:
            repairs += 1
            stop = min(part.end, part.start + _REPAIR_WINDOW)
            used = _USED_BOUNDARY.search(part.source, part.start, stop)
            if used is not None and used.group(1) != part.boundary:
                found[Defect.BOUNDARY] = None
                scan.run(part, used.group(1))
        waiting.extend(part.children)
