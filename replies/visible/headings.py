"""The heading that a client writes above a quote: "On 3 May 2026 at 10:00, Ann <ann@firm.example> wrote:".

Found by its shape, over up to six lines: an opening word or a date, an address or a date, a verb, a colon.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from replies.patterns import Lazy
from replies.visible import header_words as words
from replies.visible.lines import ADDRESS, alternatives, next_is_quoted

_WINDOW = 6
_MOST_CHARS = 500
_TAIL = 60  # characters in which a heading may end with its verb
_LEAD = r"^[\s>*_<-]*"
_END = r"\s?[:：][\s>*_-]*$"
_DATE = r"(?:\d{1,4}\s?[./年년-]|\d{1,2}:\d{2}|\b(?:19|20)\d{2}\b|[٠-٩]{2,4})"
# A whole date with figures only, or a year and a time: what no sentence about dates says by accident.
_WHEN = (
    r"(?:\d{1,4}\s?[./年년-]\s?\d{1,2}\s?[./月월-]\s?\d{1,4}|"
    r"\b(?:19|20)\d{2}\b[^\n]{0,40}\d{1,2}[:.]\d{2}|\d{1,2}[:.]\d{2}[^\n]{0,40}\b(?:19|20)\d{2}\b)"
)


@lru_cache(maxsize=1)
def _verb() -> re.Pattern[str]:
    return re.compile(alternatives(words.VERBS), re.IGNORECASE)


@lru_cache(maxsize=1)
def _verb_at_end() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(words.VERBS)}){_END}", re.IGNORECASE)


_HAS_DATE = Lazy(_DATE)


class _Shapes(NamedTuple):
    """Patterns by what a cheap look must have found first: each costs up to a millisecond a window."""

    ending_with_verb: tuple[re.Pattern[str], ...]
    with_verb_and_date: tuple[re.Pattern[str], ...]
    with_address_and_date: tuple[re.Pattern[str], ...]

    def match(self, joined: str) -> bool:
        dated = bool(_HAS_DATE.search(joined))
        tried: list[tuple[re.Pattern[str], ...]] = []
        if _verb_at_end().search(joined[-_TAIL:]):
            tried.append(self.ending_with_verb)
        if dated and _verb().search(joined):
            tried.append(self.with_verb_and_date)
        if dated and "@" in joined:
            tried.append(self.with_address_and_date)
        return any(pattern.match(joined) for patterns in tried for pattern in patterns)


@lru_cache(maxsize=1)
def _patterns() -> _Shapes:
    openings, verbs = alternatives(words.OPENINGS), alternatives(words.VERBS)
    spanning = re.IGNORECASE | re.DOTALL
    return _Shapes(
        ending_with_verb=(
            # On 3 May 2026 at 10:00, Ann <ann@firm.example> wrote:
            re.compile(
                rf"{_LEAD}(?:{openings})\b.{{0,300}}?(?:{_DATE}|{ADDRESS}).{{0,300}}?(?:{verbs}){_END}",
                spanning,
            ),
            # Ann <ann@firm.example> wrote:   张三 <a@firm.example> 于2026年5月3日写道：
            re.compile(rf"{_LEAD}.{{0,100}}{ADDRESS}[>)\]]?.{{0,80}}(?:{verbs}){_END}", spanning),
            # Ann Doe <ann@firm.example>, 3 May 2026 Mon, 10:00 tarihinde şunu yazdı:
            re.compile(rf"{_LEAD}[^\n]{{2,120}}{_WHEN}[^\n]{{0,90}}(?:{verbs}){_END}", re.IGNORECASE),
        ),
        with_verb_and_date=(
            # Am 3. Mai 2026 um 10:00 schrieb Ann <ann@firm.example>:   ons 4 dec. 2024 kl. 20:42 skrev Ann:
            re.compile(
                rf"{_LEAD}(?:(?:{openings})\b|\d).{{0,200}}?{_DATE}.{{0,200}}?\b(?:{verbs})\b.{{0,160}}{_END}",
                spanning,
            ),
            # Ann Doe <ann@firm.example> schrieb am Mo., 3. Mai 2026, 10:00:   Ann ezt írta (2026. máj. 3.):
            re.compile(
                rf"{_LEAD}[^\n:]{{2,90}}\b(?:{verbs})\b[^\n]{{0,40}}?{_WHEN}[^\n]{{0,30}}?(?:{verbs})?{_END}",
                spanning,
            ),
        ),
        with_address_and_date=(
            # 2022年1月1日(金) 9:00 Ann <ann@firm.example>:
            # 2026-05-03 10:00 GMT+03:00 Ann <ann@firm.example>:
            re.compile(
                rf"{_LEAD}\d{{1,4}}\s?[./年년-]\s?\d{{1,2}}.{{0,160}}"
                rf"<\s*(?:mailto:)?{ADDRESS}\s*>.{{0,30}}{_END}",
                re.DOTALL,
            ),
            # Thu, 26 Jun 2014 14:00:51 +0400 от Ann <ann@firm.example>:
            re.compile(
                rf"{_LEAD}(?:{openings})\b.{{0,100}}?{_DATE}.{{0,100}}?<\s*{ADDRESS}\s*>.{{0,10}}{_END}",
                spanning,
            ),
            # Wiadomość napisana przez Ann <ann@firm.example> w dniu 3 maj 2026, o godz. 10:00:
            re.compile(
                rf"{_LEAD}(?:{openings})\b.{{0,100}}?{ADDRESS}.{{0,60}}?{_DATE}.{{0,30}}{_END}", spanning
            ),
        ),
    )


@lru_cache(maxsize=1)
def _dashed() -> re.Pattern[str]:
    """---- Ann wrote ----   ---- On Mon, 03 May 2026 10:00:00 +0200 Ann <ann@firm.example> wrote ----"""
    verbs = alternatives(words.VERBS)
    return re.compile(
        rf"^\s*-{{2,}}\s*.{{1,250}}\b(?:{verbs})\s*[:：]?\s*-{{2,}}\s*$", re.IGNORECASE | re.DOTALL
    )


@lru_cache(maxsize=1)
def _may_start() -> re.Pattern[str]:
    """A cheap test that a line may open a heading: saves joining windows for ordinary lines."""
    openings, verbs = alternatives(words.OPENINGS), alternatives(words.VERBS)
    return re.compile(
        rf"^[\s>*_<-]*(?:(?:{openings})\b.*\d|\d{{1,4}}[./年년\s-]|[^\n]*@|[^\n]{{2,90}}\b(?:{verbs})\b.*\d)|"
        rf"^\s*-{{2,}}\s*[^\s-]",
        re.IGNORECASE,
    )


@lru_cache(maxsize=1)
def _short() -> re.Pattern[str]:
    """Ann Doe wrote:    (no date, no address, so the quote below has to be marked)"""
    return re.compile(rf"^[\s>*_-]*[^\n:.!?]{{2,60}}\b(?:{alternatives(words.VERBS)}){_END}", re.IGNORECASE)


# 2026-05-03 10:00 Ann <ann@firm.example>     (no colon, so the quote below has to be marked)
_NO_COLON = Lazy(rf"^\s*\d{{4}}[/.-]\d{{1,2}}[/.-]\d{{1,2}}\b.{{0,120}}<{ADDRESS}>\s*$")
# >>> Ann Doe <ann@firm.example> 03.05.26 10:00 >>>
_GROUPWISE = Lazy(
    r"^\s*>>>\s?\S.{1,150}\d{1,4}[./-]\d{1,2}[./-]\d{2,4}.{0,20}\d{1,2}[:.]\d{2}.{0,20}(?:>>>)?\s*$"
)
# Ann Doe ---03.05.2026 10:00:12---Hello Sam, we …
_NOTES_TEASER = Lazy(
    r"^\s*\S.{1,120}?\s?-{3}\s?\d{1,4}[./-]\d{1,2}[./-]\d{2,4}\s.{0,25}\d{1,2}[:.]\d{2}.{0,12}-{3}.*$"
)
_SHARED = Lazy(
    r"^(?P<before>.*?\S)\s*(?P<heading>(?:-{2,}\s*)?\bOn\s(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|"
    r"aug|sep|oct|nov|dec|\d)[^\n]{8,200}\b(?:wrote|sent)\s*:)\s*$",
    re.IGNORECASE,
)


class Effort:
    """How many more windows of a text may be held against the costly shapes.

    Mails need a few dozen; a text made of almost-headings would cost ten milliseconds a line.
    """

    __slots__ = ("left",)

    def __init__(self, left: int = 60) -> None:
        self.left = left


def heading_length(lines: list[str], at: int, effort: Effort) -> int:
    """How many lines the heading of a quote takes from here; 0 where there is none."""
    line = lines[at]
    if not line.strip():
        return 0
    if ">>>" in line and _GROUPWISE.match(line):
        return 1
    if "---" in line and _NOTES_TEASER.match(line):
        return 1
    may_end = any(_ends(text) for text in lines[at : at + _WINDOW])
    if may_end and line.endswith((":", "：")) and _short().match(line) and next_is_quoted(lines, at + 1):
        return 1
    if may_end and effort.left > 0 and _may_start().match(line):
        joined = ""
        for size, text in enumerate(lines[at : at + _WINDOW], 1):
            piece = text.strip()
            joined = f"{joined} {piece}" if joined else piece
            if len(joined) > _MOST_CHARS or (size > 3 and not piece):
                break
            if _ends(piece):
                if _is_heading(joined):
                    return size
                effort.left -= 1
            ends_sentence = piece.endswith((".", "?", "!")) and "@" not in piece
            if ends_sentence and (size > 1 or not "".join(lines[at + 1 : at + 2]).strip()):
                break
            if piece.endswith("--"):
                break
    return 1 if _NO_COLON.match(line) and next_is_quoted(lines, at + 1) else 0


def _ends(line: str) -> bool:
    """Whether a heading may end with this line: tried before the costly patterns."""
    return line.rstrip(" >*_-\t")[-1:] in (":", "：") or line.endswith("--")


def _is_heading(joined: str) -> bool:
    if joined.endswith("-"):
        return bool(_dashed().match(joined))
    return _patterns().match(joined)


def words_before(line: str) -> str:
    """The author's words that share a line with an English heading, or an empty string."""
    if " On " not in line and "-On " not in line:
        return ""
    shared = _SHARED.match(line)
    return re.sub(r"\s*-{2,}\s*$", "", shared.group("before")) if shared else ""
