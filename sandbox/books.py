"""The books of the outside world: what it received and what it did, append-only.

One JSONL file; each line is `{"book": name, "at": ISO time, ...}`. Read back at start, so a restart forgets
nothing. The pipeline never reads them while working: they exist to be compared with its own account
afterwards.
"""

import json
import threading
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sandbox.clock import WorldClock, iso_millis

Entry = dict[str, Any]


class Books:
    """Named append-only lists kept in memory and in `DIR/books.jsonl`."""

    def __init__(self, folder: Path, clock: WorldClock) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / "books.jsonl"
        self._clock = clock
        self._lock = threading.RLock()
        self._entries: dict[str, list[Entry]] = defaultdict(list)
        self.last_activity_at: str | None = None
        if self._path.exists():
            self._load()
        self._file = self._path.open("a", encoding="utf-8")

    def _load(self) -> None:
        with self._path.open(encoding="utf-8") as lines:
            for line in lines:
                # A process killed while writing leaves half a last line; that entry was never complete.
                if not line.endswith("\n"):
                    continue
                entry = json.loads(line)
                self._entries[entry.pop("book")].append(entry)
                self.last_activity_at = entry["at"]
        text = self._path.read_bytes()
        if text and not text.endswith(b"\n"):
            self._path.write_bytes(text[: text.rfind(b"\n") + 1])

    def write(self, book: str, **entry: Any) -> Entry:
        """Append an entry and return it with its time."""
        with self._lock:
            entry["at"] = iso_millis(self._clock.now())
            self._file.write(json.dumps({"book": book, **entry}, ensure_ascii=False) + "\n")
            self._file.flush()
            self._entries[book].append(entry)
            self.last_activity_at = entry["at"]
            return entry

    def note(self, book: str, **entry: Any) -> None:
        """Append an entry, for callers that need nothing back."""
        self.write(book, **entry)

    def read(self, book: str) -> list[Entry]:
        """A copy of a book's entries, oldest first."""
        with self._lock:
            return [dict(entry) for entry in self._entries.get(book, ())]

    def find(self, book: str, wanted: Callable[[Entry], bool]) -> Entry | None:
        """The newest entry that fits."""
        with self._lock:
            for entry in reversed(self._entries.get(book, ())):
                if wanted(entry):
                    return dict(entry)
        return None

    def count(self, book: str, wanted: Callable[[Entry], bool] = lambda entry: True) -> int:
        """How many entries fit."""
        with self._lock:
            return sum(1 for entry in self._entries.get(book, ()) if wanted(entry))

    def clear(self) -> None:
        """Forget everything, on disk too."""
        with self._lock:
            self._file.close()
            self._path.write_text("", encoding="utf-8")
            self._file = self._path.open("a", encoding="utf-8")
            self._entries.clear()
            self.last_activity_at = None

    def close(self) -> None:
        """Flush and close the file."""
        with self._lock:
            self._file.close()
