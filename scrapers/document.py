"""One page, parsed once, in the views that the extractors share. Each view is made when it is first read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers import structured
from scrapers.harmless import harmless
from scrapers.marks import found_in, is_marked, mark
from scrapers.page import Page
from scrapers.patterns import pattern
from scrapers.views import view
from scrapers.wording import plain, tidy

__all__ = ["MAX_CHARS", "Document", "Link", "tidy"]

# Beyond this a page is cut: nothing that names a company stands after two million characters.
MAX_CHARS = 2_000_000
_MAX_LINKS = 4_000
_MAX_HREF = 4_000
_MAX_NAMES = 300
_MOST_PLACES = 60  # at which a text is looked at
_LONGEST_TAG = 4_000
_LONGEST_SCHEME = 12

_NOT_TEXT = ["script", "style", "template", "svg", "noscript", "iframe", "object"]
_INLINE = ["a", "b", "em", "font", "i", "small", "span", "strong", "u"]
_RARELY_INLINE = ["abbr", "bdi", "big", "cite", "ins", "mark", "nobr", "sub", "sup", "tt", "wbr"]
# A comment put into an address to break it ("sales<!-- x -->@<!-- y -->shop.example").
_COMMENT_IN_WORD = pattern(r"(?<=[\w.+-])<!--[^<>]{0,80}-->(?=@)|(?<=@)<!--[^<>]{0,80}-->")
_HOST = pattern(r"//([a-zA-Z0-9][a-zA-Z0-9.-]{2,100})")
_ADDRESS = pattern(r"""\s(?:src|href|action)\s?=\s?["']?([^\s"'<>]{1,2000})""", re.I)
_TAG_NAME = pattern(r"<([a-zA-Z][a-zA-Z0-9-]*)")

_COMMENT_MARKS = ("-->@", "@<!--")
_HIDDEN_MARKS = ("display:none", "display: none")
_NOT_TEXT_MARKS = {f"<{spelt}": name for name in _NOT_TEXT for spelt in (name, name.upper(), name.title())}
_INLINE_MARKS = {f"<{spelt}": name for name in _RARELY_INLINE for spelt in (name, name.upper())}
mark("ld+json", "<base", "<BASE", *_COMMENT_MARKS, *_HIDDEN_MARKS, *_INLINE_MARKS, *_NOT_TEXT_MARKS)


class Link:
    """An ``<a>``: its raw ``href``, the URL it leads to, and its visible text."""

    __slots__ = ("_base", "_text", "_url", "href")

    def __init__(self, href: str, base: str, text: str) -> None:
        self.href = href
        self._base = base
        self._text = text
        self._url: str | None = None

    @property
    def url(self) -> str:
        """Absolute where the page's address is known; empty where ``href`` is no URL."""
        if self._url is None:
            self._url = _absolute(self._base, self.href)
        return self._url

    @property
    def text(self) -> str:
        return tidy(self._text, 120)


class Document:
    """Views over one page. Reading any of them raises nothing, whatever the page's bytes were.

    ``marks`` are the texts of ``scrapers.marks`` that are in the source; ``markup`` is the source as parsed.
    The text views cut scripts, and ``flow`` inline markup, out of the tree. What a rule selects in the tree
    is selected before it reads a text.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.url = page.final_url or page.url
        body = page.body[:MAX_CHARS]
        if body.rfind("<") > body.rfind(">"):
            body += '">'  # cut inside a tag, which a parser would drop with all its attributes
        encoded = body.encode(errors="replace")
        marks = found_in(encoded)
        self.marks = frozenset(marks)
        self.markup = harmless(body, marks)
        if not self.marks.isdisjoint(_COMMENT_MARKS):
            self.markup = _COMMENT_IN_WORD.sub("", self.markup)
        unchanged = self.markup is body
        self._tree = LexborHTMLParser(encoded if unchanged else self.markup.encode(errors="replace"))
        self._html = self._tree.root
        self._is_cut = False

    def holds(self, text: str) -> bool:
        """Is ``text`` in the page's source? Costs nothing for a text that ``marks.mark`` was told of."""
        return text in self.marks or (not is_marked(text) and text in self.markup)

    def holds_any(self, *texts: str) -> bool:
        """Is one of these in the page's source?"""
        return not self.marks.isdisjoint(texts) or any(map(self.holds, texts))

    def select(self, query: str) -> list[LexborNode]:
        """Elements by CSS selector. Scripts are gone once a text view was read: select those first."""
        return self._tree.css(query)

    def tags_with(self, text: str) -> Iterator[tuple[str, int]]:
        """The start tags that hold ``text`` in an attribute: name in small letters, offset of the text."""
        markup = self.markup
        at = markup.find(text)
        for _ in range(_MOST_PLACES):
            if at == -1:
                return
            start = markup.rfind("<", max(0, at - _LONGEST_TAG), at)
            if start != -1 and markup.find(">", start, at) == -1:
                if name := _TAG_NAME.match(markup, start):
                    yield name[1].lower(), at
                at += len(text)
            elif (at := markup.find("<", at)) == -1:
                return  # in a script or in prose: not before the next tag is there another to look at
            at = markup.find(text, at)

    @property
    def has_hidden(self) -> bool:
        """May there be text that is not shown between text that is?"""
        return not self.marks.isdisjoint(_HIDDEN_MARKS)

    @view
    def language_tag(self) -> str:
        """The ``lang`` of ``<html>``."""
        return tidy((self._html.attributes.get("lang") or "") if self._html else "", 35)

    @view
    def title(self) -> str:
        node = self._tree.css_first("title")
        return tidy(node.text(), 500) if node is not None else ""

    @view
    def meta(self) -> dict[str, str]:
        """``<meta>`` content by lower-case name, property or itemprop. The first of each name wins."""
        found: dict[str, str] = {}
        for node in self._tree.css("meta[content]")[:_MAX_NAMES]:
            attributes = node.attributes
            name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
            content = attributes.get("content")
            if name and content:
                found.setdefault(name.strip().lower(), tidy(content, 1_000))
        return found

    @view
    def generators(self) -> tuple[str, ...]:
        """What made the page, by its own ``<meta name="generator">``, in small letters."""
        if "generator" not in self.meta:
            return ()
        nodes = self._tree.css('meta[name="generator" i]')
        return tuple(tidy(node.attributes.get("content") or "", 120).lower() for node in nodes[:10])

    @view
    def json_ld(self) -> list[dict[str, Any]]:
        """Every JSON-LD object on the page, nested ones included, outermost first."""
        if not self.holds("ld+json"):
            return []
        return structured.json_ld(
            node.text() for node in self._tree.css('script[type="application/ld+json" i]')
        )

    @view
    def _anchors(self) -> list[tuple[str, LexborNode]]:
        """Targets and elements of the page's links, from a tree that is whole."""
        tree = LexborHTMLParser(self.markup) if self._is_cut else self._tree
        found = []
        for node in tree.css("a[href]")[:_MAX_LINKS]:
            href = (node.attrs["href"] or "").strip()
            if href and len(href) < _MAX_HREF:
                found.append((href, node))
        return found

    @view
    def _base(self) -> str:
        """What the page's relative addresses are relative to."""
        if self.holds_any("<base", "<BASE") and (node := self._tree.css_first("base[href]")) is not None:
            return _absolute(self.url, node.attributes.get("href") or "")
        return self.url

    @view
    def links(self) -> list[Link]:
        """The page's ``<a href>`` in their order, at most 4,000. Costs a parse after a text view was read."""
        return [Link(href, self._base, node.text(separator=" ")) for href, node in self._anchors]

    def links_with(self, scheme: str) -> list[Link]:
        """The links of a scheme, such as ``mailto:``, in the page's order."""
        return self._links_by_scheme.get(scheme, [])

    def stating(self, key: str) -> list[dict[str, Any]]:
        """The JSON-LD objects that have ``key``, outermost first."""
        return self._by_key.get(key, [])

    @view
    def _by_key(self) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        for node in self.json_ld:
            for key in node:
                found.setdefault(key, []).append(node)
        return found

    @view
    def _links_by_scheme(self) -> dict[str, list[Link]]:
        found: dict[str, list[Link]] = {}
        for href, node in self._anchors:
            if ":" in href[:_LONGEST_SCHEME] and not href.startswith("http"):
                scheme = href.partition(":")[0].lower() + ":"
                found.setdefault(scheme, []).append(Link(href, self._base, node.text(separator=" ")))
        return found

    @view
    def targets(self) -> str:
        """What the links lead to, as written, one a line: for rules that look at all of them at once."""
        return "\n".join([href for href, _ in self._anchors])

    @view
    def canonical(self) -> str:
        """The address that the page calls its own."""
        node = self._tree.css_first('link[rel="canonical"]')
        return tidy((node.attributes.get("href") or "") if node else "", 500)

    @view
    def assets(self) -> str:
        """Every address in an attribute of the source (``src``, ``href``, ``action``), one a line."""
        return "\n".join(_ADDRESS.findall(self.markup))

    @view
    def classes(self) -> str:
        """The classes of ``<html>`` and ``<body>`` between blanks."""
        nodes = (self._html, self._tree.body)
        both = [(node.attributes.get("class") or "") for node in nodes if node is not None]
        return f" {' '.join(' '.join(both).split())} "

    @view
    def hosts(self) -> frozenset[str]:
        """Every host that the source names behind ``//``, in small letters."""
        return frozenset(host.lower().rstrip(".") for host in set(_HOST.findall(self.markup)))

    @view
    def text(self) -> str:
        """Visible text with a line break at every tag: nothing that tags keep apart is glued together."""
        self._take_from_whole_tree()
        there = {name for spelt, name in _NOT_TEXT_MARKS.items() if spelt in self.marks}
        self._tree.strip_tags(sorted(there), recursive=True)
        return self._visible()

    @view
    def flow(self) -> str:
        """Visible text with line breaks at block elements only: what inline tags split is one again."""
        split = self.text
        if self.has_hidden:
            for node in self._tree.css('span[style*="display:none"],span[style*="display: none"]'):
                node.decompose()
        # <br> has no text of its own; without this the lines on its two sides would become one.
        for node in self._tree.css("br"):
            node.replace_with("\n")
        rare = {name for spelt, name in _INLINE_MARKS.items() if spelt in self.marks}
        self._tree.unwrap_tags([*_INLINE, *sorted(rare)])
        self._tree.merge_text_nodes()
        return self._visible() or split

    def _take_from_whole_tree(self) -> None:
        """Make the views of which the text views cut something away, and let go of what they destroy."""
        _ = self.json_ld, self.targets, self._links_by_scheme
        self._is_cut = True
        del self._anchors

    def _visible(self) -> str:
        body = self._tree.body
        if body is None:
            if (head := self._tree.head) is not None:
                head.decompose()
            body = self._tree.root
        return "" if body is None else plain(body.text(separator="\n", strip=True, skip_empty=True))


def _absolute(base: str, href: str) -> str:
    if href.startswith(("https://", "http://")):
        return href
    try:
        return urljoin(base, href)
    except ValueError:
        return ""
