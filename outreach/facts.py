"""What a company's own pages say, with the page and the moment each statement came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

KINDS = {
    "company": "The company's name.",
    "description": "What it does, in its own words.",
    "platform": "The shop system. detail: signals (what was seen), sells (yes, unseen), headless (yes).",
    "technology": "A service or app that the pages call. detail: for (payments, reviews, …), host.",
    "changed_technology": "'took up klaviyo', 'dropped yotpo': between two visits. detail: for, seen_at.",
    "email": "An address. detail: kind (person, role, free), domain (own, other).",
    "phone": "A number in E.164. detail: kind (phone, fax), raw.",
    "address": "A street address on one line. detail, where known: street, postcode, city, region, country.",
    "person": "Somebody who works there. detail: role, as the page writes it, where it does.",
    "social": "A profile's address. detail: network.",
    "contact_form": "The page with a form for messages. detail: action.",
    "country": "ISO 3166-1 alpha-2.",
    "language": "ISO 639.",
    "currency": "ISO 4217.",
    "product": "A product's name.",
    "theme": "A Shopify theme's name. detail: id, schema, version, as far as known.",
    "shop": "A shop's own domain at its shop system. detail: id, locale, country, as far as known.",
    "plan": "plus: a hint at what the shop pays for, never more. closed: it is behind a password.",
    "product_count": "How many products the catalogue lists; '250+' where the list went on.",
    "price_range": "'9.00-120.00 GBP'; no currency where none is known. detail: low, high, median, currency.",
    "vendor": "A brand that the catalogue sells. detail: products (how many of those read).",
    "product_type": "A type of product, as the shop calls it. detail: products (how many of those read).",
    "newest_product": "The name of the product published last. detail: published_at (ISO 8601 UTC).",
    "industry": "One of scrapers/data/industries.toml. detail: words (those that told), evidence (fact ids).",
    "headcount": "How many people a page says work there: '12', '50+' or '11-50'.",
    "stores": "How many shops or branches a page says there are.",
    "founded": "The year that a page says the company began in.",
    "reviews": "How many reviews of the shop a page states. detail: rating, where stated.",
    "size": "A band of employees (1-10, 11-50, 51-200, 201-1000, 1000+). detail: evidence (fact ids), rules.",
    "revenue": "A band of yearly revenue in EUR (0-1M, 1M-10M, 10M-50M, 50M+). detail: evidence, rules.",
    "hiring": "The page with open positions. detail: text (the link's).",
    "sale": "A sale that the page announces, in its own words.",
    "mail_refusal": "A note that unsolicited mail is not wanted, in the page's own words.",
    "launch": "Something new that the page announces, in its own words.",
}
"""Every kind of fact, and what its value and details mean. What is not known has no fact."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement taken from one page.

    ``kind`` is one of ``KINDS``. ``id`` is stable for the same kind, value and page. ``rule`` names the
    extraction rule. ``confidence`` is 0-1. ``seen_at`` is ISO 8601 UTC. ``detail`` holds what belongs to the
    kind (an address's kind, a phone's raw spelling). ``at`` says where on the page it stands, for a person
    who looks it up: a CSS selector (``a[href^="mailto:"]``), ``json-ld email``, or an offset in characters
    into the visible text (``text@1204``) or the source (``source@88``). Empty for what was not read from a
    page.
    """

    id: str
    kind: str
    value: str
    page: str
    rule: str
    confidence: float
    seen_at: str
    detail: Mapping[str, str] = field(default_factory=dict)
    at: str = ""
