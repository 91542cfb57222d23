"""The stage's clock: open for business, and never back."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.stage.wall import choose_offset

MOMENTS = st.integers(1_700_000_000, 2_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))


def there(now: datetime, previous: int | None = None) -> datetime:
    return now + timedelta(seconds=choose_offset(now, previous))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-20T09:00:00", "2026-11-20T16:30:00"),  # a Friday morning: the same day
        ("2026-11-20T16:31:00", "2026-11-23T16:30:00"),  # over the weekend
        ("2026-11-21T03:00:00", "2026-11-23T16:30:00"),
        ("2026-12-31T23:59:59", "2027-01-01T16:30:00"),
    ],
)
def test_a_new_stage_begins_on_the_next_working_afternoon(now, expected):
    assert there(datetime.fromisoformat(now + "+00:00")).isoformat() == expected + "+00:00"


@given(MOMENTS, st.integers(0, 20 * 86_400))
def test_it_is_a_working_afternoon_and_never_earlier_than_before(now, previous):
    before = now + timedelta(seconds=previous)
    after = there(now, previous)
    assert after >= before
    assert after.weekday() < 5
    assert 15 <= after.hour <= 18


@given(MOMENTS)
def test_a_stage_that_is_started_again_goes_on_where_it_was(now):
    offset = choose_offset(now, None)
    assert choose_offset(now + timedelta(minutes=30), offset) == offset


def test_a_stage_that_rested_overnight_wakes_up_on_another_afternoon():
    monday = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
    offset = choose_offset(monday, None)
    assert there(monday + timedelta(hours=15), offset) == datetime(2026, 11, 24, 16, 30, tzinfo=UTC)
