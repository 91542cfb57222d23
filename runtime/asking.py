"""Make the request that a source's walk wants: of a stored list, a web page or a search service.

Every way in which that can fail becomes a ``SourceFailed`` with a reason for the run's record and a sentence
that says what to do; what is no failure of the source (a bug, a table that is away) is left to the queue.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from adapters.mail_bucket import TooLarge
from scrapers.sources.walk import Answer, Request, Service, SourceFailed

if TYPE_CHECKING:
    from adapters.search import SearchServices
    from scrapers.page import Failure, Page


class Pages(Protocol):
    """What this needs of the fetcher."""

    def fetch(self, url: str) -> Page | Failure: ...


def ask(
    request: Request,
    *,
    lists: Callable[[str], bytes],
    web: Callable[[], Pages],
    services: Callable[[], SearchServices],
) -> Answer:
    """The answer to a request. Raises ``SourceFailed``.

    ``web`` and ``services`` are functions: the fetcher costs an import that only a directory needs.
    """
    if request.service is Service.LIST:
        return _list(request.path, lists)
    if request.service is Service.WEB:
        return _page(request.path, web())
    return _service(request, services())


def _list(key: str, lists: Callable[[str], bytes]) -> Answer:
    missing = "the stored list is gone: save the campaign again with `beckon campaign create`"
    if not key:
        raise SourceFailed("list_missing", missing)
    try:
        return Answer(200, lists(key))
    except KeyError:
        raise SourceFailed("list_missing", missing) from None
    except TooLarge:
        raise SourceFailed("list_too_large", "the stored list is too large: split it") from None


def _page(url: str, pages: Pages) -> Answer:
    from scrapers.page import Failure  # here: only a directory needs it

    page = pages.fetch(url)
    if isinstance(page, Failure):
        raise SourceFailed(
            page.kind.value,
            f"the directory gave no page: {page.detail}",
            passing=page.passing,
            after_s=page.retry_after_s,
        )
    return Answer(200, page.body.encode(errors="replace"), url=page.final_url)


def _service(request: Request, services: SearchServices) -> Answer:
    from adapters.search import AnswerTooLarge, Unreachable  # here: a list needs neither
    from adapters.secrets import MissingSecret

    name = request.service.value
    try:
        reply = services.ask(name, request.path, request.params)
    except MissingSecret as error:
        raise SourceFailed("key_missing", str(error)) from None
    except Unreachable:
        raise SourceFailed("unreachable", f"{name} did not answer in time", passing=True) from None
    except AnswerTooLarge as error:
        raise SourceFailed("answer_too_large", f"{name} gave {error}: ask for less at once") from None
    return Answer(reply.status, reply.body, reply.headers)
