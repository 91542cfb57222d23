"""Markup that a parser reads in time and memory that grow with its length, and in nothing worse.

The HTML standard makes some constructs cost the square of their number: the stack of open elements is
searched at most tags; formatting elements left open are opened anew in every paragraph (13.2.4.3,
"reconstruct the active formatting elements": 25 KB of markup become 700 MB of tree); end tags of misnested
ones move whole subtrees (13.2.6.4.7, the "adoption agency algorithm"); each attribute of a tag is compared
with all before it. A page that is meant to be read has little of that. What has more is cut, or loses the
tags in question while its text stays.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator

from scrapers.marks import mark
from scrapers.patterns import pattern

# Browsers stop nesting at 512.
_MAX_DEPTH = 400
# Below this number of tags, nesting alone can't cost more than a tenth of a second.
_HARMLESS_TAGS = 8_000
_TAG = pattern(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_START = pattern(r"<[a-zA-Z]")
_CLOSES_ITSELF = frozenset(
    {"area", "base", "body", "br", "col", "colgroup", "dd", "dt", "embed", "hr", "html", "img", "input", "li"}
    | {"link", "meta", "option", "p", "param", "path", "source", "tbody", "td", "tfoot", "th", "thead", "tr"}
    | {"track", "wbr"}
)
# Formatting elements open at once, times the tags of the page: the elements that a parser may have to add.
_MAX_OPENED_ANEW = 200_000
_MAX_OPEN_FORMATTING = 16
_MAX_OPTIONS = 4_000
_FORMATTING = ("b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u")
_FORMATTING_TAG = pattern(rf"</?(?:{'|'.join(_FORMATTING)})(?=[\s/>])[^<>]*>?", re.I)
_OPTION_TAG = pattern(r"</?opt(?:ion|group)(?=[\s/>])[^<>]*>?", re.I)
# Tags longer than this are looked at; one with more attributes is cut to its first.
_WINDOW = 4_096
_MAX_ATTRIBUTES = 400
_ATTRIBUTE = pattern(r"""[\s/"'][^\s/"'<>=]""")


def _spellings(name: str) -> Iterator[str]:
    """A tag's name in every mixture of small and capital letters."""
    return map("".join, itertools.product(*((letter, letter.upper()) for letter in name)))


def _marks() -> dict[str, int]:
    """How each mark changes the number of formatting elements that are open."""
    change: dict[str, int] = {}
    for name in _FORMATTING:
        # A one-letter name is the beginning of many others, so that what follows it must be looked at.
        ends = "> \t\n\r\f/" if len(name) == 1 else ("",)
        for spelling, end in itertools.product(_spellings(name), ends):
            change[f"<{spelling}{end}"] = 1
            change[f"</{spelling}{end}"] = -1
    return change


_CHANGE = _marks()
_OPTIONS = frozenset(f"<{spelling}" for spelling in _spellings("option"))
mark(*_CHANGE, *_OPTIONS, every=True)


def harmless(markup: str, marks: Iterable[str]) -> str:
    """``markup`` as a parser can read it safely. ``marks`` are the marks found in it, in their order."""
    opened = most = options = 0
    for found in marks:
        change = _CHANGE.get(found)
        if change is not None:
            opened += change
            if opened > most:
                most = opened
            elif opened < 0:
                opened = 0
        elif found in _OPTIONS:
            options += 1
    tags = markup.count("<")
    if most > _MAX_OPEN_FORMATTING or most * tags > _MAX_OPENED_ANEW:
        markup = _FORMATTING_TAG.sub("", markup)
    if options > _MAX_OPTIONS:
        markup = _OPTION_TAG.sub(" ", markup)
    markup = _shorter_tags(markup)
    return _shallow(markup) if tags >= _HARMLESS_TAGS else markup


def _shorter_tags(markup: str) -> str:
    """Without all but the first attributes of tags that have very many.

    A tag that fills a whole window shows no ``>`` in it. One that hides signs of that kind between quotation
    marks in each of its windows stays: it costs time, 4 s for a page of two million characters.
    """
    pieces: list[str] = []
    kept = seen = 0
    for start in range(0, len(markup) - _WINDOW, _WINDOW):
        if start < seen or markup.find(">", start, start + _WINDOW) != -1:
            continue
        tag = markup.rfind("<", seen, start + _WINDOW)
        if tag == -1 or markup.find(">", tag, start + _WINDOW) != -1 or not _START.match(markup, tag):
            continue
        ends = (markup.find(">", start), markup.find("<", start + _WINDOW))
        seen = min((at for at in ends if at != -1), default=len(markup))
        attributes = _ATTRIBUTE.finditer(markup, tag, seen)
        cut = next(itertools.islice(attributes, _MAX_ATTRIBUTES, None), None)
        if cut is not None:
            pieces.append(markup[kept : cut.start()])
            kept = seen
    return "".join([*pieces, markup[kept:]]) if pieces else markup


def _shallow(markup: str) -> str:
    """The markup up to the point where it nests deeper than any page that is meant to be read."""
    depth = 0
    opened: dict[str, int] = {}
    for tag in _TAG.finditer(markup):
        name = tag[2].lower()
        if name in _CLOSES_ITSELF:
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
