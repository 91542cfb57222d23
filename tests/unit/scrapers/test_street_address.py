import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.street_address import find_marked_addresses, find_written_addresses
from tests.unit.scrapers.pages import document


def written(body: str) -> list[str]:
    return [finding.value for finding in find_written_addresses(document(body))]


@pytest.mark.parametrize(
    ("body", "address"),
    [
        ("122 Doty Circle<br>West Springfield, MA 01089", "122 Doty Circle, West Springfield, MA 01089, US"),
        (
            "<p>Visit us: 455 North Galvin Parkway, Suite 12, Phoenix, Arizona 85008-1234</p>",
            "455 North Galvin Parkway, Suite 12, Phoenix, Arizona 85008-1234, US",
        ),
        ("PO Box 291<br>Anson, ME 04911", "PO Box 291, Anson, ME 04911, US"),
        (
            "<li>86-90 Paul Street</li><li>London</li><li>EC2A 4NE</li>",
            "86-90 Paul Street, London, EC2A 4NE, GB",
        ),
        ("3 Mill Road, Sevenoaks, Kent, TN14 7QU", "3 Mill Road, Sevenoaks, TN14 7QU, GB"),
        ("14 King Street West<br>Toronto, ON M5V 2T6", "14 King Street West, Toronto, ON M5V 2T6, CA"),
        ("7/95 Hay Street, Subiaco WA 6008", "7/95 Hay Street, Subiaco, WA 6008, AU"),
        ("Conventstraße 8-10<br>22089 Hamburg", "Conventstraße 8-10, 22089 Hamburg, DE"),
        ("Am Alten Markt 3, D-50667 Köln", "Am Alten Markt 3, 50667 Köln, DE"),
        ("Lange Gasse 12<br>1080 Wien", "Lange Gasse 12, 1080 Wien, AT"),
        ("25, avenue Matignon<br>75008 Paris", "25, avenue Matignon, 75008 Paris, FR"),
        ("Keizersgracht 126<br>1015 CW Amsterdam", "Keizersgracht 126, 1015 CW Amsterdam, NL"),
        ("Via Garibaldi 12, 20121 Milano", "Via Garibaldi 12, 20121 Milano, IT"),
        ("Calle de Alcalá, 45<br>28014 Madrid", "Calle de Alcalá, 45, 28014 Madrid, ES"),
        ("Norrtullsgatan 6<br>113 29 Stockholm", "Norrtullsgatan 6, 113 29 Stockholm, SE"),
        ("ul. Długa 51<br>00-867 Warszawa", "ul. Długa 51, 00-867 Warszawa, PL"),
    ],
)
def test_an_address_is_read_as_its_country_writes_it(body: str, address: str) -> None:
    assert written(body) == [address]


def test_an_address_has_parts_and_a_place_on_the_page() -> None:
    (finding,) = find_written_addresses(document("<p>Hi</p>122 Doty Circle<br>West Springfield, MA 01089"))
    assert finding.detail == {
        "street": "122 Doty Circle",
        "postcode": "01089",
        "city": "West Springfield",
        "region": "MA",
        "country": "US",
    }
    assert finding.rule == "postcode"
    assert finding.at.startswith("text@")


@pytest.mark.parametrize(
    "body",
    [
        "<p>Call (413) 732-8702, order 12345 Shoes, from 2019 Nike, $1299 Only</p>",
        "<p>Copyright 2004 Street Wear Ltd</p><p>12 Ways To Wear Wool</p><p>Model XY12 3AB Kettle</p>",
        "<p>We have 4500 Kunden in 1200 Städten</p>",
        "<p>Article 90210 Beverly Lamp, 49.95 EUR, 10115 Views</p>",
        "<p>Delivery within 24 hours to New York, NY 10001</p>",
        "",
    ],
)
def test_numbers_that_only_look_like_codes_give_no_address(body: str) -> None:
    assert written(body) == []


def test_structured_data_and_microdata_are_read_and_not_said_twice() -> None:
    page = document("""<script type="application/ld+json">{"@type":"Store","address":{
      "streetAddress":"122 Doty Circle","addressLocality":"West Springfield","postalCode":"01089",
      "addressRegion":"MA","addressCountry":{"name":"US"}}}</script>
      <div itemprop="address"><span itemprop="streetAddress">1 Kai</span> <b itemprop="postalCode">24103</b>
      <i itemprop="addressLocality">Kiel</i></div>
      <p>122 Doty Circle<br>West Springfield, MA 01089</p>""")
    marked = list(find_marked_addresses(page))
    assert [(finding.value, finding.rule) for finding in marked] == [
        ("122 Doty Circle, West Springfield, MA 01089, US", "jsonld"),
        ("1 Kai, 24103 Kiel", "microdata"),
    ]
    assert list(find_written_addresses(page, marked)) == []


@given(st.text(alphabet="Aa1 ,.\n-/Straße 12345CHB", max_size=600))
@settings(max_examples=100, deadline=None)
def test_any_text_is_read(text: str) -> None:
    for finding in find_written_addresses(document(f"<p>{text}</p>")):
        assert finding.detail["street"]


@pytest.mark.parametrize(
    "text",
    [
        "12345 " * 10_000,
        ("Aa " * 60 + "12345 Berlin\n") * 300,
        ("1 Aa " * 40 + "\n12345 Berlin ") * 300,
        "1 A Bb Cc Dd Ee Ff Gg, CA 90210 " * 2_000,
        "A1 1AA " * 9_000,
        ("1," * 60 + " 20121 Milano\n") * 300,
        "Via " * 20_000,
    ],
)
def test_hostile_text_takes_bounded_time(text: str) -> None:
    page = document(f"<pre>{text}</pre>")
    started = time.perf_counter()
    list(find_written_addresses(page))
    assert time.perf_counter() - started < 2
