"""Which rule refuses which mail."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from outreach.campaign import Campaign, LegalBasis
from outreach.campaign_file import load
from outreach.compliance import RULE_NAMES, Recipient, Subscriber, check, is_own_page, subscriber
from outreach.consent import Basis, Consent
from outreach.country_rules import EU, RULES, Row, Rule

DEMO = load(Path(__file__).parents[3] / "campaigns" / "demo.yml")
NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
CONSENT = Consent("Yes, write to me", "1", "2026-01-01T00:00:00+00:00", "web form")
CUSTOMER = Consent("Bought a review", "1", "2025-03-01T00:00:00+00:00", "order 17", Basis.CUSTOMER)
INQUIRY = Consent("What does it cost?", "1", "2026-01-01T00:00:00+00:00", "web form", Basis.INQUIRY)
RECIPIENT = Recipient(
    address="hello@shop.example",
    country="GB",
    subscriber=Subscriber.CORPORATE,
    source="https://shop.example/contact",
    seen_at="2026-03-04T12:00:00Z",
    published=True,
)


def rule(
    recipient: Recipient = RECIPIENT, campaign: Campaign = DEMO, url: str = "https://api.example"
) -> str:
    refusal = check(campaign, recipient, public_url=url, reply_domain="reply.example", now=NOW)
    return "" if refusal is None else refusal.rule


def without(**fields: str) -> Campaign:
    return replace(DEMO, sender=DEMO.sender._replace(**fields))


CASES = [
    ("no_postal_address", RECIPIENT, without(postal_address=" ")),
    ("no_identification", RECIPIENT, without(company="")),
    ("no_identification", RECIPIENT, without(name="")),
    ("no_source_notice", RECIPIENT, replace(DEMO, source_notice="")),
    ("address_unusable", replace(RECIPIENT, address='"a b"@shop.example'), DEMO),
    ("address_unusable", replace(RECIPIENT, address="ä@shop.example"), DEMO),
    ("address_unusable", replace(RECIPIENT, address="a@b.example\nBcc: c@d.example"), DEMO),
    ("address_guessed", replace(RECIPIENT, guessed=True), DEMO),
    ("no_source", replace(RECIPIENT, source=""), DEMO),
    ("no_source", replace(RECIPIENT, seen_at=""), DEMO),
    ("consent_missing", RECIPIENT, replace(DEMO, legal_basis=LegalBasis.CONSENT)),
    ("country_unknown", replace(RECIPIENT, country=""), DEMO),
    ("country_not_ruled", replace(RECIPIENT, country="ZW"), DEMO),
    ("country_needs_consent", replace(RECIPIENT, country="DE"), DEMO),
    ("individual_subscriber", replace(RECIPIENT, subscriber=Subscriber.INDIVIDUAL), DEMO),
    ("subscriber_unknown", replace(RECIPIENT, subscriber=Subscriber.UNKNOWN), DEMO),
    ("address_not_published", replace(RECIPIENT, country="CA", published=False), DEMO),
    ("address_personal", replace(RECIPIENT, country="BE"), DEMO),
    ("unsolicited_mail_refused", replace(RECIPIENT, country="US", refuses_mail=True), DEMO),
    ("interest_not_assessed", RECIPIENT, replace(DEMO, interest=None)),
    ("not_a_customer", RECIPIENT, replace(DEMO, legal_basis=LegalBasis.EXISTING_CUSTOMER)),
    (
        "consent_withdrawn",
        replace(RECIPIENT, country="US", consent=CONSENT._replace(withdrawn_at="2026-02-01T00:00:00Z")),
        DEMO,
    ),
    (
        "consent_expired",
        replace(
            RECIPIENT,
            country="CA",
            published=False,
            consent=INQUIRY._replace(given_at="2025-09-04T11:59:00Z"),
        ),
        DEMO,
    ),
]


@pytest.mark.parametrize(("name", "recipient", "campaign"), CASES)
def test_a_refusal_carries_the_name_of_its_rule(name: str, recipient: Recipient, campaign: Campaign) -> None:
    assert rule(recipient, campaign) == name


def test_every_rule_has_a_case_that_it_refuses() -> None:
    assert {name for name, _, _ in CASES} | {"no_working_unsubscribe"} == set(RULE_NAMES)


@pytest.mark.parametrize(
    "recipient",
    [
        RECIPIENT,
        replace(RECIPIENT, country="US", subscriber=Subscriber.UNKNOWN),
        replace(RECIPIENT, country="CA"),
        replace(RECIPIENT, country="DE", consent=CONSENT),
        replace(RECIPIENT, subscriber=Subscriber.INDIVIDUAL, consent=CONSENT),
        replace(RECIPIENT, country="CA", published=False, consent=CONSENT),
        replace(RECIPIENT, country="CA", published=False, consent=CUSTOMER),
        replace(RECIPIENT, country="CA", published=False, consent=INQUIRY),
        replace(RECIPIENT, country="DE", consent=CUSTOMER),
        replace(RECIPIENT, country="BE", impersonal=True),
        replace(RECIPIENT, country="DE", refuses_mail=True, consent=CONSENT),
    ],
)
def test_lawful_mail_passes(recipient: Recipient) -> None:
    assert rule(recipient) == ""


def test_consent_does_not_excuse_what_every_mail_must_have() -> None:
    assert rule(replace(RECIPIENT, consent=CONSENT, source="")) == "no_source"
    assert rule(replace(RECIPIENT, consent=CONSENT, country="")) == "country_unknown"


@pytest.mark.parametrize(
    "url",
    ["", "http://api.example", "ftp://x", "http://localhost.evil.example", "http://127.0.0.1.evil.example"],
)
def test_an_unsubscribe_link_must_be_https_outside_this_machine(url: str) -> None:
    assert rule(url=url) == "no_working_unsubscribe"


def test_the_local_stage_may_use_http() -> None:
    assert rule(url="http://127.0.0.1:4566/stage") == ""
    assert rule(url="http://abc.execute-api.localhost:4566") == ""


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["Kettle & Co Ltd"], Subscriber.CORPORATE),
        (["Kettle & Co", "© 2026 Kettle Limited."], Subscriber.CORPORATE),
        (["Maison Thé S.A.R.L."], Subscriber.CORPORATE),
        (["Jane Doe trading as Kettle"], Subscriber.INDIVIDUAL),
        (["Jane Doe t/a Kettle Ltd Edition Teas"], Subscriber.INDIVIDUAL),
        (["Kettle & Co"], Subscriber.UNKNOWN),
        (["Unlimited Colours"], Subscriber.UNKNOWN),
        (["Incense House", "Plcid"], Subscriber.UNKNOWN),
        (["Limited Edition Teas"], Subscriber.UNKNOWN),
        (["La Maison à sa Place"], Subscriber.UNKNOWN),
        (["Kettle Limited, Bristol"], Subscriber.CORPORATE),
        (["Vedugn AB"], Subscriber.CORPORATE),
        ([], Subscriber.UNKNOWN),
    ],
)
def test_the_legal_form_tells_the_subscriber(names: list[str], kind: Subscriber) -> None:
    assert subscriber(names) is kind


# Country by country ----------------------------------------------------------------------------------------


def codes(text: str) -> list[str]:
    return text.split()


# What each country's rule lets through without consent: any mailbox that was read on the company's own page,
# such a mailbox of a company (by its legal form), or the info@ of a company.
ANYBODY, COMPANIES, INFO, NOBODY = "anybody", "companies", "info", "nobody"
EXPECTED = {
    **dict.fromkeys(codes("US HK CA AU NZ JP IN BR"), ANYBODY),
    **dict.fromkeys(codes("GB IE FR SE FI PT EE HU LU LV"), COMPANIES),
    **dict.fromkeys(codes("BE NO"), INFO),
    **dict.fromkeys(codes("AT BG CY CZ DE DK ES GR HR IT LT MT NL PL RO SI SK"), NOBODY),
    **dict.fromkeys(codes("CH SG KR CN IL ZA TR"), NOBODY),
}
MEMBER_STATES = codes("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK")


@pytest.mark.parametrize("country", sorted(RULES))
def test_a_countrys_row_lets_through_whom_its_law_does(country: str) -> None:
    person = replace(RECIPIENT, country=country, subscriber=Subscriber.UNKNOWN)
    company = replace(person, subscriber=Subscriber.CORPORATE)
    info = replace(company, impersonal=True)
    passes = [not rule(recipient) for recipient in (person, company, info)]
    assert (
        passes
        == {
            ANYBODY: [True, True, True],
            COMPANIES: [False, True, True],
            INFO: [False, False, True],
            NOBODY: [False, False, False],
        }[EXPECTED[country]]
    )
    assert rule(replace(person, consent=CONSENT)) == ""


def test_every_member_state_of_the_eu_has_a_row_and_its_customers_may_be_written_to() -> None:
    assert sorted(EU) == MEMBER_STATES
    assert all(row.gdpr and row.implied == (Basis.CUSTOMER,) for row in EU.values())


def test_every_row_names_its_law_and_every_rule_is_some_countrys() -> None:
    assert {row.rule for row in RULES.values()} == set(Rule)
    assert all(len(country) == 2 and country.isupper() for country in RULES)
    assert all(isinstance(row, Row) and any(c.isdigit() for c in row.law) for row in RULES.values())


def test_an_inquiry_is_no_consent_where_the_law_does_not_say_so() -> None:
    assert rule(replace(RECIPIENT, country="DE", consent=INQUIRY)) == "country_needs_consent"
    assert rule(replace(RECIPIENT, country="CH", consent=INQUIRY)) == "country_needs_consent"


@pytest.mark.parametrize(
    ("basis", "given", "counts"),
    [
        (Basis.CUSTOMER, "2024-03-04T12:00:00+00:00", False),
        (Basis.CUSTOMER, "2024-03-04T12:00:01+00:00", True),
        (Basis.INQUIRY, "2025-09-04T12:00:00+00:00", False),
        (Basis.INQUIRY, "2025-09-04T12:00:01+00:00", True),
        (Basis.EXPRESS, "2010-01-01T00:00:00+00:00", True),
    ],
)
def test_dealings_count_for_two_years_and_six_months_and_words_until_they_are_taken_back(
    basis: Basis, given: str, counts: bool
) -> None:
    consent = CONSENT._replace(basis=basis, given_at=given)
    recipient = replace(RECIPIENT, country="CA", published=False, consent=consent)
    assert rule(recipient) == ("" if counts else "consent_expired")
    # Where no consent is needed, one that has expired does no harm.
    assert rule(replace(recipient, country="US")) == ""


def test_a_purchase_recorded_makes_a_customer_and_words_alone_do_not() -> None:
    campaign = replace(DEMO, legal_basis=LegalBasis.EXISTING_CUSTOMER, interest=None)
    assert rule(replace(RECIPIENT, consent=CUSTOMER), campaign) == ""
    assert rule(replace(RECIPIENT, consent=CONSENT), campaign) == "not_a_customer"


def test_outside_the_gdpr_no_interest_needs_to_be_assessed() -> None:
    campaign = replace(DEMO, interest=None)
    assert rule(replace(RECIPIENT, country="US"), campaign) == ""
    assert rule(replace(RECIPIENT, consent=CONSENT), campaign) == ""


@pytest.mark.parametrize(
    ("page", "own"),
    [
        ("https://kettle.example/contact", True),
        ("https://shop.kettle.example./x", True),
        ("https://notkettle.example/", False),
        ("https://kettle.example.evil.example/", False),
        ("https://evil.example/kettle.example", False),
        ("our stand in May", False),
        ("", False),
    ],
)
def test_a_company_published_what_stands_on_a_page_of_its_own_domain(page: str, own: bool) -> None:
    assert is_own_page(page, "kettle.example") is own
    assert not is_own_page(page, "")
