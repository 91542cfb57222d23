"""Days on which nobody is at work: public holidays and the weekend, by country and region.

From the ``holidays`` package, whose rules know movable feasts, substitute days and regions. It costs some
100 ms at the first question (as much as two thirds of boto3), so it is imported when a moment is computed and
not when a handler is. Feasts that follow the moon are estimates there, as they are in any calendar made
ahead.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import lru_cache
from types import ModuleType

SATURDAY_AND_SUNDAY = frozenset({5, 6})


@lru_cache(maxsize=1024)
def public_holidays(country: str, region: str, year: int) -> frozenset[date]:
    """The public holidays of an ISO 3166-1 country in a year; empty for a country that is not known.

    ``region`` is the second half of an ISO 3166-2 code (``BY`` of ``DE-BY``). Where it is empty or unknown, a
    regional holiday counts when at least half of the regions keep it: Easter Monday in the United Kingdom is
    one, Corpus Christi in Germany is not.
    """
    library = _library()
    try:
        everywhere = library.country_holidays(country, years=year)
    except NotImplementedError:
        return frozenset()
    regions = everywhere.subdivisions
    if region in regions:
        return _of_year(library.country_holidays(country, subdiv=region, years=year), year)
    days = _of_year(everywhere, year)
    if not regions:
        return days
    kept = Counter(
        day
        for one in regions
        for day in _of_year(library.country_holidays(country, subdiv=one, years=year), year)
    )
    return days | {day for day, times in kept.items() if 2 * times >= len(regions)}


@lru_cache(maxsize=512)
def weekend(country: str, year: int) -> frozenset[int]:
    """The weekdays (Monday is 0) of a country's weekend: Friday and Saturday in Israel, for one."""
    try:
        return frozenset(_library().country_holidays(country, years=year).weekend)
    except NotImplementedError:
        return SATURDAY_AND_SUNDAY


def region_code(country: str, name: str) -> str:
    """The region's code for a name or code as an address writes it; empty when it is not known."""
    text = name.strip()
    if not text:
        return ""
    try:
        calendar = _library().country_holidays(country)
    except NotImplementedError:
        return ""
    if text.upper() in calendar.subdivisions:
        return text.upper()
    names = {alias.casefold(): code for alias, code in calendar.subdivisions_aliases.items()}
    return str(names.get(text.casefold(), ""))


def _of_year(calendar: object, year: int) -> frozenset[date]:
    """A calendar's days in the year: substitute days may lie in the next."""
    return frozenset(day for day in calendar if day.year == year)  # type: ignore[attr-defined]


def _library() -> ModuleType:
    # Here, because only the computing of a moment needs it: see the module's docstring.
    import holidays

    return holidays
