"""A list of domains: a text file with one a line, or a CSV with a column that holds them."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from outreach.sources import CsvSource
from scrapers.charset import decode
from scrapers.domains import host_of
from scrapers.sources.found import BadAnswer, Found, reduce
from scrapers.sources.walk import Answer, BadPlace, Reading, Request, Service, SourceFailed

NAME = "csv"
MOST_BYTES = 20_000_000
_HEADERS = (
    "domain",
    "website",
    "web site",
    "url",
    "site",
    "homepage",
    "web",
    "host",
    "domains",
    "company domain",
)
_LOOK_AT = 50  # rows read to find the column where no header names it


def parse(body: bytes) -> Found:
    """Companies from the bytes of a file; ``where`` is the line number, counted from 1.

    The column is the one whose header says domain, website or URL; without such a header it is the column
    that holds the most hosts. Comma, semicolon, tab and pipe separate. Lines that begin with ``#`` are
    comments. Raises ``BadAnswer`` for a file above 20 MB, or one in which no column holds a domain.
    """
    if len(body) > MOST_BYTES:
        raise BadAnswer(f"the list has more than {MOST_BYTES} bytes")
    rows = list(_rows(decode(body)[0]))
    if not rows:
        return Found(())
    named = _named_column(rows[0][1])
    if named is not None:
        return reduce(_column(rows[1:], named))
    column = _fullest_column(rows)
    if column is None:
        raise BadAnswer("no column of the list holds domains")
    # A first line that is no host where the others are is a header in words that we don't know.
    first = 1 if len(rows) > 1 and host_of(_cell(rows[0][1], column)) is None else 0
    return reduce(_column(rows[first:], column))


class ListWalk:
    """The whole list is one answer."""

    def __init__(self, source: CsvSource) -> None:
        self._source = source

    def request(self, place: str | None) -> Request | None:
        if place is not None:
            raise BadPlace("a list is read at once")
        return Request(Service.LIST, self._source.key)

    def read(self, place: str | None, answer: Answer) -> Reading:
        try:
            return Reading(parse(answer.body), None)
        except BadAnswer as error:
            # What is stored stays as it is: asking again is of no use.
            raise SourceFailed("bad_answer", f"{self._source.file}: {error}") from error


def walk(source: CsvSource) -> ListWalk:
    return ListWalk(source)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    lines = text.splitlines()
    delimiter = _delimiter(lines)
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            # Line by line: a quote that is never closed must not swallow the rest of the file.
            cells = next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:
            cells = [line]
        yield number, [cell.strip() for cell in cells]


def _delimiter(lines: list[str]) -> str:
    sample = [line for line in lines if line.strip() and not line.lstrip().startswith("#")][:_LOOK_AT]
    counts = {mark: sum(mark in line for line in sample) for mark in ",;\t|"}
    best = max(counts, key=counts.__getitem__)
    return best if counts[best] else ","


def _named_column(header: list[str]) -> int | None:
    names = [name.lower().strip().replace("_", " ") for name in header]
    return next((names.index(wanted) for wanted in _HEADERS if wanted in names), None)


def _fullest_column(rows: list[tuple[int, list[str]]]) -> int | None:
    sample = [cells for _, cells in rows[:_LOOK_AT]]
    width = max(len(cells) for cells in sample)
    # Addresses hold hosts too, so a column of plain hosts or URLs comes first.
    scores = [sum(1 for c in sample if host_of(_cell(c, n)) and "@" not in _cell(c, n)) for n in range(width)]
    best = max(range(width), key=lambda n: (scores[n], -n))
    return best if scores[best] else None


def _column(rows: list[tuple[int, list[str]]], column: int) -> Iterator[tuple[int, str]]:
    for number, cells in rows:
        yield number, _cell(cells, column)


def _cell(cells: list[str], column: int) -> str:
    return cells[column] if column < len(cells) else ""
