"""The profile of the companies that fit."""

from __future__ import annotations

import re

from outreach.campaign import Target
from outreach.campaign_file.section import Section, printable


def target(section: Section | None) -> Target:
    if section is None:
        return Target()
    weights: dict[str, int] = {}
    overrides = section.section("weights", needed=False)
    if overrides is not None:
        weights = {str(key): overrides.number(key, -100, 100) for key in overrides.data}
    target = Target(
        platforms=tuple(p.lower() for p in section.texts("platforms", printable)),
        countries=tuple(c.upper() for c in section.texts("countries", country)),
        keywords=section.texts("keywords", printable),
        exclude=tuple(d.lower() for d in section.texts("exclude", printable)),
        weights=weights,
    )
    section.finish()
    return target


def country(text: str) -> str | None:
    return (
        None if re.fullmatch(r"[A-Za-z]{2}", text) else f"{text!r} is no two-letter country code (ISO 3166)"
    )
