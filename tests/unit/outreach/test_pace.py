"""How far back a mail queues that a cap turned away, and on which day that is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach import window
from outreach.pace import LONGEST_WAIT_DAYS, HolidayRule, Ramp, Window, days_behind

TUESDAY = datetime(2026, 3, 3, 15, tzinfo=UTC)
OFFICE = Window(("tue", "wed", "thu"), 570, 960, 0, HolidayRule.OBSERVE)
LONDON = window.clocks("GB", "Europe/London")


@pytest.mark.parametrize(("waiting", "days"), [(0, 1), (59, 1), (60, 2), (119, 2), (120, 3), (10**9, 30)])
def test_each_day_takes_as_many_as_the_cap(waiting, days):
    assert days_behind(waiting, 60) == days


def test_a_warm_up_takes_more_with_each_day():
    ramp = Ramp(start=10, growth=50, ceiling=100)
    # Tomorrow 15, then 22, then 33: the 37th waits for the third day.
    assert [days_behind(n, 10, ramp) for n in (0, 14, 15, 36, 37)] == [1, 1, 2, 2, 3]


def test_a_warm_up_at_its_ceiling_is_a_cap():
    ramp = Ramp(start=10, growth=50, ceiling=60)
    assert [days_behind(n, 60, ramp) for n in range(0, 600, 60)] == [
        days_behind(n, 60) for n in range(0, 600, 60)
    ]


@given(
    most=st.integers(1, 1000),
    waiting=st.integers(0, 10**6),
    more=st.integers(0, 10**4),
    ramp=st.none() | st.builds(Ramp, st.integers(1, 50), st.integers(1, 200), st.integers(50, 5000)),
)
def test_who_comes_later_never_comes_back_earlier(most, waiting, more, ramp):
    behind = days_behind(waiting, most, ramp)
    assert 1 <= behind <= days_behind(waiting + more, most, ramp) <= LONGEST_WAIT_DAYS
    assert days_behind(waiting, most, ramp) <= days_behind(waiting, most)


def test_closed_days_take_none():
    days = [window.open_day(OFFICE, LONDON, TUESDAY, n).strftime("%a %d") for n in range(1, 6)]
    assert days == ["Wed 04", "Thu 05", "Tue 10", "Wed 11", "Thu 12"]


def test_holidays_are_closed_days():
    before_easter = datetime(2026, 4, 1, 15, tzinfo=UTC)
    weekdays = Window(("mon", "tue", "wed", "thu", "fri"), 570, 960, 0, HolidayRule.OBSERVE)
    days = [window.open_day(weekdays, LONDON, before_easter, n).strftime("%a %d") for n in (1, 2)]
    assert days == ["Thu 02", "Tue 07"]  # Good Friday and Easter Monday lie between


def test_a_window_that_never_closes_is_open_every_day():
    always = Window(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), 0, 1440, 0, HolidayRule.IGNORE)
    days = [window.open_day(always, LONDON, TUESDAY, n) for n in range(1, 12)]
    midnight = TUESDAY.replace(hour=0)
    assert days == [midnight + timedelta(days=n) for n in range(1, 12)]


@given(
    number=st.integers(1, 30),
    hours=st.integers(0, 24 * 400),
    country=st.sampled_from(["GB", "US", "NZ", "AE"]),
)
def test_the_day_is_later_and_open(number, hours, country):
    at = window.clocks(country, "Europe/London")
    after = TUESDAY + timedelta(hours=hours)
    day = window.open_day(OFFICE, at, after, number)
    assert day.date() > after.date()
    assert (day.hour, day.minute) == (0, 0)
    assert window.next_moment(OFFICE, at, day, "seed").date() == day.date()
