"""The profile of the companies that fit."""

from __future__ import annotations

import re
from collections.abc import Callable

from outreach.campaign_file.section import Section, printable
from outreach.target import Catalogue, Size, Target, Technologies

_MOST_PRODUCTS = 10_000_000

_COUNTRY = re.compile(r"[A-Za-z]{2}")
_CURRENCY = re.compile(r"[A-Za-z]{3}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}")


def read_target(section: Section | None) -> Target:
    if section is None:
        return Target()
    target = Target(
        platforms=_lower(section.texts("platforms", printable)),
        countries=_upper(section.texts("countries", country)),
        keywords=section.texts("keywords", printable),
        exclude=_lower(section.texts("exclude", printable)),
        weights=section.points("weights"),
        currencies=_upper(section.texts("currencies", _code(_CURRENCY, "three-letter currency (ISO 4217)"))),
        languages=_lower(section.texts("languages", _code(_LANGUAGE, "language code (ISO 639)"))),
        technologies=_technologies(section.section("technologies", needed=False)),
        catalogue=_catalogue(section.section("catalogue", needed=False)),
        industries=_lower(section.texts("industries", printable)),
        size=tuple(Size(band) for band in section.texts("size", _size)),
        signals=section.points("signals"),
        note=section.flag("note", False),
    )
    section.finish()
    return target


def country(text: str) -> str | None:
    """What is wrong with a country's code, or None."""
    return None if _COUNTRY.fullmatch(text) else f"{text!r} is no two-letter country code (ISO 3166)"


def _technologies(section: Section | None) -> Technologies:
    if section is None:
        return Technologies()
    technologies = Technologies(
        wanted=_lower(section.texts("wanted", printable)),
        unwanted=_lower(section.texts("unwanted", printable)),
    )
    for name in technologies.wanted:
        if name in technologies.unwanted:
            section.wrong("unwanted", f"names {name!r}, which is wanted too", "Remove it from one of them.")
    section.finish()
    return technologies


def _catalogue(section: Section | None) -> Catalogue:
    if section is None:
        return Catalogue()
    least = section.optional_number("min", 0, _MOST_PRODUCTS)
    most = section.optional_number("max", 0, _MOST_PRODUCTS)
    if least is not None and most is not None and least > most:
        section.wrong("max", "is below `min`", "Write a number of products that is not below `min`.")
    section.finish()
    return Catalogue(least, most)


def _code(pattern: re.Pattern[str], kind: str) -> Callable[[str], str | None]:
    return lambda text: None if pattern.fullmatch(text) else f"{text!r} is no {kind}"


def _size(text: str) -> str | None:
    bands = [band.value for band in Size]
    return None if text in bands else f"{text!r} is none of {', '.join(bands)}"


def _lower(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.lower() for text in texts))


def _upper(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.upper() for text in texts))
