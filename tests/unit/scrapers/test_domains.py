import pytest

from scrapers.domains import (
    excluded_as,
    excluded_domains,
    host_of,
    is_excluded,
    is_known_suffix,
    registrable_domain,
)
from scrapers.sources.found import reduce


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("https://www.northwind.co.uk/shop?x=1#y", "northwind.co.uk"),
        ("northwind.example", "northwind.example"),
        ("WWW.Northwind.Example.", "northwind.example"),
        ("//cdn.northwind.com/a.js", "northwind.com"),
        ("sales@eu.northwind.com", "northwind.com"),
        ("northwind.com:8443/path", "northwind.com"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("tidewater.myshopify.com", "tidewater.myshopify.com"),
        ("https://tidewater.myshopify.com/collections/all", "tidewater.myshopify.com"),
        ("checkout.tidewater.myshopify.com", "tidewater.myshopify.com"),
        # Hosts of shops that the public suffix list does not have.
        ("https://tidewater.bigcartel.com/product/x", "tidewater.bigcartel.com"),
        ("a.b.tidewater.company.site", "tidewater.company.site"),
        ("ТЕСТ.example", "xn--e1aybc.example"),
        ("www.example.de", "example.de"),
    ],
)
def test_a_url_a_host_or_an_address_gives_the_domain_that_one_can_register(text: str, domain: str) -> None:
    assert registrable_domain(text) == domain


@pytest.mark.parametrize(
    "text",
    [
        "",
        "localhost",
        "co.uk",
        "com",
        "192.168.1.1",
        "http://[::1]/",
        "two words.com",
        "-bad.example",
        "a" * 3_000,
        "http://][",
        "myshopify.com",
        "www.myshopify.com",
        "bigcartel.com",
        "www.bigcartel.com",
        "help.bigcartel.com",
    ],
)
def test_what_names_no_company_gives_none(text: str) -> None:
    assert registrable_domain(text) is None


def test_a_label_longer_than_dns_allows_is_no_host() -> None:
    assert host_of("a" * 64 + ".com") is None
    assert host_of("a" * 63 + ".com") is not None


@pytest.mark.parametrize(
    "domain", ["amazon.com", "amazon.co.uk", "etsy.com", "facebook.com", "wikipedia.org"]
)
def test_marketplaces_and_networks_are_excluded_under_every_suffix(domain: str) -> None:
    assert is_excluded(domain)


@pytest.mark.parametrize("domain", ["amazonas-coffee.com", "northwind.example", "targets.com"])
def test_a_name_that_only_resembles_a_platform_is_not_excluded(domain: str) -> None:
    assert not is_excluded(domain)


def test_top_level_names_are_those_of_the_list_and_the_reserved_ones() -> None:
    assert is_known_suffix("com")
    assert is_known_suffix("example")
    assert not is_known_suffix("png")


@pytest.mark.parametrize(
    ("domain", "category"),
    [
        ("amazon.com.au", "marketplace"),
        ("olx.pl", "marketplace"),
        ("instagram.com", "social"),
        ("yelp.ie", "directory"),
        ("wikipedia.org", "search"),
        ("theguardian.com", "news"),
        ("irs.gov", "government"),
        ("ox.ac.uk", "government"),
        ("bfarm.bund.de", "government"),
        ("shopify.com", "shop_system"),
        ("klarna.com", "service"),
        ("northwind.example", None),
        ("amazon.myshopify.com", None),
        ("target.example", None),
        ("government.shop", None),
        ("int.com", None),
    ],
)
def test_what_is_no_company_is_told_by_its_category(domain: str, category: str | None) -> None:
    assert excluded_as(domain) == category


def test_the_list_of_what_is_no_company_is_whole() -> None:
    excluded = excluded_domains()
    assert len(excluded) >= 400
    categories = set(excluded.values())
    assert categories == {
        "marketplace",
        "social",
        "directory",
        "search",
        "news",
        "government",
        "shop_system",
        "service",
    }
    for name in excluded:
        bare = name.removeprefix("*.").removesuffix(".*")
        assert bare == bare.lower().strip()
        assert bare.replace(".", "").replace("-", "").isalnum(), name


def test_a_host_of_shops_is_left_out_by_its_name_and_its_shops_are_companies() -> None:
    found = reduce(enumerate(["https://bigcartel.com/", "a.bigcartel.com", "squarespace.com", "co.uk"], 1))
    assert [candidate.domain for candidate in found.candidates] == ["a.bigcartel.com"]
    assert [(row.reason, row.category) for row in found.refused] == [
        ("excluded", "shop_system"),
        ("excluded", "shop_system"),
        ("invalid", ""),
    ]
