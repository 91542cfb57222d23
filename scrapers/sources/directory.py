"""A directory: a page that links to companies, and pages after it.

The campaign says with CSS selectors where the links are. Links to the directory's own site are no companies;
where the selector names parts of the page, all links in them count.
"""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from outreach.ids import digest
from outreach.sources import DirectorySource
from scrapers.domains import registrable_domain
from scrapers.sources.found import BadAnswer, Found, reduce
from scrapers.sources.walk import Answer, BadPlace, Reading, Request, Service, SourceFailed, check, parse_json

NAME = "directory"
_MOST_LINKS = 5_000
_MARK = 8  # characters of a digest that stand for a page that was read


def parse(body: bytes, url: str = "", links: str = "a[href]") -> Found:
    """The companies that a page at ``url`` links to; ``where`` counts the links from 1.

    ``body`` is UTF-8. Raises ``BadAnswer`` for a selector that is none.
    """
    return reduce(
        (number, link) for number, link in enumerate(_links(body, url, links), 1) if not _own(link, url)
    )


def next_page(body: bytes, url: str, selector: str) -> str | None:
    """Where the link to the next page leads, on the same site; None without one. Raises ``BadAnswer``."""
    for link in _links(body, url, selector) if selector else ():
        if _own(link, url):
            return link
    return None


class DirectoryWalk:
    """Page by page, each once. A place is a JSON list: a page's address, and marks of the pages before it."""

    def __init__(self, source: DirectorySource) -> None:
        self._source = source

    def request(self, place: str | None) -> Request | None:
        return Request(Service.WEB, self._at(place)[0])

    def read(self, place: str | None, answer: Answer) -> Reading:
        asked, seen = self._at(place)
        if answer.status != 200:
            check(answer, "the directory")
        url = answer.url or asked
        try:
            found = parse(answer.body, url, self._source.links)
            link = next_page(answer.body, url, self._source.following)
        except BadAnswer as error:
            raise SourceFailed("bad_selector", str(error)) from error
        known = (*seen, _mark(asked))
        following = None if link is None or _mark(link) in known else _place(link, known)
        return Reading(found, following)

    def _at(self, place: str | None) -> tuple[str, tuple[str, ...]]:
        if place is None:
            return self._source.url, ()
        try:
            parts = parse_json(place.encode())
        except BadAnswer as error:
            raise BadPlace("the place names no page") from error
        if not isinstance(parts, list) or not parts or not all(isinstance(part, str) for part in parts):
            raise BadPlace("the place names no page")
        return parts[0], tuple(parts[1:])


def walk(source: DirectorySource) -> DirectoryWalk:
    return DirectoryWalk(source)


def _place(url: str, seen: tuple[str, ...]) -> str:
    import json

    return json.dumps([url, *seen], separators=(",", ":"))


def _mark(url: str) -> str:
    return digest("page", url)[:_MARK]


def _links(body: bytes, url: str, selector: str) -> list[str]:
    # Imported here: only a campaign with a directory needs it.
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError

    tree = LexborHTMLParser(body)
    try:
        chosen = tree.css(selector)
    except SelectolaxError as error:
        raise BadAnswer(f"{selector!r} is no CSS selector") from error
    found: dict[str, None] = {}
    for node in chosen:
        for link in [node] if node.tag == "a" else node.css("a[href]"):
            address = _absolute(link.attributes.get("href") or "", url)
            if address:
                found[address] = None
            if len(found) >= _MOST_LINKS:
                return list(found)
    return list(found)


def _absolute(href: str, url: str) -> str:
    """A link's address without its fragment; empty for what is not on the web."""
    try:
        address = urljoin(url, href.strip()).partition("#")[0]
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.netloc and len(address) <= 2_000 else ""


def _own(link: str, url: str) -> bool:
    own = registrable_domain(url)
    return own is not None and registrable_domain(link) == own
