"""Times are taken from the log."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.hops import between, hops, percentile
from tests.unit.cli.honest_run import said


def test_a_hop_is_the_time_from_a_cause_to_its_effect() -> None:
    found = said("lead.discovered", 0, lead_id="a")
    read = said("lead.enriched", 1.5, found.id, lead_id="a")
    scored = said("lead.scored", 1.75, read.id, lead_id="a")

    ways = {hop.name: hop.median for hop in hops([scored, found, read])}

    assert ways == {"lead.discovered → lead.enriched": 1.5, "lead.enriched → lead.scored": 0.25}


def test_an_event_whose_cause_is_not_in_the_log_ends_no_way() -> None:
    assert hops([said("email.delivered", 3, "an event of SES")]) == []


def test_the_middle_and_the_slow_end_are_told() -> None:
    cause = said("lead.discovered", 0, lead_id="a")
    effects = [said("lead.enriched", n, cause.id, lead_id=str(n)) for n in range(1, 101)]

    (hop,) = hops([cause, *effects])

    assert (hop.count, hop.median, hop.p95) == (100, 50, 95)
    assert hop.as_json() == {
        "hop": "lead.discovered → lead.enriched",
        "count": 100,
        "median_s": 50.0,
        "p95_s": 95.0,
        "max_s": 100.0,
    }


@given(st.lists(st.floats(min_value=0, max_value=1e6), min_size=1), st.integers(min_value=0, max_value=100))
def test_a_percentile_is_one_of_the_values(values: list[float], share: int) -> None:
    chosen = percentile(values, share)

    assert chosen in values
    assert sum(value <= chosen for value in values) >= len(values) * share / 100


def test_there_is_no_percentile_of_nothing() -> None:
    with pytest.raises(ValueError, match="no values"):
        percentile([], 50)


def test_a_way_that_nobody_went_has_no_time() -> None:
    assert between("reply → call.requested", []) is None
