"""HTML mail to text, with the quoted history left out on request.

Quotes are found by what the clients themselves mark (an element per client, noted beside each selector), so
that no language matters here. What carries no mark is cut from the text by ``visible``.
"""

from __future__ import annotations

import re
from collections import Counter
from html import unescape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from replies.patterns import Lazy

_BLOCK_NAMES = (
    "address article aside blockquote body center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section table tbody tfoot thead tr ul"
)
_SKIPPED_NAMES = "script style head title meta link noscript template svg object iframe select"
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_SKIPPED = frozenset(_SKIPPED_NAMES.split())
# Elements that hold only what was written before, and the client that makes them.
_QUOTES = (
    "div.gmail_quote",  # Gmail
    "div.gmail_extra blockquote",  # Gmail before 2018
    "blockquote[type=cite]",  # Apple Mail, Thunderbird
    "div.yahoo_quoted",  # Yahoo
    "div.moz-cite-prefix",  # Thunderbird: "On … wrote:"
    "div.protonmail_quote",  # Proton
    "div.tutanota_quote",  # Tuta
    "blockquote.tutanota_quote",
    "div.zmail_extra",  # Zoho
    "div.aol_quote",  # AOL
    "#OLK_SRC_BODY_SECTION",  # Outlook for Mac
    "#isReplyContent",  # Outlook mobile
    "#reply-intro",  # Roundcube
    "div.front-blockquote, blockquote.front-blockquote",  # Front
    "div.gmail_attr",  # Gmail: "On … wrote:"
)
# Elements after which everything is history: Outlook and Hotmail put it behind a mark, not inside one.
_MARKS = (
    "#divRplyFwdMsg",  # Outlook on the web, new Outlook
    "#mail-editor-reference-message-container",  # Outlook mobile
    "#appendonsend",  # Outlook on the web
    "hr#stopSpelling",  # Hotmail
    "hr#zwchr",  # Zimbra
    "div.mail_quote",  # one of the Russian webmails
)
_OUTLOOK_BORDER = Lazy(
    r"border:\s*none;\s*border-top:\s*solid\s*#(?:B5C4DF|E1E1E1)\s*1\.0pt;\s*padding:\s*3\.0pt\s*0(?:cm|in)",
    re.IGNORECASE,
)
MAX_HTML_CHARS = 600_000
# The parser takes time that grows with the square of the depth: 100,000 open elements take seconds.
_MAX_UNCLOSED = 3000
_SMALL = 9000
_OPENING = Lazy(r"<([a-zA-Z][a-zA-Z0-9]{0,20})")
_CLOSING = Lazy(r"</([a-zA-Z][a-zA-Z0-9]{0,20})")
_ANY_TAG = Lazy(r"(?is)<(?:script|style)\b.{0,5000}?</(?:script|style)>|<[^<>]{0,2000}>")
_SELF_CLOSING = frozenset(
    [
        "br",
        "img",
        "hr",
        "meta",
        "link",
        "input",
        "col",
        "area",
        "base",
        "wbr",
        "li",
        "td",
        "th",
        "tr",
        "option",
    ]
)
_MAX_DEPTH = 400


def to_text(html: str, *, without_quotes: bool = False) -> str:
    """HTML as text: a line a block, links by their text, images by nothing.

    With ``without_quotes`` the history that mail clients mark is dropped. Input beyond
    ``MAX_HTML_CHARS`` is not read.
    """
    html = html[:MAX_HTML_CHARS]
    if _unclosed(html) > _MAX_UNCLOSED:
        return _stripped(html)
    tree = LexborHTMLParser(html)
    body = tree.body
    if body is None:
        return ""
    if without_quotes:
        _drop_quotes(tree)
    return _render(body)


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


def _drop_quotes(tree: LexborHTMLParser) -> None:
    for selector in _QUOTES:
        for node in tree.css(selector):
            if _is_forward(node):
                continue
            node.decompose()
    for selector in _MARKS:
        mark = tree.css_first(selector)
        if mark is not None:
            _cut_from(mark)
    for node in tree.css("div[style]"):
        if _OUTLOOK_BORDER.search(node.attributes.get("style") or ""):
            _cut_from(_outermost(node))
            break
    _drop_last_blockquote(tree)


def _is_forward(node: LexborNode) -> bool:
    """Gmail puts a forwarded message into a quote element too, as the message's only content."""
    return "---------- Forwarded message" in (node.text(deep=True) or "")[:200]


def _outermost(node: LexborNode) -> LexborNode:
    """Climb while the parent holds nothing before this node: Outlook wraps its border once or twice."""
    current: LexborNode = node
    for _ in range(3):
        parent = current.parent
        if parent is None or parent.tag in ("body", "html") or current.prev is not None:
            break
        current = parent
    return current


def _cut_from(node: LexborNode) -> None:
    """Drop a node and all that follows it in the document."""
    current: LexborNode | None = node
    first = True
    for _ in range(_MAX_DEPTH):
        if current is None or current.tag in ("body", "html"):
            break
        parent = current.parent
        following: LexborNode | None = current.next
        while following is not None:
            after: LexborNode | None = following.next
            following.decompose()
            following = after
        if first:
            current.decompose()
            first = False
        current = parent


def _drop_last_blockquote(tree: LexborHTMLParser) -> None:
    """Drop the last top-level unmarked blockquote, unless the whole message is one."""
    candidates = [
        node
        for node in tree.css("blockquote")
        if not _inside(node, "blockquote") and "gmail_quote" not in (node.attributes.get("class") or "")
    ]
    if not candidates:
        return
    last = candidates[-1]
    body = tree.body
    whole = len((body.text(deep=True) if body is not None else "").split())
    inside = len((last.text(deep=True) or "").split())
    if whole > inside:
        last.decompose()


def _inside(node: LexborNode, tag: str) -> bool:
    parent = node.parent
    for _ in range(_MAX_DEPTH):
        if parent is None:
            return False
        if parent.tag == tag:
            return True
        parent = parent.parent
    return True


def _render(root: LexborNode) -> str:
    """Walk without recursion: hostile mail nests tens of thousands of elements."""
    out: list[str] = []
    stack: list[tuple[LexborNode | None, str]] = [(root, "")]
    while stack:
        node, closing = stack.pop()
        if node is None:
            out.append(closing)
            continue
        tag = node.tag
        if tag == "-text":
            text = node.text_content or ""
            out.append(re.sub(r"[ \t\r\n\f]+", " ", text))
            continue
        if tag is None or tag.startswith(("-", "_")) or tag in _SKIPPED:
            continue
        if tag == "br":
            out.append("\n")
            continue
        if tag == "hr":
            out.append("\n________________________________\n")
            continue
        block = tag in _BLOCKS
        if block:
            out.append("\n")
        if tag in ("p", "ul", "ol", "table"):
            out.append("\n")
        stack.append((None, "\n\n" if tag == "p" else "\n" if block else " " if tag in ("td", "th") else ""))
        children = []
        child = node.child
        while child is not None:
            children.append(child)
            child = child.next
        stack.extend((c, "") for c in reversed(children))
    text = "".join(out).replace("\xa0", " ").replace("\u200b", "").replace("\ufeff", "")
    lines = [line.strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
