"""Places to records, in their order, as it goes on: in this process, or in several where there are many."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, datetime
from itertools import chain, groupby, islice
from typing import TYPE_CHECKING

from cli.scraping.places import Place, SavedPage, Unreadable, WebPage, places
from cli.scraping.record import Record, failed, of_profile

if TYPE_CHECKING:
    from scrapers.fetch import Fetcher
    from scrapers.page import Failure, Page

_FEW = 24  # files that are read sooner than other processes are started
_MOST_PROCESSES = 8
_AHEAD = 4  # files for each process that may be waiting: memory stays flat however many there are


def records(sources: Iterable[str], base_url: str = "", about_url: str = "") -> Iterator[Record]:
    """One record a page, in order. A page that can't be read gives a record with its ``error``."""
    web = _Web(about_url)
    for on_the_web, found in groupby(places(sources), lambda place: isinstance(place, WebPage)):
        if on_the_web:
            yield from web.records([place.url for place in found if isinstance(place, WebPage)])
        else:
            yield from _saved(found, base_url)


def _saved(found: Iterator[Place], base_url: str) -> Iterator[Record]:
    first = list(islice(found, _FEW + 1))
    processes = min(_MOST_PROCESSES, len(os.sched_getaffinity(0)))
    if len(first) <= _FEW or processes < 2:
        for place in chain(first, found):
            yield _one(place, base_url)
    else:
        yield from _by_several(chain(first, found), base_url, processes)


def from_file(path: str, base_url: str = "") -> Record:
    """The record of a saved page. Raises nothing, whatever the file holds."""
    from cli.scraping.saved import NotAPage, read

    try:
        page, truncated = read(path, base_url)
    except NotAPage as why:
        return failed(path, base_url, str(why))
    return _of_page(path, page, truncated)


class _Web:
    """Pages on the web, by the fetcher that robots.txt, delays and guards go with. Made when it is needed."""

    def __init__(self, about_url: str) -> None:
        self._about_url = about_url
        self._fetcher: Fetcher | None = None

    def records(self, urls: list[str]) -> Iterator[Record]:
        """The records of addresses, in their order; many hosts are asked at once, each at its own pace."""
        from scrapers.fetch import Fetcher

        if self._fetcher is None:
            self._fetcher = Fetcher(about_url=self._about_url, now=lambda: datetime.now(UTC))
        arrived: dict[str, Record] = {}
        waiting = deque(urls)
        for url, found in self._fetcher.fetch_all(dict.fromkeys(urls)):
            arrived[url] = _of_answer(url, found)
            while waiting and waiting[0] in arrived:
                yield arrived[waiting.popleft()]


def _of_answer(url: str, found: Page | Failure) -> Record:
    from scrapers.page import Failure

    if isinstance(found, Failure):
        return failed(url, url, f"{found.kind}: {found.detail}")
    return _of_page(url, found)


def _one(place: Place, base_url: str) -> Record:
    match place:
        case SavedPage(path):
            return from_file(path, base_url)
        case Unreadable(path, why):
            return failed(path, base_url, why)
        case WebPage(url):
            raise TypeError(f"{url} is no file")


def _of_page(source: str, page: Page, truncated: bool = False) -> Record:
    from scrapers.profile import build_profile

    try:
        return of_profile(source, page.final_url, build_profile([page]), truncated=truncated)
    except Exception as error:
        # A page that breaks an extractor is a bug in it, and still no reason to lose the other pages.
        return failed(source, page.final_url, f"could not be read ({type(error).__name__})")


def _by_several(found: Iterator[Place], base_url: str, processes: int) -> Iterator[Record]:
    waiting: deque[tuple[Place, Future[Record] | None]] = deque()
    pool = ProcessPoolExecutor(processes)
    try:
        while True:
            for place in islice(found, processes * _AHEAD - len(waiting)):
                waiting.append((place, _begin(pool, place, base_url)))
            if not waiting:
                return
            place, begun = waiting.popleft()
            if not isinstance(place, SavedPage):
                yield _one(place, base_url)
                continue
            try:
                if begun is None:
                    raise BrokenProcessPool
                yield begun.result()
            except BrokenProcessPool:
                # One page brought a process down, and with it all that were waiting: each is tried alone.
                pool.shutdown(wait=False)
                for stranded in (place, *(other for other, _ in waiting)):
                    yield _alone(stranded, base_url)
                waiting.clear()
                pool = ProcessPoolExecutor(processes)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _begin(pool: ProcessPoolExecutor, place: Place, base_url: str) -> Future[Record] | None:
    """The reading of a file in another process. None for what is no file, and where processes are gone."""
    if not isinstance(place, SavedPage):
        return None
    try:
        return pool.submit(from_file, place.path, base_url)
    except BrokenProcessPool:
        return None


def _alone(place: Place, base_url: str) -> Record:
    if not isinstance(place, SavedPage):
        return _one(place, base_url)
    with ProcessPoolExecutor(1) as pool:
        try:
            return pool.submit(from_file, place.path, base_url).result()
        except BrokenProcessPool:
            return failed(place.path, base_url, "reading this page brought its process down")
