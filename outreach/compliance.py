"""May this mail be sent at all? Every rule has a name; a refusal carries the name of the rule that refused.

Checked just before the claim, on what the table says at that moment; a consent that the answer rests on is a
condition of the claim itself (``store.consents``), so that withdrawing it holds for the very next one. Not
legal advice: the rules are the ones that software can hold. Thin: whether a subscriber is corporate is judged
by the legal form in the company's name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlsplit

from outreach.campaign import Campaign, LegalBasis
from outreach.consent import Basis, Consent, has_expired
from outreach.country_rules import RULES, Row, Rule


class Subscriber(StrEnum):
    """Who holds the mailbox's contract: decides whether PECR and its like need consent."""

    CORPORATE = "corporate"
    INDIVIDUAL = "individual"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Recipient:
    """What is known of the one to be written to.

    ``country``: ISO 3166 alpha-2, empty when unknown. ``source``: the page (or file) the address was read
    from, and ``seen_at`` when (ISO 8601 UTC). ``published``: it was read from the company's own public page.
    ``impersonal``: the mailbox is the company's (``info@``), not a person's. ``guessed``: it was made up from
    a pattern, not read. ``refuses_mail``: the company's pages say that unsolicited mail is not wanted.
    ``consent``: the newest one on record, withdrawn or expired ones too.
    """

    address: str
    country: str
    subscriber: Subscriber
    source: str
    seen_at: str
    published: bool
    impersonal: bool = False
    guessed: bool = False
    refuses_mail: bool = False
    consent: Consent | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """The rule that refused, and what a person should know about it."""

    rule: str
    meaning: str


# A dot-atom (RFC 5322 3.2.3) at a host name: neither quoting nor SMTPUTF8 is needed to write it.
_ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# Compiled at its first use: a cold start need not wait for it.
_ADDRESS = rf"(?i)(?=.{{1,64}}@){_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+{_LABEL}"

# Forms of incorporated bodies. The short ones count in capitals only: "sa" and "ab" are words too.
_FORMS = frozenset((
    "ltd", "limited", "plc", "llp", "cic", "dac", "clg", "teoranta", "inc", "incorporated", "corp",
    "corporation", "llc", "gmbh", "kgaa", "bv", "nv", "sarl", "sas", "sasu", "eurl", "srl", "oy",
    "oyj", "aps", "lda", "pty", "oü", "kft", "zrt", "nyrt", "asbl",
))  # fmt: skip
_SHORT_FORMS = frozenset(("SA", "AB", "AG", "SIA"))
# These are English words in capitals too: they count at the end of a name only.
_LAST_FORMS = frozenset(("AS", "ASA"))
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
        if bare in _SHORT_FORMS or (bare in _LAST_FORMS and index + 1 == len(words) > 1):
            return True
        if bare.lower() in _FORMS:
            # "Limited Edition Teas" has the word and not the form: the form ends the name.
            ends = index + 1 == len(words) or word[-1] in ".,;)"
            if bare.lower() != "limited" or ends:
                return True
    return False


class _Case(NamedTuple):
    """What the rules look at. ``row`` is the country's law; ``consent`` one that counts there and now."""

    campaign: Campaign
    recipient: Recipient
    row: Row | None
    consent: Consent | None


def check(
    campaign: Campaign, recipient: Recipient, *, public_url: str, reply_domain: str, now: datetime
) -> Refusal | None:
    """The first rule that forbids a mail of this campaign to this recipient at ``now``, or None.

    ``public_url`` and ``reply_domain`` are where unsubscribes arrive: without them no opt-out works.
    """
    if not (public_url.startswith("https://") or _is_local(public_url)) or not reply_domain:
        return Refusal("no_working_unsubscribe", "the unsubscribe link must be an https address (RFC 8058)")
    case = _Case(campaign, recipient, RULES.get(recipient.country), _counting(recipient, now))
    for name, meaning, broken in _RULES:
        if broken(case):
            if name in _EXCUSED_BY_CONSENT and _has_lapsed(case, now):
                return Refusal(*_LAPSED)
            return Refusal(name, meaning)
    return None


def _counting(recipient: Recipient, now: datetime) -> Consent | None:
    """The consent on record, if the country's law lets it count at this moment."""
    consent, row = recipient.consent, RULES.get(recipient.country)
    if consent is None or consent.withdrawn_at or row is None or has_expired(consent, now):
        return None
    return consent if consent.basis is Basis.EXPRESS or consent.basis in row.implied else None


def _has_lapsed(case: _Case, now: datetime) -> bool:
    consent = case.recipient.consent
    return consent is not None and has_expired(consent, now)


def is_own_page(page: str, domain: str) -> bool:
    """Whether a page is at the company's own registrable domain: what stands there, the company published."""
    host = (urlsplit(page).hostname or "").rstrip(".")
    return bool(domain) and (host == domain or host.endswith(f".{domain}"))


def _is_local(url: str) -> bool:
    """Whether an http address never leaves this machine: the local stage has no certificate."""
    host = urlsplit(url).hostname or ""
    return url.startswith("http://") and (host in ("127.0.0.1", "localhost") or host.endswith(".localhost"))


def _needs(case: _Case, *rules: Rule) -> bool:
    """Whether the country's rule is one of these, and no consent excuses from it."""
    return case.row is not None and case.row.rule in rules and case.consent is None


def _is_subscriber(kind: Subscriber) -> Callable[[_Case], bool]:
    """Companies only, and this is not known to be one."""
    companies = (Rule.CORPORATE_OPT_OUT, Rule.IMPERSONAL)
    return lambda case: _needs(case, *companies) and case.recipient.subscriber is kind


def _is_unassessed(case: _Case) -> bool:
    rests = case.campaign.legal_basis is LegalBasis.LEGITIMATE_INTEREST and case.consent is None
    return rests and case.row is not None and case.row.gdpr and case.campaign.interest is None


def _is_no_customer(case: _Case) -> bool:
    rests = case.campaign.legal_basis is LegalBasis.EXISTING_CUSTOMER
    return rests and (case.consent is None or case.consent.basis is not Basis.CUSTOMER)


_LAPSED = ("consent_expired", "the consent on record no longer counts: it ends two years after a purchase,"
           " six months after an inquiry (CASL s. 10(10))")  # fmt: skip

_RULES: tuple[tuple[str, str, Callable[[_Case], bool]], ...] = (
    (
        "no_postal_address",
        "CAN-SPAM, 15 U.S.C. 7704(a)(5): the mail must carry the sender's postal address",
        lambda case: not case.campaign.sender.postal_address.strip(),
    ),
    (
        "no_identification",
        "the mail must say who writes and for which company",
        lambda case: not (case.campaign.sender.name.strip() and case.campaign.sender.company.strip()),
    ),
    (
        "no_source_notice",
        "GDPR Art. 14(2)(f): the first mail must say where the address was found",
        lambda case: not case.campaign.source_notice.strip(),
    ),
    (
        "address_unusable",
        "the address cannot be written into a mail header as it is",
        lambda case: not re.fullmatch(_ADDRESS, case.recipient.address),
    ),
    (
        "address_guessed",
        "addresses are read, never made up (CASL forbids it, and it bounces)",
        lambda case: case.recipient.guessed,
    ),
    (
        "no_source",
        "where and when the address was found must be recorded",
        lambda case: not (case.recipient.source.strip() and case.recipient.seen_at.strip()),
    ),
    (
        "consent_withdrawn",
        "the person has taken back their consent (GDPR Art. 7(3)): no other ground replaces it",
        lambda case: case.recipient.consent is not None and bool(case.recipient.consent.withdrawn_at),
    ),
    ("country_unknown", "no law can be checked", lambda case: not case.recipient.country),
    (
        "country_not_ruled",
        "nobody has read this country's law yet (outreach/country_rules.py)",
        lambda case: case.row is None,
    ),
    (
        "consent_missing",
        "the campaign rests on consent, and none that counts is recorded for this person",
        lambda case: case.campaign.legal_basis is LegalBasis.CONSENT and case.consent is None,
    ),
    (
        "not_a_customer",
        "the campaign rests on existing customers, and no purchase is recorded for this person",
        _is_no_customer,
    ),
    (
        "interest_not_assessed",
        "GDPR Art. 6(1)(f): what the interest is, and when it was weighed, must be on record",
        _is_unassessed,
    ),
    (
        "unsolicited_mail_refused",
        "the company's pages say that unsolicited mail is not wanted (GDPR Art. 21; CASL s. 10(9)(b))",
        lambda case: case.recipient.refuses_mail and case.consent is None,
    ),
    (
        "country_needs_consent",
        "this country asks for consent, companies included",
        lambda case: _needs(case, Rule.CONSENT),
    ),
    (
        "individual_subscriber",
        "individuals, sole traders and partnerships must have consented here (PECR reg. 22)",
        _is_subscriber(Subscriber.INDIVIDUAL),
    ),
    (
        "subscriber_unknown",
        "not known to be a corporate subscriber, and here only those may be written to",
        _is_subscriber(Subscriber.UNKNOWN),
    ),
    (
        "address_personal",
        "only mailboxes of the company itself, such as info@, may be written to here",
        lambda case: _needs(case, Rule.IMPERSONAL) and not case.recipient.impersonal,
    ),
    (
        "address_not_published",
        "only conspicuously published addresses may be written to here (CASL s. 10(9)(b))",
        lambda case: _needs(case, Rule.PUBLISHED) and not case.recipient.published,
    ),
)

_EXCUSED_BY_CONSENT = frozenset((
    "consent_missing", "not_a_customer", "country_needs_consent", "individual_subscriber",
    "subscriber_unknown", "address_personal", "address_not_published",
))  # fmt: skip

RULE_NAMES = ("no_working_unsubscribe", *(name for name, _, _ in _RULES), _LAPSED[0])
