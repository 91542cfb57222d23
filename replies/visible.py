"""What the person wrote now: without quotes, history, forwarded tails, signatures and footers.

Works on lines. A quote's heading ("On … wrote:") is recognised by its shape (an opening word, a date or an
address, a verb, a colon) over up to six lines, in many languages at once: the message's language is not
known yet, and answers mix the author's language with the client's. When everything would be cut, the cuts
are taken back one by one: an answer is never lost, at worst it comes with history (``uncertain``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from replies import client_phrases as phrases
from replies.html_text import to_text
from replies.message import Message
from replies.patterns import Lazy

MAX_LINES = 4000
MAX_LINE_CHARS = 2000
_WINDOW = 6

_QUOTED = Lazy(r"^\s{0,3}(?:>|&gt;|\|\s?>)")
_DECORATED = Lazy(r"^\s*>+.*<+\s*$")
_DIVIDER = Lazy(r"^\s*[-_=*—–]{5,}\s*$")
_SIGNATURE_MARK = Lazy(r"^\s*(?:--|—|–|__|—-|-- ?\u00a0)\s*$")
_NAME_SIGNATURE = Lazy(r"^\s*(?:-{1,3}|/|—|–|~)\s?[^\W\d_][\w.'’-]*(?:\s+[^\W\d_][\w.'’-]*){0,3}\s*$")
_LINK_REST = Lazy(r"^\s*[(<]?\S*(?:https?://|_\w+=)\S*[)>]?\s*>?\s*$")
_ADDRESS = r"[^\s<>@\"']+@[^\s<>@\"']+"


@dataclass(frozen=True, slots=True)
class Visible:
    """The answer itself. ``signature`` is what was cut below it. ``quoted`` says whether there was history.

    ``forwarded`` is True where the history is a forward. ``uncertain`` is True when the author's words and
    the history could not be told apart, so that ``text`` holds both.
    """

    text: str
    signature: str = ""
    quoted: bool = False
    forwarded: bool = False
    uncertain: bool = False


def visible(message: Message) -> Visible:
    """The visible reply of a message: from its plain part, or from its HTML where that says more."""
    plain = extract(message.text) if message.text.strip() else None
    if plain is not None and plain.text and not plain.uncertain:
        return plain
    if message.html:
        rich = extract(to_text(message.html, without_quotes=True))
        if rich.text and (plain is None or not plain.text or not rich.uncertain):
            return rich
        if plain is None and not rich.text:
            return extract(message.html_text)
    return plain or Visible("")


def extract(text: str) -> Visible:
    """Cut one plain text down to what was written now (see module docstring). Linear in the text."""
    lines = _lines(text)
    if not any(line.strip() for line in lines):
        return Visible("")
    kept, quoted, forwarded, uncertain = _without_history(lines)
    if not _says_something(kept):
        # Nothing stands outside the history: a bare quote, or an answer that can't be told from it.
        unmarked = [line for line in _strip_headings(lines) if not _QUOTED.match(line)]
        kept = unmarked if _says_something(unmarked) else []
        uncertain = bool(kept)
        if not kept:
            return Visible("", quoted=True, forwarded=forwarded)
    body, signature = _without_signature(kept)
    return Visible(_tidy(body), _tidy(signature), quoted, forwarded, uncertain)


def _lines(text: str) -> list[str]:
    clean = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").replace("\ufeff", "")
    clean = clean.replace("\u200b", "").replace("\u202a", "").replace("\u202c", "").replace("\u200f", "")
    return [line[:MAX_LINE_CHARS].rstrip() for line in clean.split("\n")[:MAX_LINES]]


def _tidy(lines: list[str]) -> str:
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines))
    return text.strip("\n").strip()


def _says_something(lines: list[str]) -> bool:
    return any(re.search(r"\w|[!?👍👎✅❤🙏😀-🙏]", line) and not _DIVIDER.match(line) for line in lines)


@lru_cache(maxsize=1)
def _heading_patterns() -> tuple[re.Pattern[str], ...]:
    openings = "|".join(sorted({re.escape(p) for p in phrases.OPENINGS}, key=len, reverse=True))
    verbs = "|".join(sorted({re.escape(p) for p in phrases.VERBS}, key=len, reverse=True))
    lead = r"^[\s>*_-]*"
    date = r"(?:\d{1,4}\s?[./年-]|\d{1,2}:\d{2}|\b(?:19|20)\d{2}\b|[٠-٩]{2,4})"
    tail = r"\s*[:：]?[\s>*_-]*$"
    return (
        # On 3 May 2026 at 10:00, Ann <ann@firm.example> wrote:
        re.compile(
            rf"{lead}(?:{openings})\b.{{0,300}}?(?:{date}|{_ADDRESS}).{{0,300}}?(?:{verbs}){tail}",
            re.I | re.S,
        ),
        # Am 3. Mai 2026 um 10:00 schrieb Ann <ann@firm.example>:   ons 4 dec. 2024 kl. 20:42 skrev Ann:
        re.compile(
            rf"{lead}(?:(?:{openings})\b|\d).{{0,200}}?{date}.{{0,200}}?\b(?:{verbs})\b.{{0,160}}[:：][\s>*_-]*$",
            re.I | re.S,
        ),
        # 2022年1月1日(金) 9:00 Ann <ann@firm.example>:    2026-05-03 10:00 GMT+03:00 Ann <ann@firm.example>:
        re.compile(
            rf"{lead}\d{{2,4}}\s?[./年-]\s?\d{{1,2}}.{{0,160}}<\s*(?:mailto:)?{_ADDRESS}\s*>.{{0,30}}[:：]\s*$",
            re.S,
        ),
        # Thu, 26 Jun 2014 14:00:51 +0400 от Ann <ann@firm.example>:
        re.compile(
            rf"{lead}(?:{openings})\b.{{0,100}}?{date}.{{0,100}}?<\s*{_ADDRESS}\s*>.{{0,10}}[:：]\s*$",
            re.I | re.S,
        ),
        # Ann <ann@firm.example> wrote:   张三 <a@firm.example> 于2026年5月3日写道：
        re.compile(rf"{lead}[^\n]{{0,100}}{_ADDRESS}[>)\]]?[^\n]{{0,80}}(?:{verbs}){tail}", re.I),
        # ---- Ann wrote ----
        re.compile(rf"^\s*-{{2,}}\s*.{{1,120}}\b(?:{verbs})\s*[:：]?\s*-{{2,}}\s*$", re.I),
        # 4 dec. 2024 kl. 18:36 skrev Ann <…>:  /  3 May 2026, at 10:00, Ann wrote:
        re.compile(
            rf"{lead}\d{{1,2}}[.\s/-].{{0,60}}\d{{1,2}}[:.]\d{{2}}.{{0,160}}(?:{verbs}).{{0,120}}[:：]\s*$",
            re.I | re.S,
        ),
    )


@lru_cache(maxsize=1)
def _heading_start() -> re.Pattern[str]:
    """A cheap test that a line may open a heading: saves joining windows for ordinary lines."""
    openings = "|".join(sorted({re.escape(p) for p in phrases.OPENINGS}, key=len, reverse=True))
    return re.compile(rf"^[\s>*_-]*(?:(?:{openings})\b.*\d|\d{{1,4}}[./年\s-]|.*@|-{{2,}}\s*\S)", re.I)


@lru_cache(maxsize=1)
def _heading_end() -> re.Pattern[str]:
    """How a heading ends: a colon, or the verb itself. Tried before the costly patterns."""
    verbs = "|".join(sorted({re.escape(p) for p in phrases.VERBS}, key=len, reverse=True))
    return re.compile(rf"(?:[:：]|{verbs})[\s>*_-]*$", re.I)


_NO_COLON = Lazy(rf"^\s*\d{{4}}[/.-]\d{{1,2}}[/.-]\d{{1,2}}\b.{{0,120}}<{_ADDRESS}>\s*$")
_SHARED = Lazy(
    r"^(?P<before>.*?\S)\s*(?P<heading>(?:-{2,}\s*)?\bOn\s(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|"
    r"aug|sep|oct|nov|dec|\d)[^\n]{8,200}\b(?:wrote|sent)\s*:)\s*$",
    re.I,
)


@lru_cache(maxsize=1)
def _separator() -> re.Pattern[str]:
    original = "|".join(re.escape(p) for p in phrases.ORIGINAL)
    return re.compile(rf"^[\s>*_]*[-_=—–*]{{2,}}\s*(?:{original})\b[^\n]{{0,60}}$|^\s*##-.*-##\s*$", re.I)


@lru_cache(maxsize=1)
def _forward() -> re.Pattern[str]:
    forwarded = "|".join(re.escape(p) for p in phrases.FORWARDED)
    return re.compile(rf"^[\s>*_]*(?:[-_=—–]{{2,}}\s*(?:{forwarded})|(?:{forwarded})\s*[:：]\s*$)", re.I)


@lru_cache(maxsize=1)
def _label() -> re.Pattern[str]:
    def group(words: tuple[str, ...]) -> str:
        return "|".join(sorted({re.escape(w) for w in words}, key=len, reverse=True))

    return re.compile(
        rf"^[\s>*_]*(?:(?P<sender>{group(phrases.FROM_LABELS)})|(?P<sent>{group(phrases.SENT_LABELS)})|"
        rf"(?P<other>{group(phrases.OTHER_LABELS)}))\s?\*{{0,2}}\s?[:：]",
        re.I,
    )


def _block_length(lines: list[str], at: int) -> int:
    """How many lines a printed header block takes from here; 0 where there is none.

    Two different fields within six lines, one of them the sender or the date: one field alone is somebody
    writing "To: everyone".
    """
    first = _label().match(lines[at])
    if first is None:
        return 0
    kinds: set[str] = set()
    senders = 0
    last = at
    blanks = 0
    for offset in range(at, min(at + 10, len(lines))):
        line = lines[offset]
        if not line.strip():
            blanks += 1
            if blanks > 1 or len(kinds) >= 2:
                break
            continue
        match = _label().match(line)
        if match is not None:
            kinds.add(match.lastgroup or "")
            senders += 1
            last = offset
        elif offset - last > 2:
            break
    strong = "sender" in kinds or "sent" in kinds
    return last - at + 1 if senders >= 2 and strong and len(kinds) >= 2 else 0


def _heading_length(lines: list[str], at: int) -> int:
    """How many lines the heading of a quote takes from here; 0 where there is none."""
    line = lines[at]
    if not line.strip() or not _heading_start().match(line):
        return 0
    joined = ""
    for size in range(1, _WINDOW + 1):
        if at + size > len(lines):
            break
        piece = lines[at + size - 1]
        if size > 1 and not piece.strip() and size > 3:
            break
        joined = f"{joined} {piece.strip()}" if joined else piece
        if len(joined) > 500:
            break
        ends = _heading_end().search(joined[-40:])
        if ends and any(pattern.match(joined) for pattern in _heading_patterns()):
            return size
        if size > 1 and piece.rstrip().endswith((".", "?", "!")) and "@" not in piece:
            break
    if _NO_COLON.match(line) and _next_is_quoted(lines, at + 1):
        return 1
    return 0


def _next_is_quoted(lines: list[str], start: int) -> bool:
    for line in lines[start : start + 6]:
        if line.strip():
            return bool(_QUOTED.match(line))
    return False


def _without_history(lines: list[str]) -> tuple[list[str], bool, bool, bool]:
    """The lines outside the history; whether there was any, is a forward, and may be among them.

    The last: a heading stands above everything, and nothing below it is marked as quoted.
    """
    kept: list[str] = []
    quoted = False
    at = 0
    after_quote = False
    unmarked = False
    while at < len(lines):
        line = lines[at]
        if _QUOTED.match(line) and not _DECORATED.match(line):
            quoted = True
            after_quote = True
            at += 1
            continue
        if after_quote and _LINK_REST.match(line) and _next_is_quoted(lines, at + 1):
            at += 1  # a link that the sender's client wrapped out of its quote
            continue
        if _separator().match(line):
            return kept, True, False, False
        if _forward().match(line):
            return kept, True, True, False
        block = _block_length(lines, at)
        if block and not _says_something(kept):
            at += block  # an export that starts with its own header
            quoted = unmarked = True
            continue
        if block:
            return kept, True, False, False
        shared = _SHARED.match(line) if " On " in line or "-On " in line else None
        if (
            shared
            and _says_something([shared.group("before")])
            and (_next_is_quoted(lines, at + 1) or at + 1 < len(lines))
        ):
            kept.append(re.sub(r"\s*-{2,}\s*$", "", shared.group("before")))
            quoted = True
            at += 1
            if not _next_is_quoted(lines, at):
                return kept, True, False, False
            continue
        heading = _heading_length(lines, at)
        if heading:
            quoted = True
            at += heading
            if _next_is_quoted(lines, at):
                continue
            if _says_something(kept):
                return kept, True, False, False
            unmarked = True
            continue
        if line.strip():
            after_quote = False
        kept.append(line)
        at += 1
    return kept, quoted, False, unmarked


def _strip_headings(lines: list[str]) -> list[str]:
    out: list[str] = []
    at = 0
    while at < len(lines):
        skip = _heading_length(lines, at) or _block_length(lines, at)
        if not skip and (_separator().match(lines[at]) or _forward().match(lines[at])):
            skip = 1
        if skip:
            at += skip
            continue
        out.append(lines[at])
        at += 1
    return out


@lru_cache(maxsize=1)
def _footer() -> re.Pattern[str]:
    return re.compile(rf"^\s*[*_<\[(]?(?:{'|'.join(phrases.FOOTERS)})\s*[>\])*_]?\s*$", re.I)


@lru_cache(maxsize=1)
def _closing() -> re.Pattern[str]:
    closings = "|".join(sorted({re.escape(p) for p in phrases.CLOSINGS}, key=len, reverse=True))
    return re.compile(
        rf"^\s*(?:many thanks and |thanks and |danke und |merci et )?(?:{closings})\s*[,.!;:、。，]*\s*$",
        re.I,
    )


@lru_cache(maxsize=1)
def _disclaimer() -> re.Pattern[str]:
    return re.compile(rf"^\s*[*_]*(?:{'|'.join(phrases.DISCLAIMERS)})", re.I)


@lru_cache(maxsize=1)
def _banner() -> re.Pattern[str]:
    return re.compile(rf"^\s*[*_]*(?:{'|'.join(phrases.BANNERS)})\s*$", re.I)


def _without_signature(lines: list[str]) -> tuple[list[str], list[str]]:
    """Split the author's lines into what is said and the signature. Each cut needs words above it."""
    lines = list(lines)
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    if _banner().match(lines[first]) and _says_something(lines[first + 1 :]):
        lines = lines[first + 1 :]
    filled = [index for index, line in enumerate(lines) if line.strip()]
    start = next((n for n, index in enumerate(filled) if _says_something([lines[index]])), len(filled)) + 1
    cut = len(lines)
    for place in range(start, len(filled)):
        index = filled[place]
        below = [lines[i] for i in filled[place + 1 : place + 2]]
        left = len(filled) - place - 1
        if _starts_signature(lines[index], below, left) or (
            _ends(below) and _NAME_SIGNATURE.match(lines[index]) and not _is_list(lines[filled[place - 1]])
        ):
            cut = index
            break
    return _without_trailing_divider(lines[:cut]), lines[cut:]


def _starts_signature(line: str, below: list[str], left: int) -> bool:
    """Whether a signature, a footer or a legal notice starts here, ``left`` filled lines before the end."""
    if _SIGNATURE_MARK.match(line) or (_DIVIDER.match(line) and "_" in line):
        return True
    if _disclaimer().match(line) or (left <= 12 and _footer().match(line)):
        return True
    return left <= 14 and bool(_closing().match(line)) and (not below or len(below[0]) <= 80)


def _ends(below: list[str]) -> bool:
    """Whether only a divider or a footer follows."""
    return not below or bool(_DIVIDER.match(below[0]) or _footer().match(below[0]))


def _is_list(previous: str) -> bool:
    """Whether the line above makes a dash a list's, not a signature's."""
    return bool(re.match(r"^\s*[-–—*•]\s", previous))


def _without_trailing_divider(lines: list[str]) -> list[str]:
    end = len(lines)
    while end and (not lines[end - 1].strip() or _DIVIDER.match(lines[end - 1])):
        end -= 1
    return lines[:end] if _says_something(lines[:end]) else lines
