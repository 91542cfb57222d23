"""HTML in which everything is text unless this module made it.

Names, facts and reasons come from other people's pages and mails. ``el`` escapes every string that it is
given; only what ``el`` itself returned passes as HTML. Nothing else in the dashboard writes HTML.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from unicodedata import category
from urllib.parse import urlsplit

# Marks that turn the writing direction around for what follows them (Unicode TR 9, section 2).
_TURNS = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Html(str):
    """HTML made by ``el``."""

    __slots__ = ()


def plain(value: object) -> str:
    """Text without control characters (line breaks stay) and without marks that turn the writing."""
    return "".join(c for c in str(value) if c == "\n" or not (c in _TURNS or category(c) in ("Cc", "Cs")))


def text(value: object) -> Html:
    """A value as HTML that shows exactly it."""
    return value if isinstance(value, Html) else Html(escape(plain(value), quote=True))


def el(tag: str, *children: object, cls: str = "", **attributes: str) -> Html:
    """An element. Children and attribute values are escaped, unless they are ``Html`` already."""
    named = {"class": cls, **attributes}
    written = "".join(f' {name}="{text(value)}"' for name, value in named.items() if value)
    return Html(f"<{tag}{written}>{''.join(text(child) for child in children)}</{tag}>")


def web_address(value: object) -> str | None:
    """The value if it is an address that a browser may open by a click: http or https with a host."""
    if not isinstance(value, str):
        return None
    try:
        parts = urlsplit(value)
        host = parts.hostname
    except ValueError:
        return None
    good = parts.scheme in ("http", "https") and host and value.isprintable() and " " not in value
    return value if good else None


def link(address: str, shown: object) -> Html:
    """A link that opens in a tab of its own and does not tell where it was clicked."""
    return el("a", shown, href=address, target="_blank", rel="noopener noreferrer nofollow")


def joined(parts: Iterable[Html]) -> Html:
    """Pieces of HTML, one after the other."""
    return Html("".join(parts))
