"""Where a campaign looks for companies, and how much of each place one run may use.

Named tuples: to define one costs an eighth of a dataclass, and every function that reads a campaign pays for
them at its start.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from outreach.ids import digest

MOST_LEADS = 100_000
MOST_REQUESTS = 1_000

# Requests of a run, where the campaign says nothing else.
SEARCH_REQUESTS, CRAWL_REQUESTS, CERTIFICATE_REQUESTS, DIRECTORY_REQUESTS = 50, 30, 10, 20

_BUDGET = ("limit", "requests", "file")
"""What of a source's stored form does not change which companies it names (a list is named by ``key``)."""


class CsvSource(NamedTuple):
    """Companies from a file. ``key`` says where the stored copy lies; empty until the campaign is stored."""

    file: str
    key: str = ""
    kind: str = "csv"
    limit: int = MOST_LEADS
    requests: int = 1

    @property
    def name(self) -> str:
        return self.kind

    def to_item(self) -> dict[str, Any]:
        item = {"kind": self.kind, "file": self.file, "key": self.key}
        return item if self.limit == MOST_LEADS else item | {"limit": self.limit}


class ShopQueries(NamedTuple):
    """Queries for shops, made from words, kinds of goods and countries: each with each.

    ``industries`` are names of ``scrapers/data/shop_terms.toml``; ``countries`` are ISO 3166 alpha-2, and a
    country is asked in its own language where the terms are known in it.
    """

    keywords: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()


class SearchSource(NamedTuple):
    """Companies from a web search: ``queries`` as they are written, then those that ``shops`` makes."""

    provider: str
    queries: tuple[str, ...]
    limit: int
    kind: str = "search"
    requests: int = SEARCH_REQUESTS
    shops: ShopQueries | None = None

    @property
    def name(self) -> str:
        return self.provider

    def to_item(self) -> dict[str, Any]:
        item: dict[str, Any] = {
            "kind": self.kind,
            "provider": self.provider,
            "queries": list(self.queries),
            "limit": self.limit,
            "requests": self.requests,
        }
        if self.shops is not None:
            item["shops"] = {
                "keywords": list(self.shops.keywords),
                "industries": list(self.shops.industries),
                "countries": list(self.shops.countries),
            }
        return item


class CommonCrawlSource(NamedTuple):
    """Companies whose pages stand in Common Crawl's newest index: ``urls`` such as ``*.myshopify.com``."""

    urls: tuple[str, ...]
    limit: int
    kind: str = "common_crawl"
    requests: int = CRAWL_REQUESTS

    @property
    def name(self) -> str:
        return self.kind

    def to_item(self) -> dict[str, Any]:
        return {"kind": self.kind, "urls": list(self.urls), "limit": self.limit, "requests": self.requests}


class CertificateSource(NamedTuple):
    """Companies that have certificates for ``names`` such as ``%.myshopify.com``, from transparency logs."""

    names: tuple[str, ...]
    limit: int
    kind: str = "certificates"
    requests: int = CERTIFICATE_REQUESTS

    @property
    def name(self) -> str:
        return self.kind

    def to_item(self) -> dict[str, Any]:
        return {"kind": self.kind, "names": list(self.names), "limit": self.limit, "requests": self.requests}


class DirectorySource(NamedTuple):
    """Companies that a page links to.

    ``links`` is a CSS selector of the links (or of parts of the page that hold them), ``following`` one of
    the link to the next page; empty for none.
    """

    url: str
    links: str
    limit: int
    following: str = ""
    kind: str = "directory"
    requests: int = DIRECTORY_REQUESTS

    @property
    def name(self) -> str:
        return self.kind

    def to_item(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "url": self.url,
            "links": self.links,
            "following": self.following,
            "limit": self.limit,
            "requests": self.requests,
        }


Source = CsvSource | SearchSource | CommonCrawlSource | CertificateSource | DirectorySource


def identity(source: Source) -> str:
    """The same for two sources that name the same companies, however much of them may be used."""
    item = source.to_item()
    return digest("source", *(f"{name}={item[name]}" for name in sorted(item) if name not in _BUDGET))


def from_item(item: Mapping[str, Any]) -> Source:
    """Read the stored form back. Raises ``ValueError`` for a kind that there is not."""
    kind = item["kind"]
    if kind == "csv":
        return CsvSource(file=item["file"], key=item.get("key", ""), limit=int(item.get("limit", MOST_LEADS)))
    limit = int(item["limit"])
    if kind == "search":
        shops = item.get("shops")
        return SearchSource(
            provider=item["provider"],
            queries=tuple(item["queries"]),
            limit=limit,
            shops=None if shops is None else _shops(shops),
            requests=_requests(item, SEARCH_REQUESTS),
        )
    if kind == "common_crawl":
        return CommonCrawlSource(
            urls=tuple(item["urls"]), limit=limit, requests=_requests(item, CRAWL_REQUESTS)
        )
    if kind == "certificates":
        return CertificateSource(
            names=tuple(item["names"]), limit=limit, requests=_requests(item, CERTIFICATE_REQUESTS)
        )
    if kind == "directory":
        return DirectorySource(
            url=item["url"],
            links=item["links"],
            following=item.get("following", ""),
            limit=limit,
            requests=_requests(item, DIRECTORY_REQUESTS),
        )
    raise ValueError(f"no source is of the kind {kind!r}")


def _requests(item: Mapping[str, Any], otherwise: int) -> int:
    # Absent in campaigns that were stored before a run's requests were counted.
    return int(item.get("requests", otherwise))


def _shops(item: Mapping[str, Any]) -> ShopQueries:
    return ShopQueries(
        keywords=tuple(item.get("keywords", ())),
        industries=tuple(item.get("industries", ())),
        countries=tuple(item.get("countries", ())),
    )
