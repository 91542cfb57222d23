"""The quoted history in HTML mail: what the mail clients themselves mark, so that no language matters here.

Nothing is taken out of the tree: the ids of the nodes to be left out are collected, and the renderer skips
them. (Destroying a node frees its children, which other selectors may have found already.)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from replies.patterns import Lazy

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

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
_MAX_DEPTH = 400


def quoted(tree: LexborHTMLParser, text_without: Callable[[set[int]], str]) -> set[int]:
    """The ids (``mem_id``) of the nodes that hold history.

    ``text_without`` gives the body's text without some nodes.
    """
    dropped: set[int] = set()
    for node in tree.css(", ".join(_QUOTES)):
        if not _is_forward(node):
            dropped.add(node.mem_id)
    for selector in _MARKS:
        mark = tree.css_first(selector)
        if mark is not None:
            _cut_from(mark, dropped)
    for node in tree.css("div[style*=border-top]"):
        if _OUTLOOK_BORDER.search(node.attributes.get("style") or ""):
            _cut_from(_outermost(node), dropped)
            break
    _drop_last_blockquote(tree, dropped, text_without)
    return dropped


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


def _cut_from(node: LexborNode, dropped: set[int]) -> None:
    """Drop a node and all that follows it in the document."""
    dropped.add(node.mem_id)
    current: LexborNode | None = node
    for _ in range(_MAX_DEPTH):
        if current is None or current.tag in ("body", "html"):
            break
        following: LexborNode | None = current.next
        while following is not None:
            dropped.add(following.mem_id)
            following = following.next
        current = current.parent


def _drop_last_blockquote(
    tree: LexborHTMLParser, dropped: set[int], text_without: Callable[[set[int]], str]
) -> None:
    """Drop the last top-level unmarked blockquote, unless the whole message is one."""
    candidates = [
        node
        for node in tree.css("blockquote")
        if not _inside(node, dropped) and "gmail_quote" not in (node.attributes.get("class") or "")
    ]
    if not candidates:
        return
    last = candidates[-1].mem_id
    if text_without(dropped | {last}):
        dropped.add(last)


def _inside(node: LexborNode, dropped: set[int]) -> bool:
    """Whether a node is gone already, or stands in another blockquote."""
    if node.mem_id in dropped:
        return True
    parent = node.parent
    for _ in range(_MAX_DEPTH):
        if parent is None:
            return False
        if parent.tag == "blockquote" or parent.mem_id in dropped:
            return True
        parent = parent.parent
    return True
