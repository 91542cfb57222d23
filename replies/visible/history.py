"""One walk over the lines: what stands outside quotes, headings, printed headers and forwards."""

from __future__ import annotations

from dataclasses import dataclass

from replies.patterns import Lazy
from replies.visible.blocks import (
    block_length,
    company_above,
    is_forward,
    is_separator,
    notes_block_length,
    notes_head,
)
from replies.visible.headings import Effort, heading_length, words_before
from replies.visible.lines import DECORATED, DIVIDER, QUOTED, next_is_quoted, says_something

_LINK_REST = Lazy(r"^\s*[(<]?\S*(?:https?://|_\w+=)\S*[)>]?\s*>?\s*$")


@dataclass(slots=True)
class Outside:
    """The lines outside the history. ``unmarked``: a heading stands above everything, and nothing below it is
    marked as quoted, so that history may be among them."""

    lines: list[str]
    quoted: bool = False
    forwarded: bool = False
    unmarked: bool = False


def without_history(lines: list[str]) -> Outside:
    """Walk from the top. What ends the author's words ends the walk, once there are any."""
    found = Outside([])
    kept = found.lines
    effort = Effort()
    at = 0
    after_quote = False
    while at < len(lines):
        line = lines[at]
        before = words_before(line)
        if before and says_something([before]) and at + 1 < len(lines):
            kept.append(before)
            found.quoted = True
            at += 1
            if not next_is_quoted(lines, at):
                return found
            continue
        heading = heading_length(lines, at, effort)
        if not heading and QUOTED.match(line) and not DECORATED.match(line):
            found.quoted = after_quote = True
            at += 1
            continue
        if after_quote and _LINK_REST.match(line) and next_is_quoted(lines, at + 1):
            at += 1  # a link that the sender's client wrapped out of its quote
            continue
        if not heading and is_separator(line):
            found.quoted = True
            return found
        if not heading and is_forward(line):
            found.quoted = found.forwarded = True
            return found
        block = 0 if heading else block_length(lines, at)
        if block:
            del kept[len(kept) - company_above(kept, line) :]
        elif not heading:
            block = notes_block_length(lines, at)
            if block:
                del kept[len(kept) - notes_head(kept) :]
        if block:
            found.quoted = True
            if says_something(kept):
                return found
            found.unmarked = True  # an export that starts with its own header
            at += block
            continue
        if heading:
            found.quoted = True
            at += heading
            if next_is_quoted(lines, at):
                continue
            if says_something(kept):
                return found
            found.unmarked = True
            continue
        if line.strip():
            after_quote = False
        kept.append(line)
        at += 1
    return found


def without_marks(lines: list[str]) -> list[str]:
    """All lines but headings, printed headers, dividers and marked quotes, where all seems history."""
    out: list[str] = []
    effort = Effort()
    at = 0
    while at < len(lines):
        skip = heading_length(lines, at, effort) or block_length(lines, at) or notes_block_length(lines, at)
        if not skip and (is_separator(lines[at]) or is_forward(lines[at])):
            skip = 1
        if skip:
            at += skip
            continue
        if not QUOTED.match(lines[at]) and not DIVIDER.match(lines[at]):
            out.append(lines[at])
        at += 1
    return out
