"""Where a campaign looks for companies."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from outreach.campaign_file.problems import Problem
from outreach.campaign_file.section import Section, printable
from outreach.campaign_file.target import country
from outreach.sources import (
    CERTIFICATE_REQUESTS,
    CRAWL_REQUESTS,
    DIRECTORY_REQUESTS,
    MOST_LEADS,
    MOST_REQUESTS,
    SEARCH_REQUESTS,
    CertificateSource,
    CommonCrawlSource,
    CsvSource,
    DirectorySource,
    SearchSource,
    ShopQueries,
    Source,
)

PROVIDERS = ("brave", "google")
_LIMIT = 50
_MOST_WORDS, _MOST_CHARS = 32, 400  # of a query: the narrower of what the providers take

_URL_PATTERN = re.compile(r"(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+(/[!-~]*)?|\*\.[a-z0-9-]+", re.IGNORECASE)
_CERTIFICATE_NAME = re.compile(r"(%\.)?[a-z0-9-]+(\.[a-z0-9-]+)+|%\.[a-z0-9-]+", re.IGNORECASE)
_WEB_ADDRESS = re.compile(r"https?://[!-~]+")


def read_sources(top: Section, folder: Path | None) -> tuple[Source, ...]:
    found: list[Source] = []
    for section in top.sections("sources"):
        kind = next((kind for kind in _READERS if kind in section.data), None)
        if "csv" in section.data:
            found.append(_list(section, folder))
        elif kind is not None:
            inner = section.section(kind, needed=True)
            if inner is not None:
                found.append(_READERS[kind](inner))
                inner.finish()
        else:
            known = ", ".join(f"`- {kind}:`" for kind in ("csv", *_READERS))
            section.problems.append(
                Problem(section.line, section.where, "is no known source", f"Write one of {known}.")
            )
            continue
        section.finish()
    return tuple(found)


def _list(section: Section, folder: Path | None) -> CsvSource:
    file = section.text("csv", "Name a CSV file beside this one.")
    if file and (Path(file).is_absolute() or ".." in Path(file).parts):
        section.wrong("csv", "points out of the campaign's folder", "Put the file beside this one.")
    elif file and folder is not None and not (folder / file).is_file():
        section.wrong("csv", f"{file!r} does not exist", f"Put it into {folder}, or correct the name.")
    return CsvSource(file, limit=section.number("limit", 1, MOST_LEADS, MOST_LEADS))


def _search(section: Section) -> SearchSource:
    fix = f"Write one of: {', '.join(PROVIDERS)}."
    provider = section.text("provider", fix, default="brave")
    if provider not in PROVIDERS:
        section.wrong("provider", f"{provider!r} is unknown", fix)
    queries: tuple[str, ...] = ()
    shops = None
    if isinstance(section.data.get("queries"), dict):
        shops = _shops(section.section("queries", needed=True))
    else:
        queries = section.texts("queries", _query, needed=True)
    return SearchSource(
        provider, queries, _limit(section), requests=_requests(section, SEARCH_REQUESTS), shops=shops
    )


def _shops(section: Section | None) -> ShopQueries:
    if section is None:
        return ShopQueries()
    shops = ShopQueries(
        keywords=section.texts("keywords", _query),
        industries=tuple(name.lower() for name in section.texts("industries", printable)),
        countries=tuple(code.upper() for code in section.texts("countries", country)),
    )
    if not shops.keywords and not shops.industries:
        section.wrong("keywords", "and industries are both empty", "Write at least one word or industry.")
    section.finish()
    return shops


def _common_crawl(section: Section) -> CommonCrawlSource:
    check = _form(_URL_PATTERN, "is no host or address, like *.myshopify.com or example.com/shops/*")
    urls = section.texts("urls", check, needed=True)
    return CommonCrawlSource(urls, _limit(section), requests=_requests(section, CRAWL_REQUESTS))


def _certificates(section: Section) -> CertificateSource:
    check = _form(_CERTIFICATE_NAME, "is no name of certificates, like %.myshopify.com")
    names = section.texts("names", check, needed=True)
    return CertificateSource(names, _limit(section), requests=_requests(section, CERTIFICATE_REQUESTS))


def _directory(section: Section) -> DirectorySource:
    return DirectorySource(
        url=section.matching("url", _WEB_ADDRESS, "Write an address that begins with https://."),
        links=section.text(
            "links", 'Write a CSS selector of the links to companies, such as "ul.members a".'
        ),
        following=section.text(
            "next", 'Write a CSS selector, such as "a[rel=next]", or nothing.', default=""
        ),
        limit=_limit(section),
        requests=_requests(section, DIRECTORY_REQUESTS),
    )


_READERS: dict[str, Callable[[Section], Source]] = {
    "search": _search,
    "common_crawl": _common_crawl,
    "certificates": _certificates,
    "directory": _directory,
}


def _limit(section: Section) -> int:
    return section.number("limit", 1, MOST_LEADS, _LIMIT)


def _requests(section: Section, default: int) -> int:
    return section.number("requests", 1, MOST_REQUESTS, default)


def _query(text: str) -> str | None:
    if (complaint := printable(text)) is not None:
        return complaint
    if len(text) > _MOST_CHARS or len(text.split()) > _MOST_WORDS:
        return f"has more than {_MOST_WORDS} words or {_MOST_CHARS} characters"
    return None


def _form(pattern: re.Pattern[str], complaint: str) -> Callable[[str], str | None]:
    return lambda text: None if pattern.fullmatch(text) else f"{text!r} {complaint}"
