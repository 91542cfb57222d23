"""``beckon scrape``: what saved pages, or pages on the web, say of a company. Needs no AWS and no stage."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.errors import Trouble
from cli.invocation import current
from cli.output import line, out, plain

if TYPE_CHECKING:
    from outreach.profile import Profile
    from scrapers.fetch import Fetcher
    from scrapers.page import Page

_MOST_BYTES = 8_000_000  # of a saved file; a page is cut at two million characters anyway
_ENDINGS = (".html", ".htm", ".xhtml")


def scrape(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="PATH_OR_URL...", help="Saved pages, folders of them, or addresses."),
    ],
    base_url: Annotated[
        str, typer.Option("--base-url", help="The address that saved pages were saved from.")
    ] = "",
    about_url: Annotated[
        str, typer.Option("--about-url", help="Your page that tells the owners of sites who asks.")
    ] = "",
) -> None:
    """Show what pages say: company, addresses, phones, shop system, services. Never stops at a bad one."""
    as_json = current().json
    total = failed = 0
    for record in scrape_all(sources, base_url, about_url):
        total += 1
        failed += bool(record["error"])
        if as_json:
            print(json.dumps(record), flush=True)  # noqa: T201
        else:
            out().print(_card(record), markup=False, soft_wrap=True)
    if not total:
        raise Trouble("there is no page here", "name .html files, folders that hold some, or addresses")
    if failed == total:
        raise typer.Exit(1)


def scrape_all(sources: Iterable[str], base_url: str = "", about_url: str = "") -> Iterator[dict[str, Any]]:
    """One record a page, in order. A page that can't be read gives a record with its ``error``."""
    fetcher: Fetcher | None = None
    for source in sources:
        if source.startswith(("http://", "https://")):
            if fetcher is None:
                fetcher = _fetcher(about_url)
            yield _from_web(source, fetcher)
        else:
            for path in _files(Path(source)):
                yield _from_file(path, base_url)


def _fetcher(about_url: str) -> Fetcher:
    from scrapers.fetch import Fetcher

    return Fetcher(about_url=about_url, now=lambda: datetime.now(UTC))


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.rglob("*") if file.suffix.lower() in _ENDINGS and file.is_file())


def _from_file(path: Path, base_url: str) -> dict[str, Any]:
    from scrapers.charset import decode
    from scrapers.page import Page

    try:
        with path.open("rb") as file:
            raw = file.read(_MOST_BYTES)
    except OSError as error:
        return _record(str(path), base_url, None, error.strerror or type(error).__name__)
    text, charset = decode(raw)
    return _read(str(path), Page(base_url, base_url, 200, text, charset, ""))


def _from_web(url: str, fetcher: Fetcher) -> dict[str, Any]:
    from scrapers.page import Failure

    page = fetcher.fetch(url)
    if isinstance(page, Failure):
        return _record(url, url, None, f"{page.kind}: {page.detail}")
    return _read(url, page)


def _read(source: str, page: Page) -> dict[str, Any]:
    from scrapers.profile import build_profile

    try:
        return _record(source, page.final_url, build_profile([page]), None)
    except Exception as error:
        # A page that breaks an extractor is a bug in it, and still no reason to lose the other pages.
        return _record(source, page.final_url, None, f"could not be read ({type(error).__name__})")


def _record(source: str, url: str, profile: Profile | None, error: str | None) -> dict[str, Any]:
    """The JSON form: always every field, empty where nothing is known."""
    record: dict[str, Any] = {
        "source": source,
        "url": url,
        "company": None,
        "platform": None,
        "platform_confidence": 0.0,
        "technologies": [],
        "emails": [],
        "phones": [],
        "addresses": [],
        "people": [],
        "socials": {},
        "contact_form": None,
        "country": None,
        "currency": None,
        "languages": [],
        "error": error,
    }
    if profile is None:
        return record
    company = profile.best("company")
    return record | {
        "company": company.value if company else None,
        "platform": profile.platform,
        "platform_confidence": profile.platform_confidence,
        "technologies": list(profile.technologies),
        "emails": [
            {"value": fact.value, "kind": fact.detail.get("kind", "person"), "rule": fact.rule}
            for fact in profile.of_kind("email")
        ],
        "phones": [
            {
                "value": fact.value,
                "raw": fact.detail.get("raw", fact.value),
                "kind": fact.detail.get("kind", "phone"),
                "rule": fact.rule,
            }
            for fact in profile.of_kind("phone")
        ],
        "addresses": [fact.value for fact in profile.of_kind("address")],
        "people": [
            {"name": fact.value, "role": fact.detail.get("role", "")} for fact in profile.of_kind("person")
        ],
        "socials": {fact.detail["network"]: fact.value for fact in profile.of_kind("social")},
        "contact_form": profile.contact_form or None,
        "country": profile.country or None,
        "currency": profile.currency or None,
        "languages": list(profile.values("language")),
    }


def _card(record: dict[str, Any]) -> str:
    """A page for a reader: only what is known, one thing a line."""
    if record["error"]:
        return plain(f"{record['source']}\n  not read: {record['error']}\n")
    platform = (
        f"{record['platform']} ({record['platform_confidence']:.0%})" if record["platform_confidence"] else ""
    )
    rows = [
        ("company", record["company"]),
        ("platform", platform),
        ("services", ", ".join(record["technologies"])),
        ("e-mail", ", ".join(f"{mail['value']} ({mail['kind']})" for mail in record["emails"])),
        ("phone", ", ".join(f"{phone['value']} ({phone['kind']})" for phone in record["phones"])),
        ("address", "; ".join(record["addresses"])),
        ("people", ", ".join(person["name"] for person in record["people"])),
        ("profiles", ", ".join(record["socials"].values())),
        ("form", record["contact_form"]),
        ("country", record["country"]),
        ("currency", record["currency"]),
        ("languages", ", ".join(record["languages"])),
    ]
    known = [f"  {name:<10} {line(value, 300)}" for name, value in rows if value]
    return "\n".join([plain(record["source"]), *(known or ["  nothing was recognised"]), ""])
