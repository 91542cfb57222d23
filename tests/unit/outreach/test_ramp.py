"""A new sender's warm-up, from what it really sent."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from outreach.pace import Ramp
from outreach.ramp import REMEMBERED_DAYS, allowance

TODAY = date(2026, 3, 4)
RAMP = Ramp(start=10, growth=30, ceiling=400)
RAMPS = st.builds(
    lambda start, growth, above: Ramp(start, growth, start + above),
    st.integers(1, 500),
    st.integers(1, 200),
    st.integers(0, 5000),
)
HISTORIES = st.dictionaries(
    st.integers(-3, 60).map(lambda age: TODAY - timedelta(days=age)), st.integers(0, 10_000), max_size=20
)


def days(*counts: int) -> dict[date, int]:
    """Counts of yesterday, the day before, …"""
    return {TODAY - timedelta(days=n): count for n, count in enumerate(counts, start=1)}


def test_a_new_sender_begins_with_a_few_and_grows_by_what_it_sent() -> None:
    sent: dict[date, int] = {}
    course = []
    for n in range(16):
        day = TODAY + timedelta(days=n)
        course.append(allowance(RAMP, sent, day))
        sent[day] = course[-1]
    assert course == [10, 13, 16, 20, 26, 33, 42, 54, 70, 91, 118, 153, 198, 257, 334, 400]


def test_what_was_allowed_and_not_used_counts_for_nothing() -> None:
    assert allowance(RAMP, days(3, 3, 3), TODAY) == 10
    assert allowance(RAMP, days(12), TODAY) == 15
    assert allowance(RAMP, days(12, 40), TODAY) == 52, "a Sunday does not undo a Friday"


def test_a_long_silence_is_forgotten_slowly() -> None:
    peak = {TODAY - timedelta(days=7): 200}
    assert allowance(RAMP, peak, TODAY) == 260
    assert allowance(RAMP, peak, TODAY + timedelta(days=7)) == 130
    assert allowance(RAMP, peak, TODAY + timedelta(days=14)) == 65
    assert allowance(RAMP, peak, TODAY + timedelta(days=REMEMBERED_DAYS)) == 10


def test_even_one_mail_a_day_grows() -> None:
    assert allowance(Ramp(1, 10, 50), days(1), TODAY) == 2


def test_today_and_days_to_come_count_for_nothing() -> None:
    assert allowance(RAMP, {TODAY: 300, TODAY + timedelta(days=1): 300}, TODAY) == 10


@given(RAMPS, HISTORIES)
def test_the_allowance_stays_between_start_and_ceiling(ramp: Ramp, sent: dict[date, int]) -> None:
    assert ramp.start <= allowance(ramp, sent, TODAY) <= ramp.ceiling


@given(RAMPS, HISTORIES, st.integers(1, 10), st.integers(1, 500))
def test_having_sent_more_never_allows_less(ramp: Ramp, sent: dict[date, int], age: int, more: int) -> None:
    day = TODAY - timedelta(days=age)
    grown = sent | {day: sent.get(day, 0) + more}
    assert allowance(ramp, grown, TODAY) >= allowance(ramp, sent, TODAY)
