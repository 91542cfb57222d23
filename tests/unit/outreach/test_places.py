"""Where a company is: from its address, its phone, its country."""

from __future__ import annotations

import pytest

from outreach import zones
from outreach.country_zones import COUNTRIES
from outreach.facts import Fact
from outreach.places import NOWHERE, Place, of_profile, region_of
from outreach.profile import Profile
from outreach.region_zones import POSTCODES, REGIONS
from outreach.window import clocks


def fact(kind: str, value: str, confidence: float = 0.9, /, **detail: str) -> Fact:
    return Fact(f"{kind}-{value}", kind, value, "https://a.example", "r", confidence, "2026-03-03", detail)


def company(*facts: Fact) -> Profile:
    return Profile("a.example", "2026-03-03", facts)


US, CA, DE = fact("country", "US"), fact("country", "CA"), fact("country", "DE")


@pytest.mark.parametrize(
    ("facts", "place"),
    [
        (
            [US, fact("address", "a", region="CA", postcode="94107")],
            Place("US", "CA", ("America/Los_Angeles",)),
        ),
        ([US, fact("address", "a", region="California")], Place("US", "CA", ("America/Los_Angeles",))),
        ([US, fact("address", "a", postcode="96801")], Place("US", "HI", ("Pacific/Honolulu",))),
        ([US, fact("address", "a", region="TX")], Place("US", "TX", ("America/Chicago", "America/Denver"))),
        ([CA, fact("address", "a", postcode="V5K 0A1")], Place("CA", "BC", zones.of_region("CA", "BC"))),
        # The better address decides, and one of another country does not.
        (
            [US, fact("address", "b", 0.5, region="NY"), fact("address", "a", region="WA")],
            Place("US", "WA", ("America/Los_Angeles",)),
        ),
        (
            [US, fact("address", "a", region="WA", country="AU"), fact("phone", "+12125550100")],
            Place("US", "", ("America/New_York",)),
        ),
        ([US, fact("phone", "+13035550100")], Place("US", "", ("America/Denver",))),
        ([US, fact("phone", "+448005550100")], Place("US")),
        ([US], Place("US")),
        # One clock: the address tells the region's holidays, and the phone nothing.
        ([DE, fact("address", "a", region="Bayern"), fact("phone", "+4930123456")], Place("DE", "BY")),
        ([fact("phone", "+4930123456")], Place("DE")),
        ([fact("phone", "+12125550100")], Place("", "", ("America/New_York",))),
        ([fact("phone", "+870123456789")], NOWHERE),
        ([fact("phone", "+4930123456", kind="fax")], NOWHERE),
        ([fact("country", "XX")], NOWHERE),
        ([], NOWHERE),
    ],
)
def test_the_best_witness_says_where_a_company_is(facts: list[Fact], place: Place) -> None:
    assert of_profile(company(*facts)) == place


def test_who_is_nowhere_goes_by_the_senders_clock_and_nobodys_holidays() -> None:
    at = clocks(NOWHERE, "Europe/Paris")
    assert (at.zones, at.certain, at.country) == (("Europe/Paris",), False, "")


def test_a_place_narrows_the_countrys_clocks_and_keeps_its_calendar() -> None:
    at = clocks(Place("US", "CA", ("America/Los_Angeles",)), "Europe/Paris")
    assert (at.zones, at.certain, at.country, at.region) == (("America/Los_Angeles",), True, "US", "CA")
    assert clocks(Place("DE", "BY"), "UTC").zones == ("Europe/Berlin",)


def test_every_region_lists_clocks_of_its_country() -> None:
    for country, regions in REGIONS.items():
        for region, found in regions.items():
            assert found, (country, region)
            assert set(found) <= set(COUNTRIES[country]), (country, region)


def test_every_postal_code_lies_in_a_region_with_clocks() -> None:
    for country, regions in POSTCODES.items():
        assert set(regions) <= set(REGIONS[country])
    assert region_of("US", {"postcode": "20500"}) == "DC"
    assert region_of("US", {"postcode": "20190-1234"}) == "VA"
    assert region_of("US", {"postcode": "1234"}) == ""
    assert region_of("AU", {"postcode": "2601"}) == "ACT"
    assert region_of("AU", {"postcode": "2000"}) == "NSW"
    assert region_of("GB", {"postcode": "BS1 6QA"}) == ""
    assert region_of("US", {"region": "US-NY"}) == "NY"
