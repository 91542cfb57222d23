"""Pages of one site to a profile: every extractor over every page, stamped with the page and the moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from outreach.facts import Fact
from outreach.ids import digest
from outreach.profile import Profile, merge_facts
from scrapers.announcements import find_announcements, find_hiring
from scrapers.company import find_company, find_description
from scrapers.country import find_country
from scrapers.details import find_details
from scrapers.document import Document
from scrapers.domains import registrable_domain
from scrapers.emails import find_emails
from scrapers.evidence import find_size_evidence
from scrapers.finding import Finding
from scrapers.inferred import with_inferred
from scrapers.mail_refusal import find_mail_refusal
from scrapers.page import Page
from scrapers.people import find_stated_people, find_written_people
from scrapers.phones import find_phones
from scrapers.platforms import find_platform
from scrapers.shopify import find_shopify
from scrapers.street_address import find_marked_addresses, find_written_addresses
from scrapers.technologies import find_technologies

_DEFAULT_KINDS_PER_PAGE = 60  # facts of one kind from one page: a page with more is a directory


def findings(document: Document) -> Iterator[Finding]:
    """Everything that one page says, in a fixed order."""
    # What looks at elements and links comes before what reads the text: the text views cut the tree.
    details = find_details(document)
    hiring = list(find_hiring(document))
    platform, technologies = find_platform(document), find_technologies(document)
    addresses, people = list(find_marked_addresses(document)), list(find_stated_people(document))
    shop = list(find_shopify(document)) if platform and platform.value == "shopify" else []
    emails = find_emails(document)
    country = find_country(document)
    for single in (find_company(document), find_description(document), platform, country):
        if single is not None:
            yield single
    yield from emails
    yield from find_phones(document, country.value if country else None)
    yield from technologies
    yield from details
    yield from addresses
    yield from find_written_addresses(document, addresses)
    yield from people
    yield from find_written_people(document)
    yield from shop
    yield from find_size_evidence(document)
    yield from hiring
    yield from find_announcements(document)
    yield from find_mail_refusal(document)


def facts_of(document: Document, seen_at: str) -> list[Fact]:
    """One page's facts. ``seen_at`` (ISO 8601 UTC) is when the page was read."""
    counts: dict[str, int] = {}
    facts = []
    for finding in findings(document):
        counts[finding.kind] = counts.get(finding.kind, 0) + 1
        if counts[finding.kind] <= _DEFAULT_KINDS_PER_PAGE:
            facts.append(
                Fact(
                    id=digest("fact", finding.kind, finding.value, document.url),
                    kind=finding.kind,
                    value=finding.value,
                    page=document.url,
                    rule=finding.rule,
                    confidence=finding.confidence,
                    seen_at=seen_at,
                    detail=finding.detail,
                    at=finding.at,
                )
            )
    return facts


def build_profile(pages: Sequence[Page], domain: str | None = None) -> Profile:
    """The profile of a site from its pages, home page first. Pure: the same pages give the same profile.

    ``domain`` defaults to that of the first page. What several pages say alike is one fact, of the page
    that says it with the most confidence.
    """
    facts: list[Fact] = []
    for page in pages:
        facts += facts_of(Document(page), page.fetched_at)
    if domain is None:
        domain = (registrable_domain(pages[0].final_url or pages[0].url) if pages else None) or ""
    return Profile(
        domain=domain,
        seen_at=max((page.fetched_at for page in pages), default=""),
        facts=with_inferred(merge_facts(facts)),
    )
