"""A walk over the mail bucket: when it begins, what it looks up, and what it need not look up again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from outreach.completeness import EVERY, SETTLES_WITHIN, Walk, begin, finish, seen

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def started(last: Walk | None = None, now: datetime = NOW) -> Walk:
    walk = begin(last, now)
    assert walk is not None
    return walk


def test_a_walk_goes_on_until_it_is_finished_and_the_next_one_begins_in_time() -> None:
    walk = started()
    assert begin(walk, NOW + timedelta(days=1)) == walk
    done = finish(walk, NOW + MINUTE)
    assert begin(done, NOW + EVERY - MINUTE) is None
    assert begin(done, NOW + EVERY) == Walk(
        NOW + EVERY, NOW + EVERY - SETTLES_WITHIN, accounted_until=NOW - SETTLES_WITHIN
    )


def test_what_has_just_come_is_not_looked_up() -> None:
    walk = started()
    assert walk.to_look_up(NOW - SETTLES_WITHIN)
    assert not walk.to_look_up(NOW - SETTLES_WITHIN + MINUTE)


def test_a_missing_object_is_looked_up_until_it_has_a_state() -> None:
    stored = NOW - timedelta(days=3)
    first = finish(seen(started(), "k", stored, missing=True), NOW)
    assert (first.objects, first.missing) == (1, 1)
    second = started(first, NOW + EVERY)
    assert second.to_look_up(stored)
    third = started(finish(seen(second, "k", stored, missing=False), NOW), NOW + 2 * EVERY)
    assert not third.to_look_up(stored)


@given(
    st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), max_size=30),
    st.lists(st.integers(1, 60), min_size=1, max_size=12),
)
def test_every_object_without_a_state_is_seen_by_the_first_walk_that_begins_late_enough(
    objects: list[tuple[int, int]], pauses: list[int]
) -> None:
    """``objects`` are (stored at, got its state at) in minutes; a state is kept for ever."""
    last: Walk | None = None
    minute = 0
    for pause in pauses:
        minute += pause
        now = NOW + minute * MINUTE
        walk = begin(last, now)
        if walk is None:
            continue
        lost = []
        for number, (stored, settled) in enumerate(objects):
            if stored > minute:
                continue
            at = NOW + stored * MINUTE
            missing = walk.to_look_up(at) and minute < max(stored, settled)
            if at <= now - SETTLES_WITHIN and minute < max(stored, settled):
                lost.append(number)
                assert missing, "an object without a state was passed over"
            walk = seen(walk, f"{number:03d}", at, missing=missing)
        assert walk.missing == len(lost)
        last = finish(walk, now)
