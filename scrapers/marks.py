"""Short texts that rules look for in a page's source: two thousand of them, all found in one pass.

One search for one text is quick; a hundred searches cost many times what parsing the page does. Vectorscan
(the portable Hyperscan) finds all texts while it reads the source once, a tenth of the time that parsing it
takes. Rules name what they look for with ``mark`` and ask ``Document.holds``.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hyperscan import Database

_known: dict[str, bool] = {}  # → is every place told, or only the first
_names: list[str] = []
_database: Database | None = None
_scanning = Lock()  # a database has one scratch space


def mark(*texts: str, every: bool = False) -> None:
    """Have these texts looked for in every page from now on. Naming one again changes nothing.

    ``every`` tells each place where they stand and not the first alone. Raises ``ValueError`` for a text of
    one character: it would be found everywhere and tell nothing.
    """
    global _database
    if any(len(text) < 2 for text in texts):
        raise ValueError("a mark has two characters or more")
    if not _known.keys() >= set(texts):
        _known.update(dict.fromkeys(texts, every))
        _database = None


def is_marked(text: str) -> bool:
    """Is ``text`` among those that are looked for?"""
    return text in _known


def found_in(source: bytes) -> list[str]:
    """The marks in ``source`` (UTF-8), in the order in which they end there."""
    found: list[int] = []

    def tell(identity: int, _start: int, _end: int, _flags: int, _context: object) -> None:
        found.append(identity)

    with _scanning:
        (_database or _compile()).scan(source, match_event_handler=tell)
    return [_names[identity] for identity in found]


def _compile() -> Database:
    """The automaton of all marks. 60 ms, which a handler pays with its first page and not at its start."""
    global _database, _names
    import hyperscan

    _names = list(_known)
    _database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    _database.compile(
        expressions=[name.encode() for name in _names],
        ids=list(range(len(_names))),
        elements=len(_names),
        flags=[0 if every else hyperscan.HS_FLAG_SINGLEMATCH for every in _known.values()],
        literal=True,
    )
    return _database
