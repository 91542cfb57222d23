"""Structured data of a page: JSON-LD (https://www.w3.org/TR/json-ld11/) as shops write it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from scrapers.patterns import pattern

_MAX_CHARS = 400_000  # of one script
_MAX_DEPTH = 12
_MAX_ITEMS = 500  # of one list
_MAX_OBJECTS = 5_000  # of one page
_TRAILING_COMMA = pattern(r",\s*([}\]])")


def json_ld(scripts: Iterable[str]) -> list[dict[str, Any]]:
    """Every object in the scripts, nested ones included, outermost first."""
    found: list[dict[str, Any]] = []
    for script in scripts:
        text = script.strip()
        if text and len(text) <= _MAX_CHARS:
            _collect(_lenient(text), _MAX_DEPTH, found)
    return found


def values(node: dict[str, Any], key: str) -> Iterator[Any]:
    """What ``node`` has for ``key``, one by one: a property may have one value or a list of them."""
    value = node.get(key)
    if isinstance(value, list):
        yield from value[:_MAX_ITEMS]
    elif value is not None:
        yield value


def types(node: dict[str, Any]) -> list[str]:
    """The object's types in small letters, without the vocabulary's address."""
    return [kind.rpartition("/")[2].lower() for kind in values(node, "@type") if isinstance(kind, str)]


def _lenient(text: str) -> object:
    """JSON as shops write it: wrapped in comments, with raw line breaks and trailing commas. Else None."""
    if text[0] in "</":
        text = text.removeprefix("<!--").removesuffix("-->").removeprefix("//<![CDATA[").removesuffix("//]]>")
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        pass
    try:
        return json.loads(_TRAILING_COMMA.sub(r"\1", text), strict=False)
    except (ValueError, RecursionError):
        return None


def _collect(value: object, depth: int, found: list[dict[str, Any]]) -> None:
    if depth == 0 or len(found) >= _MAX_OBJECTS:
        return
    if isinstance(value, dict):
        found.append(value)
        for inner in value.values():
            if isinstance(inner, (dict, list)):
                _collect(inner, depth - 1, found)
    elif isinstance(value, list):
        for inner in value[:_MAX_ITEMS]:
            if isinstance(inner, (dict, list)):
                _collect(inner, depth - 1, found)
