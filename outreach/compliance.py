"""May this mail be sent at all? Every rule has a name; a refusal carries the name of the rule that refused.

Checked just before the claim, on what the table says at that moment. Not legal advice: the rules are the
ones that software can hold. Thin today: consents are read but nothing but a call records one, and whether
a subscriber is corporate is judged by the legal form in the company's name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from outreach.campaign import Campaign, LegalBasis
from outreach.country_rules import RULES, Rule


class Subscriber(StrEnum):
    """Who holds the mailbox's contract: decides whether PECR and its like need consent."""

    CORPORATE = "corporate"
    INDIVIDUAL = "individual"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Consent:
    """That somebody agreed to be written to: the text agreed to, its version, when (ISO 8601), how."""

    text: str
    version: str
    given_at: str
    origin: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """What is known of the one to be written to.

    ``country``: ISO 3166 alpha-2, empty when unknown. ``source``: the page (or file) the address was read
    from, and ``seen_at`` when (ISO 8601 UTC). ``published``: it was read from the company's own public page.
    ``guessed``: it was made up from a pattern, not read.
    """

    address: str
    country: str
    subscriber: Subscriber
    source: str
    seen_at: str
    published: bool
    guessed: bool = False
    consent: Consent | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """The rule that refused, and what a person should know about it."""

    rule: str
    meaning: str


# A dot-atom (RFC 5322 3.2.3) at a host name: neither quoting nor SMTPUTF8 is needed to write it.
_ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ADDRESS = re.compile(rf"(?=.{{1,64}}@){_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+{_LABEL}", re.IGNORECASE)

# Forms of incorporated bodies. The short ones count in capitals only: "sa" and "ab" are words too.
_FORMS = frozenset((
    "ltd", "limited", "plc", "llp", "cic", "dac", "clg", "teoranta", "inc", "incorporated", "corp",
    "corporation", "llc", "gmbh", "kgaa", "bv", "nv", "sarl", "sas", "sasu", "eurl", "srl", "oy",
    "oyj", "aps", "lda", "pty",
))  # fmt: skip
_SHORT_FORMS = frozenset(("SA", "AB", "AG"))
# Sole traders and English partnerships are individual subscribers under PECR.
_INDIVIDUAL = ("sole trader", "trading as", " t/a ", "einzelunternehmen", "eenmanszaak", "auto-entrepreneur")


def subscriber(names: Iterable[str]) -> Subscriber:
    """Judge by the legal form in the names that a company gives itself. No form: unknown, never a guess."""
    texts = list(names)
    if any(word in f" {text.lower()} " for text in texts for word in _INDIVIDUAL):
        return Subscriber.INDIVIDUAL
    if any(_states_form(text) for text in texts):
        return Subscriber.CORPORATE
    return Subscriber.UNKNOWN


def _states_form(text: str) -> bool:
    words = text.split()
    for index, word in enumerate(words):
        bare = word.strip(".,;()").replace(".", "")
        if bare in _SHORT_FORMS:
            return True
        if bare.lower() in _FORMS:
            # "Limited Edition Teas" has the word and not the form: the form ends the name.
            ends = index + 1 == len(words) or word[-1] in ".,;)"
            if bare.lower() != "limited" or ends:
                return True
    return False


def check(campaign: Campaign, recipient: Recipient, *, public_url: str, reply_domain: str) -> Refusal | None:
    """The first rule that forbids a mail of this campaign to this recipient, or None.

    ``public_url`` and ``reply_domain`` are where unsubscribes arrive: without them no opt-out works.
    """
    if not (public_url.startswith("https://") or _is_local(public_url)) or not reply_domain:
        return Refusal("no_working_unsubscribe", "the unsubscribe link must be an https address (RFC 8058)")
    for name, meaning, broken in _RULES:
        if broken(campaign, recipient):
            return Refusal(name, meaning)
    return None


def _is_local(url: str) -> bool:
    """Whether an http address never leaves this machine: the local stage has no certificate."""
    host = urlsplit(url).hostname or ""
    return url.startswith("http://") and (host in ("127.0.0.1", "localhost") or host.endswith(".localhost"))


def _needs(rule: Rule) -> Callable[[Campaign, Recipient], bool]:
    return lambda _, recipient: RULES.get(recipient.country) is rule and recipient.consent is None


def _unlawful_subscriber(kind: Subscriber) -> Callable[[Campaign, Recipient], bool]:
    needs = _needs(Rule.CORPORATE_OPT_OUT)
    return lambda campaign, recipient: needs(campaign, recipient) and recipient.subscriber is kind


def _unpublished(campaign: Campaign, recipient: Recipient) -> bool:
    return _needs(Rule.PUBLISHED)(campaign, recipient) and not recipient.published


_RULES: tuple[tuple[str, str, Callable[[Campaign, Recipient], bool]], ...] = (
    (
        "no_postal_address",
        "CAN-SPAM, 15 U.S.C. 7704(a)(5): the mail must carry the sender's postal address",
        lambda campaign, _: not campaign.sender.postal_address.strip(),
    ),
    (
        "no_identification",
        "the mail must say who writes and for which company",
        lambda campaign, _: not (campaign.sender.name.strip() and campaign.sender.company.strip()),
    ),
    (
        "no_source_notice",
        "GDPR Art. 14(2)(f): the first mail must say where the address was found",
        lambda campaign, _: not campaign.source_notice.strip(),
    ),
    (
        "address_unusable",
        "the address cannot be written into a mail header as it is",
        lambda _, recipient: not _ADDRESS.fullmatch(recipient.address),
    ),
    (
        "address_guessed",
        "addresses are read, never made up (CASL forbids it, and it bounces)",
        lambda _, recipient: recipient.guessed,
    ),
    (
        "no_source",
        "where and when the address was found must be recorded",
        lambda _, recipient: not (recipient.source.strip() and recipient.seen_at.strip()),
    ),
    (
        "consent_missing",
        "the campaign rests on consent, and none is recorded for this person",
        lambda campaign, recipient: campaign.legal_basis is LegalBasis.CONSENT and recipient.consent is None,
    ),
    ("country_unknown", "no law can be checked", lambda _, recipient: not recipient.country),
    (
        "country_not_ruled",
        "nobody has read this country's law yet (outreach/country_rules.py)",
        lambda _, recipient: bool(recipient.country) and recipient.country not in RULES,
    ),
    ("country_needs_consent", "this country asks for consent, companies included", _needs(Rule.CONSENT)),
    (
        "individual_subscriber",
        "individuals, sole traders and partnerships must have consented here (PECR reg. 22)",
        _unlawful_subscriber(Subscriber.INDIVIDUAL),
    ),
    (
        "subscriber_unknown",
        "not known to be a corporate subscriber, and here only those may be written to",
        _unlawful_subscriber(Subscriber.UNKNOWN),
    ),
    (
        "address_not_published",
        "only conspicuously published addresses may be written to here (CASL s. 10(9)(b))",
        _unpublished,
    ),
)

RULE_NAMES = ("no_working_unsubscribe", *(name for name, _, _ in _RULES))
