"""Reading one site: the home page, then the pages on which a company says how to reach it and who it is.

What is kept from the last visit saves asking: a server that can say so is asked whether a page has changed,
and a page that has not, or that cannot be reached today, goes on saying what it said when it was read.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import urljoin

from outreach.facts import Fact
from outreach.pages import HOME, SitePage
from outreach.profile import Profile, merge_facts
from scrapers import catalogue
from scrapers.document import Document
from scrapers.domains import registrable_domain
from scrapers.fetching.limits import HTML_TYPES, JSON_TYPES
from scrapers.inferred import with_inferred
from scrapers.links import pages_worth_reading
from scrapers.page import Failure, FailureKind, Page, Unchanged, Validators
from scrapers.profile import facts_of

CATALOGUE = "catalogue"
_CATALOGUE_BYTES = 8_000_000  # 250 products with their descriptions
# As both are defined (RFC 9110 8.8): no control characters, and no longer than a header should be.
_VALIDATOR = re.compile(r"[\x20-\x7e]{0,300}")
# Extractors learn: what was read so long ago is read anew, whether it has changed or not.
_KEPT_FOR = timedelta(days=90)


class Fetch(Protocol):
    """What reading a site needs of a fetcher's session."""

    async def fetch_changed(
        self,
        url: str,
        known: Mapping[str, Validators],
        *,
        accept: Collection[str] = ...,
        most_bytes: int | None = ...,
        within: float | None = ...,
    ) -> Page | Unchanged | Failure: ...


@dataclass(frozen=True, slots=True)
class Site:
    """The pages of a site, home page first, and the registrable domain at which they were found."""

    domain: str
    pages: tuple[SitePage, ...]

    @property
    def profile(self) -> Profile:
        """What the pages say: of what several say alike, the fact of the page that is most confident."""
        return Profile(
            domain=self.domain,
            seen_at=max((page.checked_at for page in self.pages), default=""),
            facts=with_inferred(merge_facts(fact for page in self.pages for fact in page.facts)),
        )


async def read_site(
    domain: str,
    session: Fetch,
    now: datetime,
    *,
    within: float,
    scheme: str = "https",
    kept: Sequence[SitePage] = (),
) -> Site | Failure:
    """The site of a registrable domain, or why its home page could not be read.

    It takes at most ``within`` seconds, the pauses that politeness makes included: what is not read by then
    is not read. ``kept`` are its pages as of the last visit. Where the home page is found at another
    registrable domain, nothing of it is kept: it is another company's, and the site has no pages.
    """
    reading = _Reading(domain, session, within, [page for page in kept if _is_recent(page, now)])
    home = await reading.home(scheme)
    if isinstance(home, Failure):
        return home
    at = registrable_domain(home.url) or domain
    if at != domain:
        return Site(at, ())
    others = await asyncio.gather(*(reading.page(role, url) for role, url in home.leads_to.items()))
    pages = {home.url: home}
    for page in others:
        if page is not None:
            pages.setdefault(page.url, page)  # two links may lead to one page
    return Site(at, tuple(pages.values()))


class _Reading:
    """One visit to a site."""

    def __init__(self, domain: str, session: Fetch, within: float, kept: Sequence[SitePage]) -> None:
        self._domain, self._session = domain, session
        self._by = asyncio.get_running_loop().time() + within
        self._kept = {page.url: page for page in kept}
        self._roles = {page.role: page for page in kept}
        home = self._roles.get(HOME)
        self._currency = _currency(home.facts) if home else ""

    async def home(self, scheme: str) -> SitePage | Failure:
        """The home page. Some sites have an address, or a certificate, only with "www."; a few no TLS."""
        first: Failure | None = None
        addresses = (
            f"{scheme}://{self._domain}/",
            f"{scheme}://www.{self._domain}/",
            f"http://{self._domain}/",
        )
        for address in dict.fromkeys(addresses):
            found = await self._ask(HOME, address)
            if not isinstance(found, Failure):
                return found
            first = first or found
            if found.kind is not FailureKind.UNREACHABLE:
                break
        assert first is not None
        return first

    async def page(self, role: str, url: str) -> SitePage | None:
        """A page beside the home page; None where it is not there, or leads to somebody else's."""
        found = await self._ask(role, url)
        if isinstance(found, Failure):
            old = self._roles.get(role)
            return old if found.passing and old is not None else None
        return found if registrable_domain(found.url) == self._domain else None

    async def _ask(self, role: str, url: str) -> SitePage | Failure:
        accept, most = (JSON_TYPES, _CATALOGUE_BYTES) if role == CATALOGUE else (HTML_TYPES, None)
        left = self._by - asyncio.get_running_loop().time()
        found = await self._session.fetch_changed(
            url, self._known(), accept=accept, most_bytes=most, within=max(0.0, left)
        )
        if isinstance(found, Failure):
            return found
        if isinstance(found, Unchanged):
            return replace(self._kept[found.final_url], role=role, checked_at=found.checked_at)
        return self._read(role, found)

    def _read(self, role: str, page: Page) -> SitePage:
        facts: Sequence[Fact]
        leads_to: dict[str, str] = {}
        if role == CATALOGUE:
            content = page.body.encode(errors="replace")
            facts = catalogue.facts_of(content, page.final_url, page.fetched_at, self._currency)
        else:
            document = Document(page)
            facts = facts_of(document, page.fetched_at)
        if role == HOME:
            leads_to = pages_worth_reading(document) | _catalogue_of(page, facts)
            self._currency = _currency(facts)
        known = validators_of(page)
        return SitePage(
            role=role,
            url=page.final_url,
            read_at=page.fetched_at,
            checked_at=page.fetched_at,
            etag=known.etag,
            last_modified=known.last_modified,
            leads_to=leads_to,
            facts=tuple(facts),
        )

    def _known(self) -> dict[str, Validators]:
        return {
            page.url: Validators(page.etag, page.last_modified)
            for page in self._kept.values()
            if page.can_be_asked
        }


def validators_of(page: Page) -> Validators:
    """What a page's server gave to ask for changes with; what could not be sent back is left out."""
    etag, modified = (page.headers.get(name, "") for name in ("etag", "last-modified"))
    return Validators(*(value if _VALIDATOR.fullmatch(value) else "" for value in (etag, modified)))


def _catalogue_of(home: Page, facts: Iterable[Fact]) -> dict[str, str]:
    """Where a Shopify shop lists its products."""
    if not any(fact.kind == "platform" and fact.value == "shopify" for fact in facts):
        return {}
    return {CATALOGUE: urljoin(home.final_url, catalogue.PATH)}


def _currency(facts: Iterable[Fact]) -> str:
    return next((fact.value for fact in facts if fact.kind == "currency"), "")


def _is_recent(page: SitePage, now: datetime) -> bool:
    return now - datetime.fromisoformat(page.read_at) < _KEPT_FOR
