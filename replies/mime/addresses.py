"""The mailboxes in an address field (RFC 5322 section 3.4), in all the forms that people and software send.

A tokenizer first: quoted strings, comments, groups, routes and angle brackets mean what the standard says.
Only where that finds no address at all is the text searched for anything that looks like one.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from replies.mime.limits import MAX_ADDRESSES
from replies.patterns import Lazy

MAX_CHARS = 256 * 1024
_MOST_COMMENT = 1000

_TOKEN = Lazy(r'"((?:[^"\\]|\\.)*+)"|<([^<>]{0,2000})>|([,;:()])|([^\s"<>,;:()]+)|(\s+)|(.)', re.DOTALL)
_CLOSED_QUOTES = Lazy(r'(?:[^"]|"(?:[^"\\]|\\.)*+")*+', re.DOTALL)
_ESCAPED = Lazy(r"\\(.)", re.DOTALL)
_ANYWHERE = Lazy(r"[^\s<>()\[\],;:\"'\\]{1,250}@[^\s<>()\[\],;:\"'\\]{1,250}")


class Address(NamedTuple):
    """One mailbox of a header: ``name`` as displayed, ``address`` lower-cased."""

    name: str
    address: str


def addresses(value: str) -> tuple[Address, ...]:
    """The mailboxes in an address header, in order, each address once. Accepts what RFC 5322 forbids."""
    if "@" not in value:
        return ()
    value = value[:MAX_CHARS]
    found = _parsed(value)
    if not found:
        found = [Address("", _tidy(match.group(0))) for match in _ANYWHERE.finditer(value)][:MAX_ADDRESSES]
    named: dict[str, Address] = {}
    for mailbox in found:
        known = named.get(mailbox.address)
        if known is None or (mailbox.name and not known.name):
            named[mailbox.address] = mailbox
    return tuple(named.values())


def _parsed(value: str) -> list[Address]:
    closed = _CLOSED_QUOTES.match(value)
    if closed is not None and closed.end() < len(value):
        value = value[: closed.end()] + value[closed.end() :].replace('"', " ")  # a quote that never ends
    if value.count("(") != value.count(")"):
        value = value.replace("(", " ").replace(")", " ")
    found: list[Address] = []
    box = _Box()
    depth = 0
    for match in _TOKEN.finditer(value):
        kind, text = match.lastindex, match.group()
        if text == "(" and kind == 3:
            depth += 1
            continue
        if text == ")" and kind == 3:
            depth = max(0, depth - 1)
            continue
        if depth:
            box.comment.append(text)
        elif kind == 1:
            box.words.append((_ESCAPED.sub(r"\1", match.group(1)), match.group(0)))
        elif kind == 2:
            box.bracketed(match.group(2))
        elif text in (",", ";"):
            box.close(found)
            if len(found) >= MAX_ADDRESSES:
                return found
        elif text == ":":
            box.colon()
        elif kind == 4:
            box.words.append((text, text))
        elif kind == 5:
            box.words.append((" ", " "))
    box.close(found)
    return found


class _Box:
    """A mailbox that is being read. ``words`` are pairs: as displayed, as written."""

    def __init__(self) -> None:
        self.words: list[tuple[str, str]] = []
        self.comment: list[str] = []
        self._angle = ""

    def bracketed(self, text: str) -> None:
        """``<a@b>``; a second one in the same mailbox counts where the first held no address."""
        text = text.strip()
        if text.startswith("@") and ":" in text:
            text = text.partition(":")[2]  # a route (RFC 5322 section 4.4)
        if not self._angle:
            self._angle = text
        elif "@" not in self._angle or "@" not in text:
            self._angle = text if "@" in text else self._angle

    def colon(self) -> None:
        """The end of a group's name, or of "mailto"; behind an address it means nothing."""
        if not any("@" in shown for shown, _ in self.words):
            self.words.clear()
            self.comment.clear()

    def close(self, found: list[Address]) -> None:
        """End the mailbox and keep it, if it holds an address."""
        name = " ".join("".join(shown for shown, _ in self.words).split())
        if "@" in self._angle:
            address = _tidy(self._angle)
        elif any("@" in written for _, written in self.words):
            address, name = self._bare()
        else:
            address = ""
        if address and "@" in address.strip("@"):
            comment = " ".join("".join(self.comment)[:_MOST_COMMENT].split())
            name = (name or comment).strip("'\" \t")
            found.append(Address("" if name.lower() == address else name, address))
        self.words, self.comment, self._angle = [], [], ""

    def _bare(self) -> tuple[str, str]:
        """An address without brackets, and the words around it: ``Ann ann@firm.example``."""
        text = "".join(written for _, written in self.words).strip()
        if text.startswith('"') and text.count('"@') == 1:
            return _tidy(text), ""  # "quoted local part"@domain
        text = "".join(shown for shown, _ in self.words)
        pieces = text.replace(" @ ", "@").replace("@ ", "@").replace(" @", "@").split()
        at = next((index for index, piece in enumerate(pieces) if "@" in piece.strip("@")), None)
        if at is None:
            return "", ""
        return _tidy(pieces[at]), " ".join(pieces[:at] + pieces[at + 1 :])


def _tidy(address: str) -> str:
    """An address to compare: lower case, without blanks, brackets or a dot at its end."""
    if not address.startswith('"'):
        address = "".join(address.split()).strip("'\"<>[]")
    return address.removeprefix("mailto:").removeprefix("MAILTO:").strip().rstrip(".").lower()
