"""What a mail may be made of: the facts worth mentioning, and the variables of the copy.

Addresses, phones and people are left out: a mail that tells somebody their own phone number is no better for
it, and a model has no need of personal data. What speaks to a machine, leads elsewhere or holds markup is
left out too (``templates.untrusted``); what is left is still treated as untrusted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from outreach.campaign import Campaign
from outreach.facts import Fact
from outreach.profile import UNKNOWN_PLATFORM, Profile
from templates.untrusted import quotable, tidy

MENTIONABLE = (
    "company",
    "description",
    "product",
    "newest_product",
    "product_type",
    "product_count",
    "platform",
    "technology",
    "founded",
    "launch",
)
"""The kinds of fact that a mail may mention, most telling first."""
MOST_FACTS = 24
LONGEST_VALUE = 300
LONGEST_NAME = 80
"""Characters of a company's name. What is longer is a slogan or an attack; the domain stands for it."""

_LEAST_CONFIDENCE = 0.5
_MOST_OF_A_KIND = 8
_LONGEST_PRODUCT = 60
# Values of these kinds are one figure; anything else is a mistake of the page or of whoever read it.
_FIGURES = {
    "product_count": re.compile(r"\d{1,6}\+?"),
    "founded": re.compile(r"1[5-9]\d\d|20\d\d"),
}
_OF_FACTS = (
    "platform",
    "product",
    "newest_product",
    "product_type",
    "product_count",
    "founded",
    "description",
)
"""The variables that are facts: a template may be tried without them."""
_SPELLINGS = {
    "shopify": "Shopify",
    "woocommerce": "WooCommerce",
    "magento": "Magento",
    "bigcommerce": "BigCommerce",
    "prestashop": "PrestaShop",
    "shopware": "Shopware",
    "opencart": "OpenCart",
    "squarespace": "Squarespace",
    "wix": "Wix",
    "ecwid": "Ecwid",
    "demandware": "Salesforce Commerce Cloud",
    "3dcart": "Shift4Shop",
    "zencart": "Zen Cart",
}


def mentionable(profile: Profile) -> tuple[Fact, ...]:
    """The facts that a mail may mention, tidied, the most telling kinds first, at most ``MOST_FACTS``."""
    found = []
    for kind in MENTIONABLE:
        tidied = (replace(fact, value=tidy(fact.value)) for fact in profile.of_kind(kind))
        found += [fact for fact in tidied if _fit(fact, profile.domain)][:_MOST_OF_A_KIND]
    return tuple(found[:MOST_FACTS])


def company_name(profile: Profile) -> str:
    """What the company is called in a mail: its name where that is one, else its domain."""
    name = tidy(profile.company)
    return name if 0 < len(name) <= LONGEST_NAME and quotable(name, profile.domain) else profile.domain


def variables(campaign: Campaign, profile: Profile, *, facts: bool = True) -> dict[str, str]:
    """The copy's variables. One whose fact is not known is absent: a template that needs it is not sent.

    ``facts=False`` leaves out all that was read from pages, but for the name.
    """
    known = {
        "company": company_name(profile),
        "domain": profile.domain,
        "offer": campaign.offer.summary,
        "question": campaign.offer.question,
        "proof": " ".join(campaign.offer.proof),
        "sender_name": campaign.sender.name,
        "sender_company": campaign.sender.company,
    }
    if facts:
        known |= {kind: spoken(fact) for kind, fact in _chosen(profile).items()}
    return {name: " ".join(value.split()) for name, value in known.items() if value.strip()}


def facts_of(profile: Profile) -> dict[str, Fact]:
    """The fact behind each variable that is one."""
    return _chosen(profile)


def spoken(fact: Fact) -> str:
    """A fact's value as people write it."""
    return platform_name(fact.value) if fact.kind == "platform" else fact.value


def platform_name(platform: str) -> str:
    """A shop system as it spells itself."""
    return _SPELLINGS.get(platform.lower(), platform.replace("_", " ").capitalize())


def _chosen(profile: Profile) -> dict[str, Fact]:
    facts = mentionable(profile)
    found = {kind: _first(facts, kind) for kind in _OF_FACTS}
    return {kind: fact for kind, fact in found.items() if fact is not None}


def _first(facts: Iterable[Fact], kind: str) -> Fact | None:
    """The fact of a kind that reads well in a sentence."""
    short = kind in ("product", "newest_product", "product_type")
    return next(
        (
            fact
            for fact in facts
            if fact.kind == kind
            and not (short and len(fact.value) > _LONGEST_PRODUCT)
            and not any(quote in fact.value for quote in '“”„«»"')
        ),
        None,
    )


def _fit(fact: Fact, domain: str) -> bool:
    value = fact.value
    return (
        fact.confidence >= _LEAST_CONFIDENCE
        and 0 < len(value) <= LONGEST_VALUE
        and not (fact.kind == "platform" and value == UNKNOWN_PLATFORM)
        and (fact.kind not in _FIGURES or _FIGURES[fact.kind].fullmatch(value.replace(",", "")) is not None)
        and quotable(value, domain)
    )
