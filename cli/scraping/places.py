"""What the arguments name, one by one: files, pages in folders, addresses, and what can't be read and why."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ENDINGS = (".html", ".htm", ".xhtml", ".shtml")


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A file to be read."""

    path: str


@dataclass(frozen=True, slots=True)
class WebPage:
    """An address to be asked."""

    url: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something that was named, or found in a folder, and holds no page: ``why`` in a few words."""

    path: str
    why: str


Place = SavedPage | WebPage | Unreadable


def places(sources: Iterable[str]) -> Iterator[Place]:
    """What the sources lead to, in their order, found as it goes on: a tree of any size takes no memory.

    A file that is named is read whatever its name; in folders the names of pages count. A link to a folder is
    followed, unless it leads back to one that it stands in.
    """
    for source in sources:
        if source[:8].lower().startswith(("http://", "https://")):
            yield WebPage(source)
        elif os.path.isdir(source):
            yield from _in_folder(source)
        elif os.path.lexists(source):
            yield SavedPage(source)
        else:
            yield Unreadable(source, "there is no such file or folder")


def _in_folder(folder: str) -> Iterator[Place]:
    empty = True
    for place in _walk(folder, ()):
        empty = False
        yield place
    if empty:
        yield Unreadable(folder, f"there is no page in this folder (none of {', '.join(ENDINGS)})")


def _walk(folder: str, within: tuple[tuple[int, int], ...]) -> Iterator[Place]:
    try:
        status = os.stat(folder)
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Unreadable(folder, reason(error))
        return
    here = (status.st_dev, status.st_ino)
    if here in within:
        yield Unreadable(folder, "a link that leads back to a folder which it stands in")
        return
    for entry in entries:
        try:
            is_folder = entry.is_dir()
        except OSError as error:
            yield Unreadable(entry.path, reason(error))
            continue
        if is_folder:
            yield from _walk(entry.path, (*within, here))
        elif Path(entry.name).suffix.lower() in ENDINGS:
            yield SavedPage(entry.path)


def reason(error: OSError) -> str:
    """Why the system would not, in its words."""
    return (error.strerror or type(error).__name__).lower()
