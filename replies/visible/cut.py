"""From a message to its visible part: history first, then the signature, until nothing is left to cut."""

from __future__ import annotations

from replies.html_text import to_text
from replies.message import Message
from replies.visible.history import without_history, without_marks
from replies.visible.lines import lines_of, says_something, tidy
from replies.visible.result import Visible
from replies.visible.signature import without_signature

_MOST_ROUNDS = 4


def visible(message: Message) -> Visible:
    """The visible reply of a message: from its plain part, or from its HTML where that says more."""
    author = _author(message)
    plain = extract(message.text, author) if message.text.strip() else None
    if plain is not None and plain.text and not plain.uncertain:
        return plain
    if message.html:
        rich = extract(to_text(message.html, without_quotes=True), author)
        if rich.text and (plain is None or not plain.text or not rich.uncertain):
            return rich
        if plain is None and not rich.text:
            return extract(message.html_text, author)
    return plain or Visible("")


def _author(message: Message) -> str:
    """The name that the signature bears: as displayed, else as the address spells it (ann.doe@)."""
    if message.sender is None:
        return ""
    return message.sender.name or message.sender.address.partition("@")[0]


def extract(text: str, author: str = "") -> Visible:
    """Cut one plain text down to what was written now. ``author`` is the name that its signature bears.

    Idempotent: what is left is cut again until nothing changes, at most a few times. Linear in the text.
    """
    found = _once(text, author)
    for _ in range(_MOST_ROUNDS):
        again = _once(found.text, author)
        if again.text == found.text or not again.text:
            break
        found = Visible(
            again.text,
            tidy([again.signature, found.signature]),
            found.quoted or again.quoted,
            found.forwarded or again.forwarded,
            found.uncertain,
        )
    return found


def _once(text: str, author: str) -> Visible:
    lines = lines_of(text)
    if not says_something(lines):
        return Visible("")
    outside = without_history(lines)
    kept, uncertain = outside.lines, outside.unmarked
    if not says_something(kept):
        # Nothing stands outside the history: a bare quote, or an answer that can't be told from it.
        kept = [] if outside.forwarded else without_marks(lines)
        uncertain = says_something(kept)
        if not uncertain:
            return Visible("", quoted=True, forwarded=outside.forwarded)
    body, signature = without_signature(kept, author)
    return Visible(tidy(body), tidy(signature), outside.quoted, outside.forwarded, uncertain)
