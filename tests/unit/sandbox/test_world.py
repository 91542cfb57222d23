"""The invented companies: enough of them, of every kind, and the same for the same seed."""

import phonenumbers

from sandbox.characters import CHARACTERS
from sandbox.seeds import Seed
from sandbox.world import World
from sandbox.world.load import read_yaml

KINDS = {
    "good", "slow", "stalls", "broken_html", "robots_forbid", "robots_500", "crawl_delay", "no_contact",
    "hidden_cfemail", "hidden_at", "hidden_entities", "injection", "same_address", "redirect_loop", "huge",
    "home_404", "closes", "not_html", "parked", "unreachable", "busy", "maintenance",
}  # fmt: skip


def test_the_world_has_companies_of_every_kind_and_platform() -> None:
    companies = World(Seed(7)).companies
    assert len(companies) >= 36
    assert {company.kind for company in companies} == KINDS
    platforms = {"shopify", "woocommerce", "magento", "bigcommerce", "squarespace", "wix", "none"}
    assert {company.platform for company in companies} == platforms
    assert any(company.also for company in companies)


def test_every_domain_is_reserved_for_examples_and_named_once() -> None:
    domains = World(Seed(7)).domains
    assert all(domain.endswith(".example") for domain in domains)
    assert len(domains) == len(set(domains))


def test_every_number_is_one_that_a_phone_library_accepts() -> None:
    for company in World(Seed(7)).companies:
        if company.phone:
            number = phonenumbers.parse(company.phone)
            assert phonenumbers.is_valid_number(number), company.phone
            assert phonenumbers.region_code_for_number(number) == company.country


def test_every_character_lives_somewhere_and_every_named_one_exists() -> None:
    companies = World(Seed(7)).companies
    assert {company.mailbox for company in companies if company.mailbox} == set(CHARACTERS)
    assert {company.caller for company in companies if company.caller} <= set(read_yaml("callers.yml"))


def test_strangers_keep_their_character_under_a_seed_and_differ_between_seeds() -> None:
    addresses = [f"somebody{number}@shop{number}.test" for number in range(60)]
    first = [World(Seed(7)).person(address).character for address in addresses]
    again = [World(Seed(7)).person(address).character for address in reversed(addresses)]
    other = [World(Seed(8)).person(address).character for address in addresses]
    assert first == list(reversed(again))
    assert first != other
    assert set(first) <= set(CHARACTERS)
