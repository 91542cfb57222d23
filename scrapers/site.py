"""Reading one site: the home page, then the pages on which a company says how to reach it and who it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from outreach.profile import Profile
from scrapers.document import Document
from scrapers.domains import registrable_domain
from scrapers.links import about_url, contact_url
from scrapers.page import Failure, FailureKind, Page
from scrapers.profile import build_profile


class Fetch(Protocol):
    """What reading a site needs of a fetcher."""

    def fetch(self, url: str) -> Page | Failure: ...


@dataclass(frozen=True, slots=True)
class Site:
    """The pages of a site, home page first, and the registrable domain at which they were found."""

    domain: str
    pages: tuple[Page, ...]

    @property
    def profile(self) -> Profile:
        """What the pages say."""
        return build_profile(self.pages, self.domain)


def read_site(
    domain: str, fetcher: Fetch, now: Callable[[], datetime], *, scheme: str = "https", within: timedelta
) -> Site | Failure:
    """The site of a registrable domain, or why its home page could not be read.

    After ``within`` no further page is begun. Where the home page is found at another registrable domain,
    nothing more of it is read: it is another company's.
    """
    began = now()
    home = _home(domain, fetcher, scheme)
    if isinstance(home, Failure):
        return home
    at = registrable_domain(home.final_url) or domain
    pages = [home]
    if at == domain:
        document = Document(home)
        for url in dict.fromkeys(url for url in (contact_url(document), about_url(document)) if url):
            if now() - began > within:
                break
            page = fetcher.fetch(url)
            # A page that is not there says nothing; one that leads elsewhere says it about somebody else.
            if isinstance(page, Page) and registrable_domain(page.final_url) == domain:
                pages.append(page)
    return Site(at, tuple(pages))


def _home(domain: str, fetcher: Fetch, scheme: str) -> Page | Failure:
    home = fetcher.fetch(f"{scheme}://{domain}/")
    if isinstance(home, Failure) and home.kind is FailureKind.UNREACHABLE and home.passing:
        # Some domains have an address only with "www." in front.
        www = fetcher.fetch(f"{scheme}://www.{domain}/")
        return home if isinstance(www, Failure) else www
    return home
