"""Public holidays and weekends of the recipient's country and region."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach import business_days
from outreach.campaign import WEEKDAYS, HolidayRule, Window
from outreach.country_zones import COUNTRIES
from outreach.places import Place
from outreach.region_zones import REGIONS
from outreach.window import Clocks, clocks, is_open, next_moment, spread_moment

ROOT = Path(__file__).parents[3]
OFFICE = Window(days=("mon", "tue", "wed", "thu", "fri"), from_minute=9 * 60, to_minute=17 * 60)
ALWAYS = Window(days=WEEKDAYS, from_minute=0, to_minute=1440)
PLACES = st.one_of(
    st.sampled_from(sorted(COUNTRIES)).map(Place),
    st.sampled_from(
        [
            Place(country, region, zones)
            for country, regions in REGIONS.items()
            for region, zones in regions.items()
        ]
    ),
    st.just(Place()),
)
MOMENTS = st.datetimes(
    min_value=datetime(2025, 1, 1),  # noqa: DTZ001
    max_value=datetime(2030, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
WINDOWS = st.builds(
    lambda days, start, length, spread, holidays: Window(
        tuple(d for d in WEEKDAYS if d in days), start, min(1440, start + length), spread, holidays
    ),
    st.sets(st.sampled_from(WEEKDAYS), min_size=1),
    st.integers(0, 1380),
    st.integers(1, 1440),
    st.integers(0, 90_000),
    st.sampled_from(HolidayRule),
)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


@settings(max_examples=300, deadline=None)
@given(WINDOWS, PLACES, MOMENTS, st.text("0123456789abcdef", min_size=1), st.booleans())
def test_a_moment_is_open_when_it_comes_wherever_and_whenever_it_was_asked_for(
    window: Window, place: Place, after: datetime, seed: str, spread: bool
) -> None:
    at = clocks(place, "Pacific/Apia")
    choose = spread_moment if spread else next_moment
    moment = choose(window, at, after, seed)
    assert moment >= after
    assert moment.microsecond == 0
    assert is_open(window, at, moment)
    assert choose(window, at, after, seed) == moment
    if not spread and window.spread_seconds == 0:
        assert next_moment(window, at, moment, seed) == moment


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(COUNTRIES)), MOMENTS)
def test_no_mail_of_office_hours_goes_on_a_holiday_or_weekend_of_its_country(
    country: str, after: datetime
) -> None:
    at = clocks(country, "Europe/London")
    moment = next_moment(OFFICE, at, after, "x")
    # In a country whose clocks share no hour one of them decides, else all do.
    day = moment.astimezone(ZoneInfo(at.zones[0])).date()
    assert day not in business_days.public_holidays(country, "", day.year)
    assert day.weekday() not in business_days.weekend(country, day.year)


def test_easter_and_substitute_days_move() -> None:
    at = clocks("GB", "UTC")
    # Good Friday, the weekend, Easter Monday (three of four countries keep it).
    assert next_moment(OFFICE, at, utc(2026, 4, 2, 18), "x") == utc(2026, 4, 7, 8)
    # Boxing Day 2026 is a Saturday: the Monday after is off instead.
    assert next_moment(OFFICE, at, utc(2026, 12, 24, 18), "x") == utc(2026, 12, 29, 9)


def test_a_campaign_may_ignore_holidays() -> None:
    deaf = OFFICE._replace(holidays=HolidayRule.IGNORE)
    assert next_moment(deaf, clocks("GB", "UTC"), utc(2026, 4, 2, 18), "x") == utc(2026, 4, 3, 8)
    assert next_moment(deaf, clocks("IL", "UTC"), utc(2026, 3, 5, 18), "x").weekday() == 4


def test_a_region_keeps_its_own_holidays() -> None:
    corpus_christi = date(2026, 6, 4)
    assert corpus_christi in business_days.public_holidays("DE", "BY", 2026)
    assert corpus_christi not in business_days.public_holidays("DE", "BE", 2026)
    assert corpus_christi not in business_days.public_holidays("DE", "", 2026), "six of sixteen keep it"
    assert date(2026, 10, 31) in business_days.public_holidays("DE", "", 2026), "nine of sixteen keep it"
    after = utc(2026, 6, 3, 18)
    assert next_moment(OFFICE, clocks(Place("DE", "BY"), "UTC"), after, "x").date() == date(2026, 6, 5)
    assert next_moment(OFFICE, clocks(Place("DE", "BE"), "UTC"), after, "x").date() == corpus_christi


def test_the_weekend_is_the_countrys() -> None:
    # Thursday evening in Israel: Friday and Saturday are free, and the campaign does not name Sunday.
    assert next_moment(OFFICE, clocks("IL", "UTC"), utc(2026, 2, 5, 18), "x").date() == date(2026, 2, 9)
    chosen = OFFICE._replace(days=("fri", "sat"))
    assert next_moment(chosen, clocks("IL", "UTC"), utc(2026, 2, 5, 18), "x").date() == date(2026, 2, 6)
    only_friday = OFFICE._replace(days=("fri",))
    assert next_moment(only_friday, clocks("IL", "UTC"), utc(2026, 2, 5, 18), "x").date() == date(2026, 2, 6)


def test_the_new_year_that_comes_later_across_the_date_line_is_kept_there() -> None:
    # 31 December 20:00 UTC is 1 January in Auckland and Kiritimati, and still December in Honolulu.
    after = utc(2026, 12, 31, 20)
    window = ALWAYS._replace(days=("mon", "tue", "wed", "thu", "fri"))
    assert not is_open(window, clocks("NZ", "UTC"), after)
    assert not is_open(window, Clocks(("Pacific/Kiritimati",), True, "KI"), after)
    assert is_open(window, Clocks(("Pacific/Honolulu",), True, "US", "HI"), after)
    assert not is_open(window, Clocks(("Pacific/Honolulu",), True, "US", "HI"), utc(2027, 1, 1, 20))


@pytest.mark.parametrize(
    ("zone", "opens"),
    [
        ("Asia/Kolkata", "03:30"),
        ("Asia/Kathmandu", "03:15"),
        ("Australia/Eucla", "00:15"),
        ("Pacific/Chatham", "20:15"),
        ("Asia/Yangon", "02:30"),
        ("Pacific/Kiritimati", "19:00"),
        ("Pacific/Niue", "20:00"),
    ],
)
def test_clocks_off_the_full_hour_and_by_the_date_line_open_at_nine_there(zone: str, opens: str) -> None:
    moment = next_moment(OFFICE, Clocks((zone,), True), utc(2026, 7, 7, 12, 30), "x")
    assert moment.strftime("%H:%M") == opens
    assert moment.astimezone(ZoneInfo(zone)).strftime("%H:%M") == "09:00"


def test_a_week_without_a_common_hour_goes_by_one_clock_and_the_next_may_be_common() -> None:
    # Three hours between Sydney and Perth in summer, two in winter: a window of three is shared in winter
    # only.
    narrow = Window(OFFICE.days, 9 * 60, 12 * 60, 0, HolidayRule.IGNORE)
    at = Clocks(("Australia/Sydney", "Australia/Perth"), True)
    summer = next_moment(narrow, at, utc(2026, 1, 12), "x").astimezone(ZoneInfo("Australia/Sydney"))
    assert summer.hour in (9, 10, 11)
    winter = next_moment(narrow, at, utc(2026, 7, 6), "x")
    assert winter.astimezone(ZoneInfo("Australia/Sydney")).hour == 11
    assert winter.astimezone(ZoneInfo("Australia/Perth")).hour == 9


def test_no_calendar_closes_a_weekday_for_weeks() -> None:
    for country in COUNTRIES:
        for weekday in range(7):
            first = date(2025, 1, 1) + timedelta(days=(weekday - date(2025, 1, 1).weekday()) % 7)
            run = longest = 0
            for week in range(52 * 6):
                day = first + timedelta(weeks=week)
                run = run + 1 if day in business_days.public_holidays(country, "", day.year) else 0
                longest = max(longest, run)
            assert longest <= 8, (country, weekday)


def test_regions_are_known_by_code_and_name() -> None:
    assert business_days.region_code("DE", "Bayern") == "BY"
    assert business_days.region_code("US", "california") == "CA"
    assert business_days.region_code("CA", "on") == "ON"
    assert business_days.region_code("DE", "Middle-earth") == ""
    assert business_days.region_code("XX", "YY") == ""
    assert business_days.region_code("DE", " ") == ""


def test_a_country_that_is_not_known_keeps_no_holidays() -> None:
    assert business_days.public_holidays("XX", "", 2026) == frozenset()
    assert business_days.weekend("XX", 2026) == {5, 6}


def test_the_calendar_is_not_imported_before_a_moment_is_computed() -> None:
    code = "import sys, outreach.window, outreach.places; print('holidays' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_crowd_that_was_sent_back_is_spread_over_the_window() -> None:
    at = clocks("GB", "UTC")
    moments = [spread_moment(OFFICE, at, utc(2026, 3, 5), str(n)) for n in range(400)]
    assert {moment.date() for moment in moments} == {date(2026, 3, 5)}
    hours = [sum(moment.hour == hour for moment in moments) for hour in range(9, 17)]
    assert sum(hours) == 400
    assert min(hours) > 25, hours
