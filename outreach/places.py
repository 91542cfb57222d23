"""Where a company is, as far as its clock and its calendar are concerned.

Witnesses, the best first: the street address (its region or postal code) where the country has several
clocks, then the telephone number, then the country alone. Whoever says nothing is nowhere, and the sender's
own clock stands in (``outreach.window``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from outreach import zones
from outreach.profile import Profile


class Place(NamedTuple):
    """``country`` is ISO 3166-1 alpha-2, ``region`` the second half of an ISO 3166-2 code.

    ``zones`` are the clocks that the place may go by when they are fewer than the country's; empty where the
    country's count. Every field is empty when nothing is known.
    """

    country: str = ""
    region: str = ""
    zones: tuple[str, ...] = ()


NOWHERE = Place()


def of_profile(profile: Profile) -> Place:
    """Where the company's own pages say it is."""
    country = profile.country.upper()
    if not zones.of_country(country):
        return _of_phones(profile)
    region = _region(profile, country)
    several = len(zones.of_country(country)) > 1
    clocks = zones.of_region(country, region) if region and several else ()
    if several and not clocks:
        clocks = _by_phone(profile, country)
    return Place(country, region, clocks)


def _region(profile: Profile, country: str) -> str:
    """The region of the first street address in the country that names one we know."""
    for fact in profile.of_kind("address"):
        stated = fact.detail.get("country", "").upper()
        if stated in ("", country):
            found = region_of(country, fact.detail)
            if found:
                return found
    return ""


def region_of(country: str, address: Mapping[str, str]) -> str:
    """The region's code of an address's parts (``region``, ``postcode``); empty when they do not tell."""
    from outreach import business_days  # rarely needed twice, and it asks the calendar for names

    named = address.get("region", "")
    if named:
        code = zones.region_named(country, named) or business_days.region_code(country, named)
        if code:
            return code
    return zones.region_of_postcode(country, address.get("postcode", ""))


def _by_phone(profile: Profile, country: str) -> tuple[str, ...]:
    """The clocks of the first telephone number that narrows the country's; empty when none does."""
    every = zones.of_country(country)
    for number in profile.phones:
        found = tuple(zone for zone in zones.of_number(number) if zone in every)
        if found and len(found) < len(every):
            return found
    return ()


def _of_phones(profile: Profile) -> Place:
    """No country is known: the first number that rings somewhere says where."""
    for number in profile.phones:
        found = zones.of_number(number)
        if found:
            country = zones.country_of_number(number)
            return Place(country, "", () if country else found)
    return NOWHERE
