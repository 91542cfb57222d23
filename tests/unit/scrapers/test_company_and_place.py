import pytest

from scrapers.company import find_company, find_description
from scrapers.country import country_code, find_country
from scrapers.details import find_details
from scrapers.links import about_url, contact_url
from tests.unit.scrapers.pages import document


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (
            '<script type="application/ld+json">{"@type":"Organization","name":"Northwind Traders"}</script>',
            "Northwind Traders",
        ),
        ('<meta property="og:site_name" content="Northwind"><title>Socks – buy</title>', "Northwind"),
        ("<title>Contact us | Northwind Traders</title>", "Northwind Traders"),
        (
            "<title>Home</title><footer>© 2014-2026 Northwind Traders Ltd. All rights reserved</footer>",
            "Northwind Traders Ltd",
        ),
        ("<title>Wool, wind and weather</title><p>At North Wind we knit.</p>", "North Wind"),
        ("<title>Welcome to Northwind Traders</title>", "Northwind Traders"),
        ("<p>Impressum: Nordwind Handels GmbH, Kiel</p>", "Nordwind Handels GmbH"),
    ],
)
def test_a_company_is_called_what_its_page_calls_it(body: str, name: str) -> None:
    finding = find_company(document(body))
    assert finding is not None
    assert finding.value == name


@pytest.mark.parametrize(
    "body", ["", "<title>Home</title>", "<title>Contact us</title>", "<title>404 Not Found</title>"]
)
def test_what_every_site_calls_its_pages_is_no_name(body: str) -> None:
    assert find_company(document(body)) is None


def test_places_that_agree_make_a_name_surer() -> None:
    once = find_company(document("<title>Northwind Traders</title>"))
    twice = find_company(
        document('<title>Northwind Traders</title><meta property="og:site_name" content="Northwind Traders">')
    )
    assert once is not None
    assert twice is not None
    assert twice.confidence > once.confidence
    assert twice.detail["also"] == "title"


def test_a_description_is_a_sentence_and_not_a_word() -> None:
    assert find_description(document('<meta name="description" content="Socks">')) is None
    finding = find_description(
        document('<meta name="description" content="We knit socks from northern wool.">')
    )
    assert finding is not None
    assert finding.value == "We knit socks from northern wool."


@pytest.mark.parametrize(
    ("body", "url", "country", "rule"),
    [
        (
            '<script type="application/ld+json">{"address":{"addressCountry":"Germany"}}</script>',
            "https://northwind.fr/",
            "DE",
            "jsonld",
        ),
        ("", "https://northwind.co.uk/", "GB", "domain"),
        ("<p>12 Main St, Portland, OR 97205</p>", "https://northwind.io/", "US", "address"),
        ("<p>USt-IdNr. DE1</p>", "https://northwind.com/", "DE", "address"),
        ('<html lang="en-AU">', "https://northwind.com/", "AU", "locale"),
        ('<a href="mailto:hej@northwind.se">x</a>', "https://northwind.com/", "SE", "mail_domain"),
        ("<p>+45 33 12 34 56</p>", "https://northwind.com/", "DK", "phone"),
        ('<html lang="pl">', "https://northwind.com/", "PL", "language"),
    ],
)
def test_a_country_is_stated_or_given_away(body: str, url: str, country: str, rule: str) -> None:
    finding = find_country(document(body, url))
    assert finding is not None
    assert (finding.value, finding.rule) == (country, rule)


@pytest.mark.parametrize(
    "url", ["https://northwind.io/", "https://northwind.example/", "https://northwind.com/"]
)
def test_a_domain_that_is_sold_to_the_world_names_no_country(url: str) -> None:
    assert find_country(document('<html lang="en-US"><p>hello', url)) is None


def test_country_names_are_read_in_their_own_languages() -> None:
    assert country_code("Österreich") == "AT"
    assert country_code("uk") == "GB"
    assert country_code("Atlantis") is None


def test_contact_and_about_pages_are_found_on_the_same_site_only() -> None:
    page = document(
        '<a href="https://other.example/contact">Contact</a>'
        '<a href="/blog/2026/contact-lenses-explained">lenses</a>'
        '<a href="/pages/contact#form">Write to us</a>'
        '<a href="mailto:a@northwind.example">Contact</a>'
        '<a href="/brochure-about-us.pdf">About us</a>'
        '<a href="//www.northwind.example/our-story">Our story</a>'
    )
    assert contact_url(page) == "https://northwind.example/pages/contact"
    assert about_url(page) == "https://www.northwind.example/our-story"


def test_a_legal_notice_serves_where_there_is_no_contact_page() -> None:
    assert (
        contact_url(document('<a href="/impressum">Impressum</a>')) == "https://northwind.example/impressum"
    )
    assert contact_url(document('<a href="/">Home</a><a href="javascript:contact()">Contact</a>')) is None


def test_smaller_facts_come_from_what_is_stated_for_machines() -> None:
    body = """<html lang="de-DE"><link rel="alternate" hreflang="en" href="/en">
    <meta property="og:price:currency" content="EUR">
    <a href="https://www.instagram.com/northwind/">i</a><a href="https://www.facebook.com/sharer/x">share</a>
    <form action="/send"><input type="email"><textarea></textarea></form>
    <script type="application/ld+json">[{"@type":"Organization","founder":{"name":"Ada Nord"},
      "address":{"streetAddress":"Kai 1","addressLocality":"Kiel","addressCountry":"DE"}},
      {"@type":"Product","name":"Wool socks","offers":{"priceCurrency":"EUR"}},]</script>"""
    facts = {(f.kind, f.value) for f in find_details(document(body))}
    assert facts == {
        ("language", "de"),
        ("language", "en"),
        ("currency", "EUR"),
        ("social", "https://www.instagram.com/northwind"),
        ("contact_form", "https://northwind.example/"),
        ("product", "Wool socks"),
    }


def test_a_comment_form_is_no_contact_form() -> None:
    body = '<form id="commentform"><input type="email"><textarea></textarea></form>'
    assert not [f for f in find_details(document(body)) if f.kind == "contact_form"]
