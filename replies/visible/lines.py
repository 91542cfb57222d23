"""A text as lines, and what one line can be told by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from replies.patterns import Lazy

MAX_LINES = 4000
MAX_LINE_CHARS = 2000
ADDRESS = r"[^\s<>@\"']{1,64}@[^\s<>@\"']{1,190}"

# "> quoted", "&gt; quoted" of broken HTML, "| > quoted", and "JD> quoted" of the oldest clients.
QUOTED = Lazy(r"^\s{0,3}(?:>|&gt;|\|\s?>|[A-Z]{1,3}>(?:\s|$))")
DECORATED = Lazy(r"^\s*>+.*<+\s*$")
DIVIDER = Lazy(r"^\s*(?:[-_=*—–~#]{5,}|(?:[-_=*—–~#]\s){5,}[-_=*—–~#]?)\s*$")
_SAYS = Lazy(r"\w|[!?👍👎✅❌❤🙏🎉👌]|[😀-🙏]")
_INVISIBLE: dict[int, str | None] = {
    ord(c): None for c in "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
}
_INVISIBLE |= {ord("\xa0"): " ", ord("\u202f"): " ", ord("\u2028"): "\n", ord("\u2029"): "\n"}
_MANY_BLANKS = Lazy(r"\n{3,}")


def lines_of(text: str) -> list[str]:
    """The lines of a text, without what no reader sees; at most ``MAX_LINES`` of ``MAX_LINE_CHARS``.

    Longer ones go on in the next: somebody may write a page without a line end, and decline at its end.
    """
    clean = text.replace("\r\n", "\n").replace("\r", "\n")
    if not clean.isascii():
        clean = clean.translate(_INVISIBLE)
    found = clean.split("\n", MAX_LINES)[:MAX_LINES]
    if max(map(len, found)) > MAX_LINE_CHARS:
        found = [piece for line in found for piece in _folded(line)][:MAX_LINES]
    return [line.rstrip() for line in found]


def _folded(line: str) -> Iterator[str]:
    start = 0
    while len(line) - start > MAX_LINE_CHARS:
        space = line.rfind(" ", start, start + MAX_LINE_CHARS)
        end = space if space > start else start + MAX_LINE_CHARS
        yield line[start:end]
        start = end + (end == space)
    yield line[start:]


def tidy(lines: Iterable[str]) -> str:
    """The lines as one text: no blank edges, at most one blank line in a row."""
    return _MANY_BLANKS.sub("\n\n", "\n".join(lines)).strip()


def says_something(lines: Iterable[str]) -> bool:
    """Whether a word, a mark of mood or a picture of one stands there."""
    return any(_SAYS.search(line) and not DIVIDER.match(line) for line in lines)


def next_is_quoted(lines: list[str], start: int) -> bool:
    """Whether the next line that says anything, within six, is marked as quoted."""
    for line in lines[start : start + 6]:
        if line.strip():
            return bool(QUOTED.match(line))
    return False


def alternatives(words: Iterable[str]) -> str:
    """The words as one regular expression, the longest first; any run of white space between their parts."""
    unique = sorted(set(words), key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in unique)
