"""Where the author's words end: the signature, a phone's footer, a legal notice, a list's footer.

A cut needs words above it, and closings and names count only near the end: a signature is short.
"""

# ruff: noqa: E501 - patterns read best whole, one idea a line
from __future__ import annotations

import re
from functools import lru_cache

from replies.patterns import Lazy
from replies.visible import footer_words as words
from replies.visible.lines import DIVIDER, alternatives, says_something

_MOST_NAMED = 10  # filled lines from a name to the end
_MOST_BELOW = 14  # filled lines from a closing to the end
_MARK = Lazy(r"^\s*(?:--|—|–|__|—-)\s*$")
_NAME = r"[^\W\d_][\w.'’-]*(?:\s+[^\W\d_][\w.'’-]*){0,3}"
# "-- Ann", "- ann", "/Ann Doe"; "--option value" is a command's.
_DASHED_NAME = Lazy(rf"^ {{0,3}}(?:-{{1,3}}|/|—|–|~)\s?(?:[^\W\d_][\w.'’]*|(?=[^\W\d_a-zà-ž]){_NAME})\s*$")
_LIST_ITEM = Lazy(r"^\s*[-–—*•]\s")
_TRACE = Lazy(
    r"(?:\+|\b00)?\(?\d{1,4}\)?[\s./-]?\(?\d{2,5}\)?[\s./-]\d{2,}[\d\s./-]*|[\w.+-]+@[\w-]+\.[\w.-]+|\bhttps?://|\bwww\.|"
    r"\b(?:tel|fax|phone|mobile|cell|mob|telefon|handy|direct|office|skype|ext)\b\s?[.:]?\s?\(?\+?\d|\bx\d{3,6}\b",
    re.IGNORECASE,
)
_SENTENCE_END = Lazy(r"(?<!\bInc)(?<!\bLtd)(?<!\bCo)(?<!\bCorp)(?<!\bLlc)(?<!\bLLC)(?<!\bS\.A)[.?!;,:]\s*$")
# What divides a name from the rest of a signature that is one line: "Ann Doe | Firm Ltd".
_AFTER_NAME = Lazy(r"\s*[|•·/]|\s+[-–—]\s|,\s")


@lru_cache(maxsize=1)
def _footer() -> re.Pattern[str]:
    return re.compile(
        rf"^\s*[*_<\[(«]{{0,3}}(?:{'|'.join(words.FOOTERS)})\s*[>\])*_»]{{0,3}}\s*$", re.IGNORECASE
    )


@lru_cache(maxsize=1)
def _closing() -> re.Pattern[str]:
    return re.compile(
        r"^\s*(?:(?:many |vielen |herzlichen |besten )?(?:thanks|thank you|dank|danke|merci|gracias|grazie|obrigad[oa]|bedankt|tack|tak|takk|kiitos)(?:,| and| &| und| et| y| e| en| och| og| ja) )?"
        rf"(?:{alternatives(words.CLOSINGS)})(?: (?:from|aus|vom|de|depuis|desde|da|van|uit|z|från|fra) [^\n.!?]{{2,30}})?\s*[,.!;:、。，–-]*\s*$",
        re.IGNORECASE,
    )


@lru_cache(maxsize=1)
def _disclaimer() -> re.Pattern[str]:
    return re.compile(rf"^\s*[*_<>#]{{0,60}}\s*(?:{'|'.join(words.DISCLAIMERS)})", re.IGNORECASE)


@lru_cache(maxsize=1)
def _banner() -> re.Pattern[str]:
    return re.compile(rf"^\s*[*_]*(?:{'|'.join(words.BANNERS)})\s*$", re.IGNORECASE)


def without_signature(lines: list[str], author: str = "") -> tuple[list[str], list[str]]:
    """Split the author's lines into what is said and what follows it. ``author`` is the name in From."""
    lines = _without_banners(lines)
    filled = [index for index, line in enumerate(lines) if line.strip()]
    start = next((n for n, index in enumerate(filled) if says_something([lines[index]])), len(filled)) + 1
    cut = len(lines)
    for place in range(start, len(filled)):
        if _starts(lines, filled, place):
            cut = filled[place]
            break
    cut = min(cut, _named_block(lines, filled[start:], cut, author))
    return _without_trailing_divider(lines[:cut]), lines[cut:]


def _without_banners(lines: list[str]) -> list[str]:
    """The lines below a gateway's warnings at the top."""
    for _ in range(4):
        first = next((i for i, line in enumerate(lines) if line.strip()), None)
        if first is None or not (_banner().match(lines[first]) or DIVIDER.match(lines[first])):
            break
        if not says_something(lines[first + 1 :]):
            break
        lines = lines[first + 1 :]
    return lines


def _starts(lines: list[str], filled: list[int], place: int) -> bool:
    """Whether a signature, a footer or a legal notice starts at the filled line ``place``."""
    line = lines[filled[place]]
    below = [lines[i] for i in filled[place + 1 : place + 3]]
    left = len(filled) - place - 1
    if len(line) > 400:
        return bool(_disclaimer().match(line[:300]))
    if _MARK.match(line):
        return True
    if DIVIDER.match(line):
        # A ruler is the author's, unless a signature's worth of lines is left, or a footer follows.
        return ("_" in line and left <= _MOST_BELOW) or (bool(below) and bool(_disclaimer().match(below[0])))
    if _disclaimer().match(line) or (left <= _MOST_BELOW and _footer().match(line)):
        return True
    if left <= _MOST_BELOW and _closing().match(line):
        return not below or len(below[0]) <= 80
    return (
        _ends(below)
        and bool(_DASHED_NAME.match(line))
        and not (place and _LIST_ITEM.match(lines[filled[place - 1]]))
    )


def _ends(below: list[str]) -> bool:
    """Whether only a divider, a footer or a trace of contact follows."""
    if not below:
        return True
    return bool(
        DIVIDER.match(below[0])
        or _footer().match(below[0])
        or _TRACE.search(below[0])
        or _disclaimer().match(below[0])
    )


def _named_block(lines: list[str], filled: list[int], end: int, author: str) -> int:
    """Where the author's own name starts a signature that no closing announces; ``end`` where none does."""
    if not author:
        return end
    places = [index for index in filled if index < end]
    for index in reversed(places[-_MOST_NAMED:]):
        line = lines[index].strip()
        if _same(line, author) or _same(_AFTER_NAME.split(line)[0], author, whole=True):
            return index
        if len(line) > 64 or (_SENTENCE_END.search(line) and not _TRACE.search(line)):
            break
    return end


def _same(line: str, author: str, *, whole: bool = False) -> bool:
    """Whether a line is the author's name, whole, turned around, or (not ``whole``) the first name alone."""
    said = re.findall(r"[^\W\d_]+", line.casefold())
    name = re.findall(r"[^\W\d_]+", author.casefold())
    if not said or not name or len(said) > 4:
        return False
    if said == name[:1] and len(name[0]) > 1:
        return not whole or len(name) == 1
    long = [word for word in said if len(word) > 1]
    return len(long) >= 2 and all(word in name for word in long)


def _without_trailing_divider(lines: list[str]) -> list[str]:
    end = len(lines)
    while end and (not lines[end - 1].strip() or DIVIDER.match(lines[end - 1])):
        end -= 1
    return lines[:end] if says_something(lines[:end]) else lines
