"""Soft line breaks of ``format=flowed`` (RFC 3676), joined."""

from __future__ import annotations


def unflow(text: str, *, delsp: bool) -> str:
    """Join the lines that end in a blank to the next; quoted lines are joined at the same depth only.

    ``delsp`` (RFC 3676 section 4.1): the blank itself is no part of the text. Signature marks stay alone.
    """
    out: list[str] = []
    joining = -1
    for line in text.split("\n"):
        depth, words = _depth(line)
        if words.startswith(" "):
            words = words[1:]  # stuffed (section 4.4)
        mark = words == "-- "
        if joining == depth and not mark:
            out[-1] += words
        else:
            out.append(f"{'>' * depth} {words}" if depth else words)
        soft = words.endswith(" ") and not mark and bool(words.strip())
        if soft and delsp:
            out[-1] = out[-1][:-1]
        joining = depth if soft else -1
    return "\n".join(out)


def _depth(line: str) -> tuple[int, str]:
    words = line.lstrip(">")
    return len(line) - len(words), words
