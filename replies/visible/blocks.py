"""The header that a client prints above the history ("From: … Sent: … To: … Subject: …"), and dividers."""

from __future__ import annotations

import re
from functools import lru_cache

from replies.patterns import Lazy
from replies.visible import header_words as words
from replies.visible.lines import alternatives

_MOST_LINES = 12
_MOST_RECIPIENT_LINES = 60  # a Notes header names every recipient

_TIME = Lazy(r"\d{1,2}[:.]\d{2}(?!\d)|\d{1,2}\s?[ap]m\b|\d{1,2}[hu]\d{2}|[時时]", re.IGNORECASE)
_DATE_AND_TIME = Lazy(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}.{0,14}?\d{1,2}[:.]\d{2}")
_RECIPIENTS = Lazy(r"[@/,;<>()]|^\s*\S+\s*$")
_MAY_BE_NAME = Lazy(r"^\s*\S.{0,68}[^\s.?!,:]$|^\s*\S.{0,60}(?:Corp|Inc|Ltd|Co)\.$")
_NOTES_EXTRA = Lazy(
    r"^\s*(?:sent by|please respond to|gesendet von|bitte antwort an|envoyé par)\b", re.IGNORECASE
)


@lru_cache(maxsize=1)
def _label() -> re.Pattern[str]:
    groups = {
        "sender": words.FROM_LABELS,
        "sent": words.SENT_LABELS,
        "to": words.TO_LABELS,
        "copy": words.CC_LABELS,
        "subject": words.SUBJECT_LABELS,
        "other": words.OTHER_LABELS,
    }
    names = "|".join(f"(?P<{name}>{alternatives(labels)})" for name, labels in groups.items())
    return re.compile(rf"^[\s>*_|]*(?:{names})\s?[*_]{{0,2}}\s?[:：]", re.IGNORECASE)


def field_of(line: str) -> str:
    """Which header field a line prints: sender, sent, to, copy, subject, other, or an empty string."""
    if ":" not in line and "：" not in line:
        return ""
    match = _label().match(line)
    return match.lastgroup or "" if match else ""


def block_length(lines: list[str], at: int) -> int:
    """How many lines a printed header takes from here; 0 where there is none.

    Two different fields at least, one of them the sender or the date, and a sign of mail (a subject, a copy,
    an address, a time): "From: Berlin, To: Munich, Date: 5 May" is somebody's order.
    """
    if not field_of(lines[at]):
        return 0
    kinds: set[str] = set()
    count = 0
    last = at
    blanks = 0
    for offset in range(at, min(at + _MOST_LINES, len(lines))):
        line = lines[offset]
        if not line.strip():
            blanks += 1
            if blanks > 1 or len(kinds) >= 2:
                break
            continue
        field = field_of(line)
        if field:
            kinds.add(field)
            count += 1
            last = offset
        elif offset - last > 2:
            break
    if count < 2 or len(kinds) < 2 or not kinds & {"sender", "sent"}:
        return 0
    printed = " ".join(lines[at : last + 1])
    if not kinds & {"subject", "copy"} and "@" not in printed and not _TIME.search(printed):
        return 0
    return last - at + 1


def notes_block_length(lines: list[str], at: int) -> int:
    """How many lines a Notes header takes from its "To:" on ("To: … cc: … Subject: …"); 0 without one.

    Name and date stand above it, without labels: ``notes_head`` finds them among the lines before.
    """
    if field_of(lines[at]) != "to":
        return 0
    fields = {"to"}
    blanks = 0
    for offset in range(at + 1, min(at + _MOST_RECIPIENT_LINES, len(lines))):
        line = lines[offset]
        field = field_of(line)
        if field == "subject":
            return offset - at + 1 if len(fields) > 1 or "@" in lines[at] or "/" in lines[at] else 0
        if field == "to":
            return 0
        if field == "copy":
            fields.add("copy")
        elif not line.strip():
            blanks += 1
            if blanks > 2:
                return 0
        elif not _RECIPIENTS.search(line):
            return 0
    return 0


def notes_head(kept: list[str]) -> int:
    """How many of the lines above a Notes "To:" belong to its header: a name, a date, "Sent by".

    0 where no line with a date and a time stands there.
    """
    at = _above(kept, len(kept))
    while at >= 0 and _NOTES_EXTRA.match(kept[at]):
        at = _above(kept, at)
    if at < 0 or not _DATE_AND_TIME.search(kept[at]):
        return 0
    start = at
    if not _DATE_AND_TIME.sub("", kept[at]).strip(" \tAPMapm"):  # the date alone: the name stands above it
        while at > 0 and (_NOTES_EXTRA.match(kept[at - 1]) or _MAY_BE_NAME.match(kept[at - 1])):
            at -= 1
            start = at
            if not _NOTES_EXTRA.match(kept[at]):
                break
    return len(kept) - start + company_above(kept[:start], kept[start])


def company_above(kept: list[str], first: str) -> int:
    """How many lines above an indented header belong to it: Notes prints the sender's company there."""
    at = _above(kept, len(kept))
    if not first.startswith(("\t", "  ")) or at < 0 or not kept[at].startswith(("\t", "  ")):
        return 0
    return len(kept) - at if _MAY_BE_NAME.match(kept[at]) else 0


def _above(lines: list[str], at: int) -> int:
    """The index of the next filled line above ``at``, across three blank lines at most; -1 where none is."""
    for index in range(at - 1, max(at - 5, -1), -1):
        if lines[index].strip():
            return index
    return -1


@lru_cache(maxsize=1)
def _separator() -> re.Pattern[str]:
    original = alternatives(words.ORIGINAL)
    return re.compile(
        rf"^[\s>*_]*(?:[-_=—–*#]{{2,}}\s*(?:{original})\b[^\n]{{0,60}}|(?:{original})\s*[-_=—–*]{{3,}})$|"
        r"^\s*##-.*-##\s*$|^\s*-{3,}\s*please reply above this line",
        re.IGNORECASE,
    )


@lru_cache(maxsize=1)
def _forward() -> re.Pattern[str]:
    forwarded = alternatives(words.FORWARDED)
    return re.compile(
        rf"^[\s>*_]*(?:[-_=—–#]{{2,}}\s*(?:{forwarded})|(?:{forwarded})\s*[:：]\s*$|(?:{forwarded})\s*[-_]{{3,}})",
        re.IGNORECASE,
    )


_MAY_DIVIDE = Lazy(r"[-_=—–*#]{2}|[:：]\s*$")


def is_separator(line: str) -> bool:
    """Whether a line says that the original message follows."""
    return bool(_MAY_DIVIDE.search(line) and _separator().match(line))


def is_forward(line: str) -> bool:
    """Whether a line says that a forwarded message follows."""
    return bool(_MAY_DIVIDE.search(line) and _forward().match(line))
