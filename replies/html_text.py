"""HTML mail to text as a reader sees it, with the quoted history left out on request.

Hidden text (preheaders, tracking words) is left out; lists, tables, preformatted text and emoji pictures are
kept readable. What carries no mark of a mail client is cut from the text by ``visible``.
"""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from typing import TYPE_CHECKING

from replies.patterns import Lazy

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_BLOCK_NAMES = (
    "address article aside blockquote body center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section table tbody tfoot thead tr ul"
)
_SKIPPED_NAMES = (
    "script style head title meta link noscript template svg object iframe select datalist audio video"
)
_VOID_NAMES = "br img hr meta link input col area base wbr li td th tr option"
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_SKIPPED = frozenset(_SKIPPED_NAMES.split())
_SPACED = frozenset(("p", "ul", "ol", "table"))
MAX_HTML_CHARS = 600_000
# The parser takes time that grows with the square of the depth: 100,000 open elements take seconds.
_MAX_UNCLOSED = 3000
_SMALL = 9000
_OPENING = Lazy(r"<([a-zA-Z][a-zA-Z0-9]{0,20})")
_CLOSING = Lazy(r"</([a-zA-Z][a-zA-Z0-9]{0,20})")
_ANY_TAG = Lazy(r"<(?:script|style)\b[^<]{0,5000}</(?:script|style)>|<[^<>]{0,2000}>", re.IGNORECASE)
_SELF_CLOSING = frozenset(_VOID_NAMES.split())
_BLANKS = Lazy(r"[ \t\r\n\f]+")
_EMPTY_LINES = Lazy(r"\n{3,}")
# What is drawn as nothing: zero-width marks, and the fillers with which preheaders are padded.
_INVISIBLE = {ord(mark): None for mark in "\u200b\u200c\u2060\ufeff\u00ad\u034f"} | {0xA0: " "}
_HIDING = Lazy(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0|max-height\s*:\s*0|"
    r"opacity\s*:\s*0|preheader|\bhidden\b",
    re.IGNORECASE,
)
_HIDDEN = Lazy(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|"
    r"(?:max-height|opacity)\s*:\s*0(?:\.0+)?(?:px|pt|em)?\s*(?:!important\s*)?(?:;|$))",
    re.IGNORECASE,
)
_NO_SIZE = Lazy(
    r"(?:^|;)\s*font-size\s*:\s*0(?:\.0+)?(?:px|pt|em|%)?\s*(?:!important\s*)?(?:;|$)", re.IGNORECASE
)
_LETTER = Lazy(r"[^\W_]")
_MOST_ALT = 40


def to_text(html: str, *, without_quotes: bool = False) -> str:
    """HTML as text: a line a block, links by their text, pictures by nothing unless they are emoji.

    With ``without_quotes`` the history that mail clients mark is dropped. Input beyond
    ``MAX_HTML_CHARS`` is not read.
    """
    from selectolax.lexbor import LexborHTMLParser  # 8 ms: many answers are plain text

    html = html[:MAX_HTML_CHARS]
    if _unclosed(html) > _MAX_UNCLOSED:
        return _stripped(html)
    tree = LexborHTMLParser(html)
    body = tree.body
    if body is None:
        return ""
    hidden = _hidden(tree) if _HIDING.search(html) else set()
    dropped = set(hidden)
    if without_quotes:
        from replies.html_quotes import quoted

        dropped |= quoted(tree, lambda without: _render(body, without | hidden))
    text = _render(body, dropped)
    if not text and hidden:
        return _render(body, dropped - hidden)  # what hides everything hides nothing
    return text


def holds_words(html: str) -> bool:
    """Whether HTML shows anything at all."""
    if not html.strip():
        return False
    bare = _ANY_TAG.sub(" ", html[:20_000])
    return len(html) > 20_000 or bool(unescape(bare).translate(_INVISIBLE).strip()) or "<img" in html.lower()


def _unclosed(html: str) -> int:
    """How many elements are opened and never closed, at most: the depth that hostile mail can reach."""
    if len(html) < _SMALL:
        return 0
    opened = Counter(name.lower() for name in _OPENING.findall(html))
    closed = Counter(name.lower() for name in _CLOSING.findall(html))
    return sum(max(0, count - closed[name]) for name, count in opened.items() if name not in _SELF_CLOSING)


def _stripped(html: str) -> str:
    """The text of HTML that is nested too deeply to be parsed in reasonable time."""
    return re.sub(r"[ \t]+", " ", unescape(_ANY_TAG.sub(" ", html))).strip()


def _hidden(tree: LexborHTMLParser) -> set[int]:
    """The ids of elements that no reader sees."""
    found = {node.mem_id for node in tree.css("[hidden], [class*=preheader]")}
    for node in tree.css("[style]"):
        style = node.attributes.get("style") or ""
        if ":" not in style or node.tag == "body":
            continue
        # A size of nothing on a wrapper only removes gaps: the elements inside set their own.
        if _HIDDEN.search(style) or (
            _NO_SIZE.search(style) and node.css_first("[style*=font-size] *, font") is None
        ):
            found.add(node.mem_id)
    return found


def _render(root: LexborNode, dropped: set[int]) -> str:
    """Walk without recursion: hostile mail nests tens of thousands of elements."""
    out = _Lines()
    stack: list[tuple[LexborNode | None, int, bool]] = [(root, 0, False)]
    while stack:
        node, breaks, literal = stack.pop()
        if node is None:
            out.end(breaks)
            continue
        if dropped and node.mem_id in dropped:
            continue
        tag = node.tag
        if tag == "-text":
            out.add(node.text_content or "", literal)
            continue
        if tag is None or tag[0] in "-_" or tag in _SKIPPED:
            continue
        if tag == "br":
            out.feed()
            continue
        if tag == "img":
            out.add(_emoji(node), literal)
            continue
        if tag == "hr":
            out.end(1)
            out.add("________________________________", literal)
            out.end(1)
            continue
        breaks = 2 if tag in _SPACED else 1 if tag in _BLOCKS else 0
        if breaks:
            out.end(breaks)
            if tag == "li":
                out.add(_bullet(node), True)
            stack.append((None, breaks, False))
        elif tag in ("td", "th"):
            out.add(" ", False)
        literal = literal or tag == "pre"
        child = node.last_child
        while child is not None:
            stack.append((child, 0, literal))
            child = child.prev
    return out.text()


class _Lines:
    """Text that is being laid out: blocks begin on a new line, and no more than that."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._breaks = 2  # line breaks at the end so far; the beginning needs none

    def add(self, text: str, literal: bool) -> None:
        if not literal:
            text = _BLANKS.sub(" ", text)
            if self._breaks and text[:1] == " ":
                text = text[1:]
        if text:
            self._pieces.append(text)
            self._breaks = len(text) - len(text.rstrip("\n"))

    def feed(self) -> None:
        """A line break that somebody typed."""
        self._pieces.append("\n")
        self._breaks += 1

    def end(self, breaks: int) -> None:
        """End the line; with two breaks, leave a line empty."""
        if self._breaks < breaks:
            self._pieces.append("\n" * (breaks - self._breaks))
            self._breaks = breaks

    def text(self) -> str:
        text = "".join(self._pieces).translate(_INVISIBLE)
        return _EMPTY_LINES.sub("\n\n", "\n".join(line.strip() for line in text.split("\n"))).strip()


def _bullet(node: LexborNode) -> str:
    """What a browser draws before an item. Numbers are counted for short lists only."""
    parent = node.parent
    if parent is None or parent.tag != "ol":
        return "• "
    number = 1
    before = node.prev
    while before is not None and number < 100:
        number += before.tag == "li"
        before = before.prev
    return f"{number}. "


def _emoji(node: LexborNode) -> str:
    """The alternative text of a picture that stands for a character; nothing for any other."""
    alt = node.attributes.get("alt") or ""
    if not alt or len(alt) > _MOST_ALT:
        return ""
    kind = f"{node.attributes.get('class') or ''} {'goomoji' if 'goomoji' in node.attributes else ''}".lower()
    if "emoji" in kind or "goomoji" in kind or (not alt.isascii() and not _LETTER.search(alt)):
        return alt
    return ""
