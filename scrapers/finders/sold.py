"""What the services have in common: entries of addresses with people, sources and a confidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scrapers.document import tidy
from scrapers.domains import registrable_domain
from scrapers.emails import mailbox_kind, parse_address
from scrapers.finding import Finding

_MOST = 50  # entries read of an answer
_NOT_SOLD_AS_GOOD = frozenset({"invalid", "disposable"})


def findings(
    name: str,
    domain: str,
    *,
    address: Any,
    percent: Any,
    status: Any,
    sources: Any,
    person: str,
    role: Any,
) -> Iterator[Finding]:
    """The findings of one entry; none for an address of another domain, or one that is sold as bad.

    ``percent`` is the service's own confidence, 0-100. Where it names a page of the company's own as the
    source, that page stands in ``detail["page"]``: it is where the address is published.
    """
    parsed = parse_address(address) if isinstance(address, str) else None
    if parsed is None or registrable_domain(parsed) != domain or status in _NOT_SOLD_AS_GOOD:
        return
    confidence = min(max(float(percent), 0.0), 100.0) / 100 if isinstance(percent, int | float) else 0.5
    detail = {"kind": mailbox_kind(parsed), "domain": "own"}
    if page := _own_page(sources, domain):
        detail["page"] = page
    yield Finding("email", parsed, name, round(0.9 * confidence, 2), detail)
    if person := tidy(person, 120):
        told = tidy(role, 120) if isinstance(role, str) else ""
        yield Finding("person", person, name, round(0.8 * confidence, 2), {"role": told} if told else {})


def entries(value: Any) -> list[dict[str, Any]]:
    """The objects of a list, as far as they are any."""
    return [entry for entry in value[:_MOST] if isinstance(entry, dict)] if isinstance(value, list) else []


def words(*parts: Any) -> str:
    return " ".join(part for part in parts if isinstance(part, str) and part)


def _own_page(sources: Any, domain: str) -> str:
    for source in entries(sources):
        uri = source.get("uri")
        if not isinstance(uri, str) or len(uri) > 1_000 or not uri.startswith(("https://", "http://")):
            continue
        if registrable_domain(uri) == domain and source.get("still_on_page") is not False:
            return uri
    return ""
