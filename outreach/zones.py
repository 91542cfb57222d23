"""Which clocks a recipient may live by: from the country, or from the phone number."""

from __future__ import annotations

import re

from outreach.country_zones import COUNTRIES

_E164 = re.compile(r"\+[1-9]\d{6,14}")
_SATELLITE_AND_SHARED = ("800", "808", "870", "878", "881", "882", "883", "888", "979")
"""Codes of no country (ITU-T E.164.1): freephone, satellite, networks."""


def of_country(country: str | None) -> tuple[str, ...]:
    """The zones of an ISO 3166 country, most populous first; empty when the country is not known."""
    return COUNTRIES.get((country or "").upper(), ())


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
