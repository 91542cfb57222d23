"""The body of a message in its two forms: as plain text, and as HTML."""

from __future__ import annotations

from html import escape

from replies.mime.defects import Defect
from replies.mime.limits import MAX_HTML_CHARS, MAX_TEXT_CHARS

_COMPARED = 2000  # characters of which the letters are compared
_TELLING = 200
_SHORT = 20


class Unit:
    """A piece of the body: one text, or alternatives of which a reader sees one."""

    __slots__ = ("html", "plain")

    def __init__(self, plain: list[str] | None = None, html: list[str] | None = None) -> None:
        self.plain = plain or []
        self.html = html or []


def views(pieces: list[Unit], spare: list[str], found: dict[str, None]) -> tuple[str, str]:
    """The body as plain text and as HTML. Either holds all of it, or is empty.

    Where a part exists as HTML only, beside others in plain text, the HTML view alone is whole: plain pieces
    are carried over into it.
    """
    saying = [unit for unit in pieces if _has_text(unit) or any(map(_says, unit.html))]
    units = _paired(saying)
    only_html = [unit for unit in units if not _has_text(unit)]
    html = ""
    if any(unit.html for unit in units):
        sources = [unit.html or [f"<pre>{escape(piece)}</pre>" for piece in unit.plain] for unit in units]
        html = "\n".join(source for unit in sources for source in unit)[:MAX_HTML_CHARS]
    if only_html:
        return "", html
    text = "\n".join(piece for unit in units for piece in unit.plain)
    if not text.strip() and not html and spare:
        text = "\n".join(spare)
    if len(text) > MAX_TEXT_CHARS:
        found[Defect.TRUNCATED] = None
    return text[:MAX_TEXT_CHARS], html


def _has_text(unit: Unit) -> bool:
    return any(piece.strip() for piece in unit.plain)


def _says(html: str) -> bool:
    from replies.html_text import holds_words  # for HTML that stands alone

    return holds_words(html)


def _paired(units: list[Unit]) -> list[Unit]:
    """Join an HTML piece to the plain one before it where it says the same: alternatives not declared so."""
    out: list[Unit] = []
    for unit in units:
        if out and not unit.plain and not out[-1].html and unit.html and _alike(out[-1].plain, unit.html):
            out[-1] = Unit(out[-1].plain, unit.html)
        else:
            out.append(unit)
    return out


def _alike(plain: list[str], html: list[str]) -> bool:
    from replies.html_text import to_text

    ours = _letters("\n".join(plain)[:_COMPARED])
    theirs = _letters(to_text("\n".join(html))[:_COMPARED])
    shorter = min(len(ours), len(theirs), _TELLING)
    return ours == theirs if shorter < _SHORT else ours[:shorter] == theirs[:shorter]


def _letters(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())
