"""A run's way through its sources: what each step leaves, and that it ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.prospecting import (
    ENDED,
    LONGEST_WAIT,
    MOST_TRIES,
    SourceRun,
    SourceState,
    Stop,
    next_source,
)

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
BEGUN = SourceRun(0, "brave")


def test_an_answer_is_used_up_before_the_next_place_is_asked() -> None:
    asked = BEGUN.asked("0:1")
    some = asked.took(25, 20, left=True, batch="found/x.json")
    assert (some.place, some.offset, some.batch, some.leads) == (None, 25, "found/x.json", 20)
    rest = some.took(5, 5, left=False, batch="found/x.json")
    assert (rest.place, rest.offset, rest.batch, rest.leads) == ("0:1", 0, "", 25)
    assert rest.state is SourceState.RUNNING


def test_without_a_following_place_the_source_is_at_its_end() -> None:
    done = BEGUN.asked(None).took(3, 3, left=False, batch="")
    assert done.state is SourceState.DONE
    assert done.left_at is None


def test_each_step_has_a_cursor_of_its_own() -> None:
    asked = BEGUN.asked("0:1")
    steps = [
        BEGUN,
        asked.took(25, 1, left=True, batch="b"),
        asked.took(30, 1, left=False, batch=""),
        BEGUN.failed("down", "x", NOW, passing=True),
    ]
    assert len({step.cursor for step in steps}) == len(steps)


@pytest.mark.parametrize(
    ("tries", "passing", "after_s", "state", "wait_s"),
    [
        (0, True, None, SourceState.WAITING, 30),
        (1, True, None, SourceState.WAITING, 180),
        (0, True, 5, SourceState.WAITING, 30),
        (0, True, 600, SourceState.WAITING, 600),
        (0, True, 901, SourceState.FAILED, None),
        (0, False, None, SourceState.FAILED, None),
        (MOST_TRIES - 1, True, None, SourceState.FAILED, None),
    ],
)
def test_a_failure_waits_or_ends_the_source(
    tries: int, passing: bool, after_s: float | None, state: SourceState, wait_s: float | None
) -> None:
    run = BEGUN._replace(tries=tries).failed("down", "it is down", NOW, passing=passing, after_s=after_s)
    assert (run.state, run.reason, run.requests) == (state, "down", 1)
    assert run.retry_at == (None if wait_s is None else NOW + timedelta(seconds=wait_s))


def test_an_answer_forgets_earlier_failures() -> None:
    run = BEGUN.failed("down", "x", NOW, passing=True).again().asked("0:1")
    assert (run.state, run.tries, run.reason, run.detail) == (SourceState.RUNNING, 0, "", "")


def test_a_source_out_of_requests_stopped_unless_its_last_request_failed() -> None:
    assert BEGUN.out_of_requests().reason == Stop.REQUESTS
    failed = BEGUN.failed("down", "x", NOW, passing=True).again().out_of_requests()
    assert (failed.state, failed.reason) == (SourceState.FAILED, "down")


def test_sources_come_in_their_order_then_those_that_wait_by_their_time() -> None:
    def waiting(number: int, minutes: int) -> SourceRun:
        return SourceRun(number, "x", SourceState.WAITING, retry_at=NOW + timedelta(minutes=minutes))

    done = SourceRun(0, "x", SourceState.DONE)
    assert next_source([done], 3) == 1
    assert next_source([done, waiting(1, 1)], 3) == 2
    assert next_source([waiting(0, 9), waiting(1, 3), waiting(2, 3)], 3) == waiting(1, 3)
    assert next_source([done, done._replace(number=1)], 2) is None


@given(
    st.lists(
        st.tuples(st.booleans(), st.booleans(), st.floats(min_value=0, max_value=2_000)),
        min_size=60,
        max_size=60,
    ),
    st.integers(min_value=1, max_value=9),
)
def test_whatever_a_source_does_it_ends_within_its_requests(
    answers: list[tuple[bool, bool, float]], budget: int
) -> None:
    run = BEGUN
    for steps, (works, passing, after_s) in enumerate(answers):
        if run.state in ENDED:
            break
        run = run.again()
        if run.requests >= budget:
            run = run.out_of_requests()
        elif works:
            run = run.asked(f"0:{steps}").took(1, 1, left=False, batch="")
        else:
            run = run.failed("down", "x", NOW, passing=passing, after_s=after_s)
            assert run.retry_at is None or run.retry_at - NOW <= LONGEST_WAIT
    assert run.state in ENDED
    assert run.requests <= budget
