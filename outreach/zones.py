"""Which clocks a recipient may live by: from the country, its region, or the phone number."""

from __future__ import annotations

import re

from outreach.country_zones import COUNTRIES

_E164 = re.compile(r"\+[1-9]\d{6,14}")
_SATELLITE_AND_SHARED = ("800", "808", "870", "878", "881", "882", "883", "888", "979")
"""Codes of no country (ITU-T E.164.1): freephone, satellite, networks."""


def of_country(country: str | None) -> tuple[str, ...]:
    """The zones of an ISO 3166 country, most populous first; empty when the country is not known."""
    return COUNTRIES.get((country or "").upper(), ())


def of_region(country: str, region: str) -> tuple[str, ...]:
    """The zones of a region (second half of an ISO 3166-2 code); empty when they are the country's."""
    # Here and below, because countries with one clock, which are nearly all, do not need it.
    from outreach.region_zones import REGIONS

    return REGIONS.get(country, {}).get(region, ())


def region_named(country: str, name: str) -> str:
    """The name itself where it is the code of a region with clocks of its own, else empty."""
    from outreach.region_zones import REGIONS

    code = name.strip().upper().removeprefix(f"{country}-")
    return code if code in REGIONS.get(country, {}) else ""


def region_of_postcode(country: str, postcode: str) -> str:
    """The region that a postal code lies in, in countries where it says so; else empty."""
    from outreach.region_zones import POSTCODES

    code = postcode.strip().upper().replace(" ", "")
    if country == "US" and not re.match(r"\d{5}", code):
        return ""
    best, longest = "", 0
    for region, beginnings in POSTCODES.get(country, {}).items():
        for low, _, high in (part.partition("-") for part in beginnings.split()):
            if len(low) > longest and len(code) >= len(low) and low <= code[: len(low)] <= (high or low):
                best, longest = region, len(low)
    return best


def country_of_number(number: str) -> str:
    """The one country of an E.164 number's calling code; empty where several share it, or none has it."""
    from outreach.phone_zones import CALLING_CODES

    digits = number[1:]
    if not _E164.fullmatch(number) or digits.startswith(("1", *_SATELLITE_AND_SHARED)):
        return ""
    for length in (3, 2, 1):
        countries = CALLING_CODES.get(digits[:length])
        if countries:
            return countries[0] if len(countries) == 1 else ""
    return ""


def of_number(number: str) -> tuple[str, ...]:
    """Every zone in which the phone of an E.164 number may ring; empty when nothing is known.

    A ported or mobile number may ring elsewhere: +1 numbers are placed by area code, all others by the
    whole country, and an unknown area code of +1 counts for the whole of the United States and Canada.
    """
    # Here, because a function that mails and never calls should not load it.
    from outreach.phone_zones import AREA_CODES, CALLING_CODES

    if not _E164.fullmatch(number):
        return ()
    digits = number[1:]
    if digits.startswith("1"):
        return AREA_CODES.get(digits[1:4]) or tuple(dict.fromkeys(COUNTRIES["US"] + COUNTRIES["CA"]))
    if digits.startswith(_SATELLITE_AND_SHARED):
        return ()
    for length in (3, 2, 1):
        countries = CALLING_CODES.get(digits[:length])
        if countries:
            return tuple(dict.fromkeys(zone for c in countries for zone in COUNTRIES[c]))
    return ()
