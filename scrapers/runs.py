"""Words that a domain's label is made of, found in a text."""

from __future__ import annotations

from collections.abc import Iterator

from scrapers.patterns import pattern

_JOINTS = b" &'.-"
_APOSTROPHE = "’".encode()
_STRETCH = 512
_HALVES = (512, 256, 128, 64, 32, 16, 8, 4, 2, 1)
_WIDE_JOINT = pattern(r"[ &'’.-]{4}")


def runs_like(label: str, text: str) -> Iterator[tuple[int, str]]:
    """Runs of words in ``text`` that become ``label`` without blanks and ``&'.-``, each with its offset.

    ``label`` is in small ASCII letters and digits. Upper and lower case are alike; a "the" before belongs to
    the run. A pattern made of the label would do the same, and compiling one for every page costs more than
    searching the page.
    """
    written = text.encode("utf-8", errors="replace")
    # The curly apostrophe's three bytes become three straight ones: every offset stays.
    lower = written.lower().replace(_APOSTROPHE, b"'" * 3)
    joined = lower.translate(None, _JOINTS)
    wanted = label.encode()
    at, read, kept = joined.find(wanted), 0, 0
    while at != -1:
        # From the offset without joints to the one with them, a stretch at a time.
        while kept + (more := _kept(lower, read)) <= at and read < len(lower):
            read, kept = read + _STRETCH, kept + more
        start = _nth(lower, read, at - kept)
        end = _nth(lower, start, len(wanted) - 1) + 1
        if _stands_alone(lower, start, end):
            if lower[:start].endswith(b"the ") and not lower[max(0, start - 5) : start - 4].isalnum():
                start -= 4
            run = written[start:end].decode(errors="replace")
            if not _WIDE_JOINT.search(run):
                yield (start if text.isascii() else len(written[:start].decode(errors="replace"))), run
        at = joined.find(wanted, at + 1)


def _kept(lower: bytes, start: int) -> int:
    """How many bytes of the stretch are no joints."""
    return len(lower[start : start + _STRETCH].translate(None, _JOINTS))


def _nth(lower: bytes, start: int, count: int) -> int:
    """The offset of the ``count``-th byte, from 0, at or behind ``start`` that is no joint."""
    for stretch in _HALVES:
        more = len(lower[start : start + stretch].translate(None, _JOINTS))
        if more <= count:
            start, count = start + stretch, count - more
    return start


def _stands_alone(lower: bytes, start: int, end: int) -> bool:
    """Neither more letters before the run nor behind it, nor the rest of a domain or address."""
    before, behind = lower[max(0, start - 1) : start], lower[end : end + 2]
    if _is_word(before) or _is_word(behind[:1]):
        return False
    return not (behind[:1] in (b".", b"@") and _is_word(behind[1:]))


def _is_word(sign: bytes) -> bool:
    """A letter, digit or underscore; what is not ASCII counts as a letter."""
    return sign.isalnum() or sign == b"_" or sign >= b"\x80"
