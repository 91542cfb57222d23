import pytest

from scrapers.domains import host_of, is_excluded, is_known_suffix, registrable_domain


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
