"""Where on a page a fingerprint stands: in an address, in an inline script, in a header, or only in prose."""

from __future__ import annotations

from collections.abc import Mapping

from scrapers.document import Document
from scrapers.marks import mark

PLACES = frozenset({"host", "asset", "code", "link", "tag", "script", "generator", "meta", "class", "header"})
"""Where a fingerprint can be looked for; ``data/platforms.toml`` says what each is."""

_ASSETS = frozenset({"script", "link", "img", "iframe", "form", "source", "video", "object", "embed"})
_CODE = frozenset({"script", "link", "form"})
_LONGEST_SCRIPT = 200_000


def spellings(where: str, text: str) -> tuple[str, ...]:
    """What a page's source holds one of, wherever ``text`` is in the place ``where``.

    Empty for the places that are short enough to be looked at directly. A host is named behind ``//``, which
    scripts also write as ``\\\\/\\\\/``, or behind the name of one below it.
    """
    if where == "host":
        return (f"/{text}", f".{text}")
    return (text,) if where in ("asset", "code", "link", "tag", "script") else ()


def look_for(where: str, text: str) -> None:
    """Have the fingerprint looked for in every page: see ``scrapers.marks``."""
    if marks := spellings(where, text):
        mark(*marks)


def leaves(document: Document, where: str, text: str) -> bool:
    """Is ``text`` in the place ``where`` of the page? ``look_for`` was called for it before."""
    match where:
        case "host":
            return document.holds_any(*spellings(where, text))
        case "asset":
            return document.holds(text) and any(name in _ASSETS for name, _ in document.tags_with(text))
        case "code":
            return document.holds(text) and any(name in _CODE for name, _ in document.tags_with(text))
        case "link":
            return document.holds(text) and any(name == "a" for name, _ in document.tags_with(text))
        case "tag":
            return document.holds(text) and any(True for _ in document.tags_with(text))
        case "script":
            return document.holds(text) and _in_script(document.markup, text)
        case "generator":
            return any(generator.startswith(text) for generator in document.generators)
        case "meta":
            name, equals, start = text.partition("=")
            content = document.meta.get(name)
            return content is not None and (not equals or content.lower().startswith(start))
        case "class":
            return f" {text} " in document.classes
        case "header":
            return _in_headers(document.page.headers, text.lower())
        case _:
            raise ValueError(f"{where!r} is no place to look")


def _in_headers(headers: Mapping[str, str], text: str) -> bool:
    name, colon, value = text.partition(": ")
    if not colon:
        return any(header.startswith(name) for header in headers)
    return name in headers and value in headers[name].lower()


def _in_script(markup: str, text: str) -> bool:
    """Does ``text`` stand between ``<script`` and ``</script``, the first time or the last?"""
    for at in (markup.find(text), markup.rfind(text)):
        earliest = max(0, at - _LONGEST_SCRIPT)
        opened = markup.rfind("<script", earliest, at)
        if opened != -1 and markup.find("</script", opened, at) == -1:
            return True
    return False
