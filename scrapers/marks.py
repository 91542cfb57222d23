"""Short texts that rules look for in a page's source: hundreds of them, all found in one pass.

One search for one text is quick; a hundred searches cost many times what parsing the page does. An automaton
(Aho and Corasick, 1975) finds all texts while it reads the source once. Rules name what they look for with
``mark`` and ask ``Document.holds``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_known: dict[str, None] = {}
_automaton: AhoCorasick | None = None


def mark(*texts: str) -> None:
    """Have these texts looked for in every page from now on. Naming one again changes nothing.

    Raises ``ValueError`` for a text of one character: it would be found everywhere and tell nothing.
    """
    global _automaton
    if any(len(text) < 2 for text in texts):
        raise ValueError("a mark has two characters or more")
    if not _known.keys() >= set(texts):
        _known.update(dict.fromkeys(texts))
        _automaton = None


def is_marked(text: str) -> bool:
    """Is ``text`` among those that are looked for?"""
    return text in _known


def found_in(source: str) -> list[str]:
    """The marks in ``source``, in the order in which they end there, each as often as it stands there."""
    global _automaton
    if _automaton is None:
        # Importing and building take 5 ms, which a handler pays with its first page and not at its start.
        from ahocorasick_rs import AhoCorasick, Implementation

        _automaton = AhoCorasick(list(_known), implementation=Implementation.DFA)
    return _automaton.find_matches_as_strings(source, overlapping=True)
