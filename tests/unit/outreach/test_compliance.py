"""Which rule refuses which mail."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from outreach.campaign import Campaign, LegalBasis
from outreach.campaign_file import load
from outreach.compliance import RULE_NAMES, Consent, Recipient, Subscriber, check, subscriber
from outreach.country_rules import RULES, Rule

DEMO = load(Path(__file__).parents[3] / "campaigns" / "demo.yml")
CONSENT = Consent("Yes, write to me", "1", "2026-01-01T00:00:00Z", "web form")
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
    refusal = check(campaign, recipient, public_url=url, reply_domain="reply.example")
    return "" if refusal is None else refusal.rule


def without(**fields: str) -> Campaign:
    return replace(DEMO, sender=replace(DEMO.sender, **fields))


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


def test_every_country_rule_is_reached_by_some_country() -> None:
    assert set(RULES.values()) == set(Rule)
    assert all(len(country) == 2 and country.isupper() for country in RULES)
