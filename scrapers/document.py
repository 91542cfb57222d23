"""One page, parsed once, in the views that the extractors share."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.page import Page
from scrapers.patterns import pattern

# Beyond this a page is cut: nothing that names a company stands after two million characters.
MAX_CHARS = 2_000_000
_MAX_JSONLD_CHARS = 400_000
_MAX_JSONLD_DEPTH = 12
_MAX_LINKS = 4_000

_NOT_TEXT = ["script", "style", "template", "svg", "noscript", "iframe", "object", "head"]
_INLINE = ["a", "abbr", "b", "bdi", "big", "cite", "em", "font", "i", "ins", "mark", "nobr", "small", "span"]
_INLINE += ["strong", "sub", "sup", "tt", "u", "wbr"]
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_SPACES = pattern(r"[ \t\r\f\v\u00a0\u2000-\u200a\u202f\u3000]+")
# A comment put into an address to break it ("sales<!-- x -->@<!-- y -->shop.example").
_COMMENT_IN_WORD = pattern(r"(?<=[\w.+-])<!--[^<>]{0,80}-->(?=@)|(?<=@)<!--[^<>]{0,80}-->")
_HOST = pattern(r"//([a-zA-Z0-9][a-zA-Z0-9.-]{2,100})")
# An HTML parser looks up the stack of open elements at most tags (the standard's "has an element in scope"),
# so its time grows with the square of the depth. Browsers stop nesting at 512.
_MAX_DEPTH = 1_000
_HARMLESS_TAGS = 8_000
_TAG = pattern(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_CLOSES_ITSELF = pattern(
    r"area|base|body|br|col|colgroup|dd|dt|embed|hr|html|img|input|li|link|meta|option|p|param|path|source|"
    r"tbody|td|tfoot|th|thead|tr|track|wbr"
)
_TRAILING_COMMA = pattern(r",\s*([}\]])")


@dataclass(frozen=True, slots=True)
class Link:
    """An ``<a>``: its raw ``href``, the URL it leads to, and its visible text."""

    href: str
    url: str
    text: str


def tidy(text: str, limit: int = 300) -> str:
    """One line: invisible characters dropped, blanks joined, cut at ``limit`` characters."""
    return " ".join(text.translate(_INVISIBLE).split())[:limit].strip()


class Document:
    """Views over one page. Reading any of them raises nothing, whatever the page's bytes were.

    Views that need the untouched tree are taken when the document is made; the text views cut scripts and
    inline markup out of it afterwards.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        body = page.body[:MAX_CHARS]
        if "-->@" in body or "@<!--" in body:
            body = _COMMENT_IN_WORD.sub("", body)
        body = _shallow(body)
        if body.rfind("<") > body.rfind(">"):
            body += '">'  # cut inside a tag, which a parser would drop with all its attributes
        self.markup = body
        self.url = page.final_url or page.url
        self._tree = LexborHTMLParser(body)
        root = self._tree.root
        html = self._tree.css_first("html") if root is not None else None
        self.language_tag = tidy((html.attributes.get("lang") or "") if html else "", 35)
        self.title = self._title()
        self.meta = self._meta()
        self.generators = self._generators()
        self.json_ld = list(self._json_ld())
        self.links = list(self._links())
        canonical = self._tree.css_first('link[rel="canonical"]')
        self.canonical = tidy((canonical.attributes.get("href") or "") if canonical else "", 500)
        self.assets = self._assets()
        self.classes = self._classes(html)
        self.hosts = frozenset(host.lower().rstrip(".") for host in _HOST.findall(body))

    def select(self, query: str) -> list[LexborNode]:
        """Elements by CSS selector. Scripts are gone once a text view was read: select those first."""
        return self._tree.css(query)

    def _title(self) -> str:
        node = self._tree.css_first("title")
        return tidy(node.text(), 500) if node is not None else ""

    def _meta(self) -> dict[str, str]:
        """``<meta>`` content by lower-case name, property or itemprop. The first of each name wins."""
        found: dict[str, str] = {}
        for node in self._tree.css("meta[content]"):
            attributes = node.attributes
            name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
            content = attributes.get("content")
            if name and content and len(found) < 300:
                found.setdefault(name.strip().lower(), tidy(content, 1_000))
        return found

    def _generators(self) -> tuple[str, ...]:
        nodes = self._tree.css('meta[name="generator" i]')
        return tuple(tidy(node.attributes.get("content") or "", 120).lower() for node in nodes[:10])

    def _json_ld(self) -> Iterator[dict[str, Any]]:
        """Every JSON-LD object on the page, nested ones included, outermost first."""
        for node in self._tree.css('script[type="application/ld+json"]'):
            text = node.text().strip()
            if not text or len(text) > _MAX_JSONLD_CHARS:
                continue
            yield from _objects(_lenient_json(text), _MAX_JSONLD_DEPTH)

    def _links(self) -> Iterator[Link]:
        base_node = self._tree.css_first("base[href]")
        base = _absolute(self.url, (base_node.attributes.get("href") or "") if base_node else "")
        for node in self._tree.css("a[href]")[:_MAX_LINKS]:
            href = (node.attributes.get("href") or "").strip()
            if href and len(href) < 4_000:
                yield Link(href, _absolute(base, href), tidy(node.text(separator=" "), 120))

    def _assets(self) -> str:
        """The addresses of scripts, styles, frames, images and forms, one a line."""
        lines = []
        for node in self._tree.css("script[src],link[href],iframe[src],img[src],form[action],source[src]"):
            attributes = node.attributes
            lines.append(attributes.get("src") or attributes.get("href") or attributes.get("action") or "")
        return "\n".join(lines)

    def _classes(self, html: LexborNode | None) -> str:
        body = self._tree.body
        both = [(node.attributes.get("class") or "") for node in (html, body) if node is not None]
        return f" {' '.join(' '.join(both).split())} "

    @cached_property
    def text(self) -> str:
        """Visible text with a line break at every tag: nothing that tags keep apart is glued together."""
        self._tree.strip_tags(_NOT_TEXT, recursive=True)
        body = self._tree.body or self._tree.root
        return "" if body is None else _clean(body.text(separator="\n", skip_empty=True))

    @cached_property
    def flow(self) -> str:
        """Visible text with line breaks at block elements only: what inline tags split is one again."""
        split = self.text
        for node in self._tree.css('span[style*="display:none"],span[style*="display: none"]'):
            node.decompose()
        # <br> has no text of its own; without this the lines on its two sides would become one.
        for node in self._tree.css("br"):
            node.replace_with("\n")
        self._tree.unwrap_tags(_INLINE)
        self._tree.merge_text_nodes()
        body = self._tree.body or self._tree.root
        return split if body is None else _clean(body.text(separator="\n", skip_empty=True))


def _shallow(markup: str) -> str:
    """The markup up to the point where it nests deeper than any page that is meant to be read."""
    if markup.count("<") < _HARMLESS_TAGS:
        return markup
    depth = 0
    opened: dict[str, int] = {}
    for tag in _TAG.finditer(markup):
        name = tag[2].lower()
        if _CLOSES_ITSELF.fullmatch(name):
            continue
        if not tag[1]:
            opened[name] = opened.get(name, 0) + 1
            depth += 1
            if depth > _MAX_DEPTH:
                return markup[: tag.start()]
        elif opened.get(name):
            # An end tag without its start closes nothing, however many of them there are.
            opened[name] -= 1
            depth -= 1
    return markup


def _clean(text: str) -> str:
    return _SPACES.sub(" ", text.translate(_INVISIBLE))


def _absolute(base: str, href: str) -> str:
    try:
        return urljoin(base, href)
    except ValueError:
        return ""


def _lenient_json(text: str) -> object:
    """JSON as shops write it: wrapped in comments, with raw line breaks and trailing commas. Else None."""
    text = text.removeprefix("<!--").removesuffix("-->").removeprefix("//<![CDATA[").removesuffix("//]]>")
    for candidate in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            return json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(value: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth == 0:
        return
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _objects(inner, depth - 1)
    elif isinstance(value, list):
        for inner in value[:500]:
            yield from _objects(inner, depth - 1)
