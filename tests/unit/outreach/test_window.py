"""When mail may go: zones, daylight saving, spread."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach import hours
from outreach.campaign import WEEKDAYS, Window
from outreach.country_zones import COUNTRIES
from outreach.phone_zones import AREA_CODES, CALLING_CODES
from outreach.window import Clocks, clocks, is_open, narrowed, next_moment
from outreach.zones import of_country

OFFICE = Window(days=("mon", "tue", "wed", "thu", "fri"), from_minute=9 * 60, to_minute=17 * 60)
ALWAYS = Window(days=WEEKDAYS, from_minute=0, to_minute=1440)
MOMENTS = st.datetimes(
    min_value=datetime(2025, 1, 1),  # noqa: DTZ001
    max_value=datetime(2030, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
WINDOWS = st.builds(
    lambda days, start, length, spread: Window(
        tuple(d for d in WEEKDAYS if d in days), start, min(1440, start + length), spread
    ),
    st.sets(st.sampled_from(WEEKDAYS), min_size=1),
    st.integers(0, 1380),
    st.integers(60, 1440),
    st.integers(0, 7200),
)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


@given(WINDOWS, st.sampled_from(sorted(COUNTRIES)), MOMENTS, st.text("0123456789abcdef", min_size=1))
def test_the_next_moment_is_open_not_earlier_and_always_the_same(
    window: Window, country: str, after: datetime, seed: str
) -> None:
    at = clocks(country, "Europe/London")
    moment = next_moment(window, at, after, seed)
    assert moment >= after
    assert moment.microsecond == 0
    assert is_open(window, at, moment)
    assert next_moment(window, at, after, seed) == moment


@given(WINDOWS, st.sampled_from(["GB", "DE", "JP", "NZ", "IN", "LS"]), MOMENTS)
def test_open_means_what_the_clock_on_the_wall_says(window: Window, country: str, moment: datetime) -> None:
    local = moment.astimezone(ZoneInfo(COUNTRIES[country][0]))
    minute = local.hour * 60 + local.minute
    on_the_wall = WEEKDAYS[local.weekday()] in window.days and window.from_minute <= minute < window.to_minute
    # Hours may come out shorter where a clock skips or repeats an hour, never longer.
    if is_open(window, Clocks(COUNTRIES[country][:1], True), moment):
        assert on_the_wall
    elif on_the_wall:
        near = {(moment + timedelta(hours=h)).astimezone(local.tzinfo).utcoffset() for h in (-25, 0, 25)}
        assert len(near) > 1


def test_on_a_friday_evening_the_next_moment_is_monday_morning_there() -> None:
    after = utc(2026, 3, 6, 18, 0)
    assert next_moment(OFFICE, clocks("GB", "UTC"), after, "x") == utc(2026, 3, 9, 9, 0)
    assert next_moment(OFFICE, clocks("JP", "UTC"), after, "x") == utc(2026, 3, 9, 0, 0)


def test_the_united_states_are_open_when_every_zone_is() -> None:
    at = clocks("US", "Europe/London")
    assert len(at.zones) == 8
    moment = next_moment(OFFICE, at, utc(2026, 3, 4, 0, 0), "x")
    assert moment == utc(2026, 3, 4, 19, 0), "nine in Honolulu, two in New York, and noon in Adak is later"


def test_a_country_whose_zones_share_no_hour_goes_by_the_most_populous_narrowed() -> None:
    at = clocks("RU", "Europe/London")
    moment = next_moment(OFFICE, at, utc(2026, 3, 4, 0, 0), "x")
    assert moment.astimezone(ZoneInfo("Europe/Moscow")).hour == 11


def test_an_unknown_country_goes_by_the_senders_narrowed_window() -> None:
    at = clocks(None, "America/New_York")
    assert at == Clocks(("America/New_York",), False)
    moment = next_moment(OFFICE, at, utc(2026, 3, 4, 0, 0), "x")
    assert moment.astimezone(ZoneInfo("America/New_York")).hour == 11
    assert clocks("XX", "America/New_York") == at


@given(WINDOWS)
def test_narrowing_never_empties_or_widens_a_window(window: Window) -> None:
    small = narrowed(window)
    assert window.from_minute <= small.from_minute < small.to_minute <= window.to_minute


def test_a_local_time_that_the_clock_skips_opens_after_the_gap() -> None:
    # New York, 8 March 2026: 02:00 becomes 03:00.
    early = Window(days=("sun",), from_minute=150, to_minute=300)
    moment = next_moment(early, Clocks(("America/New_York",), True), utc(2026, 3, 8, 0, 0), "x")
    assert moment == utc(2026, 3, 8, 7, 30)
    assert moment.astimezone(ZoneInfo("America/New_York")).strftime("%H:%M") == "03:30"


def test_an_hour_that_the_clock_shows_twice_counts_once() -> None:
    # London, 25 October 2026: 01:00-02:00 comes twice.
    window = Window(days=("sun",), from_minute=90, to_minute=105)
    london = Clocks(("Europe/London",), True)
    opened = [m for m in range(0, 240) if is_open(window, london, utc(2026, 10, 25) + timedelta(minutes=m))]
    assert opened == []  # the two readings leave nothing between them: shorter, never longer
    wide = Window(days=("sun",), from_minute=60, to_minute=180)
    opened = [m for m in range(0, 240) if is_open(wide, london, utc(2026, 10, 25) + timedelta(minutes=m))]
    assert opened == list(range(60, 180))


def test_around_the_clock_is_open_at_midnight_and_on_the_nights_of_change() -> None:
    for moment in (utc(2026, 3, 29, 1, 0), utc(2026, 10, 25, 0, 59, 59), utc(2026, 12, 31, 23, 59, 59)):
        assert is_open(ALWAYS, clocks("GB", "UTC"), moment)
        assert next_moment(ALWAYS, clocks("GB", "UTC"), moment, "x") == moment


def test_the_spread_differs_between_mails_and_stays_inside() -> None:
    spread = Window(days=OFFICE.days, from_minute=540, to_minute=600, spread_seconds=1200)
    after = utc(2026, 3, 4, 0, 0)
    moments = {next_moment(spread, clocks("GB", "UTC"), after, str(n)) for n in range(200)}
    assert len(moments) > 100
    assert min(moments) >= utc(2026, 3, 4, 9, 0)
    assert max(moments) <= utc(2026, 3, 4, 9, 20)


def test_in_the_last_second_of_a_window_the_spread_has_no_room() -> None:
    last = utc(2026, 3, 4, 16, 59, 59)
    spread = Window(days=OFFICE.days, from_minute=540, to_minute=1020, spread_seconds=1200)
    assert next_moment(spread, clocks("GB", "UTC"), last, "x") == last
    assert next_moment(spread, clocks("GB", "UTC"), last + timedelta(microseconds=1), "x").day == 5


def test_hours_on_no_clock_are_a_bug() -> None:
    with pytest.raises(ValueError, match="at least one"):
        list(hours.spans(hours.Hours(hours.EVERY_DAY, 0, 60), (), utc(2026, 1, 1)))


def test_every_zone_of_the_tables_exists() -> None:
    every = [*COUNTRIES.values(), *AREA_CODES.values()]
    assert {zone for some in every for zone in some if not ZoneInfo(zone)} == set()
    assert all(country in COUNTRIES for some in CALLING_CODES.values() for country in some)
    assert of_country("gb") == ("Europe/London",)
