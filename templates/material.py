"""What a mail may be made of: the facts worth mentioning, and the variables of the copy.

Addresses, phones and people are left out: a mail that tells somebody their own phone number is no better for
it, and a model has no need of personal data. Facts that speak to a machine are left out too; what is left is
still treated as untrusted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from outreach.campaign import Campaign
from outreach.facts import Fact
from outreach.profile import UNKNOWN_PLATFORM, Profile

MENTIONABLE = ("company", "description", "product", "product_count", "platform", "technology")
"""The kinds of fact that a mail may mention, most telling first."""
MOST_FACTS = 24
LONGEST_VALUE = 300

_LEAST_CONFIDENCE = 0.5
# Text that is addressed to a model rather than to a customer. A page that holds it may be hostile; whether
# it is or not, it is nothing to quote.
SPEAKS_TO_MACHINES = re.compile(
    r"\b(?:ignore|disregard|forget)\b.{0,40}\b(?:instruction|prompt|previous|above|rules?)"
    r"|\b(?:system|assistant|developer)\s*(?:prompt|message|:)"
    r"|\byou are (?:now )?(?:an? )?(?:ai|assistant|language model|llm|chatbot)\b"
    r"|\b(?:language model|llm|chatgpt|ai assistant)s?\b.{0,40}\b(?:must|should|please|reading)"
    r"|</?\s*(?:facts|lead|offer|system|instructions?)\b",
    re.IGNORECASE | re.DOTALL,
)
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
    """The facts that a mail may mention, the most telling kinds first, at most ``MOST_FACTS``."""
    found = [fact for kind in MENTIONABLE for fact in profile.of_kind(kind) if _fit(fact)]
    return tuple(found[:MOST_FACTS])


def variables(campaign: Campaign, profile: Profile) -> dict[str, str]:
    """The copy's variables. One whose fact is not known is absent: a template that needs it is not sent."""
    facts = mentionable(profile)
    known = {
        "company": profile.company,
        "domain": profile.domain,
        "offer": campaign.offer.summary,
        "question": campaign.offer.question,
        "proof": " ".join(campaign.offer.proof),
        "sender_name": campaign.sender.name,
        "sender_company": campaign.sender.company,
        "platform": platform_name(_first(facts, "platform")),
        "product": _first(facts, "product"),
        "description": _first(facts, "description"),
    }
    if SPEAKS_TO_MACHINES.search(known["company"]) or len(known["company"]) > LONGEST_VALUE:
        known["company"] = profile.domain
    return {name: " ".join(value.split()) for name, value in known.items() if value.strip()}


def facts_behind(names: Iterable[str], profile: Profile) -> tuple[str, ...]:
    """The ids of the facts that the named variables were filled from."""
    facts = mentionable(profile)
    found = (next((fact.id for fact in facts if fact.kind == name), "") for name in sorted(names))
    return tuple(identity for identity in found if identity)


def platform_name(platform: str) -> str:
    """A shop system as it spells itself."""
    return _SPELLINGS.get(platform.lower(), platform.replace("_", " ").capitalize())


def _first(facts: Iterable[Fact], kind: str) -> str:
    return next((fact.value for fact in facts if fact.kind == kind), "")


def _fit(fact: Fact) -> bool:
    return (
        fact.confidence >= _LEAST_CONFIDENCE
        and 0 < len(fact.value.strip()) <= LONGEST_VALUE
        and not (fact.kind == "platform" and fact.value == UNKNOWN_PLATFORM)
        and not SPEAKS_TO_MACHINES.search(fact.value)
    )
