"""Allocation, assignment, stopping and the counting of results, as pure functions."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach import variants
from outreach.ids import digest
from outreach.step import Experiment, Step, Variant, Writer
from outreach.variants import WHOLE, Arm, Evidence, Result, Standing, Tally

NOW = datetime(2026, 3, 4, tzinfo=UTC)
STEP = Step(0, "intro", "A shorter checkout", variants=(Variant("plain"), Variant("short", template="short")))


@st.composite
def tallies(draw: st.DrawFn) -> Tally:
    sends = draw(st.integers(0, 5_000))
    warm, left, complained = (draw(st.integers(0, sends // 3)) for _ in range(3))
    return Tally(sends, warm, left, complained)


def standings(*tallied: Tally) -> list[Standing]:
    return [Standing(Arm(f"arm-{n}", f"v{n}", 1), tally) for n, tally in enumerate(tallied)]


# Allocation


@settings(max_examples=40, deadline=None)
@given(st.lists(tallies(), min_size=1, max_size=5), st.integers(0, 20), st.integers(1, 99))
def test_an_allocation_divides_the_whole_and_can_be_worked_out_again(tallied, harm_cost, version) -> None:
    first = variants.allocate("e", version, standings(*tallied), harm_cost, NOW)
    assert sum(first.parts) == WHOLE
    assert min(first.parts) >= 0
    assert variants.allocate("e", version, standings(*tallied), harm_cost, NOW) == first


@given(st.lists(st.integers(1, 100), min_size=2, max_size=8))
def test_before_anything_is_known_the_parts_follow_the_weights(weights: list[int]) -> None:
    unknown = [Standing(Arm(f"a{n}", f"v{n}", weight), Tally()) for n, weight in enumerate(weights)]
    parts = variants.allocate("e", 1, unknown, 2, NOW).parts
    assert sum(parts) == WHOLE
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - WHOLE * weight / sum(weights)) < 1


def test_a_warmer_variant_gets_more_and_a_harmful_one_less() -> None:
    warmer = variants.allocate("e", 1, standings(Tally(400, 20), Tally(400, 5)), 2, NOW).parts
    harmful = variants.allocate("e", 1, standings(Tally(400, 20, 20, 5), Tally(400, 10)), 2, NOW).parts
    assert warmer[0] > 950
    assert harmful[1] > 950


def test_harm_that_costs_nothing_changes_nothing_for_the_warmer() -> None:
    parts = variants.allocate("e", 1, standings(Tally(400, 20, 15), Tally(400, 5)), 0, NOW).parts
    assert parts[0] > 950


def test_a_variant_without_mails_is_tried_beside_a_good_one() -> None:
    parts = variants.allocate("e", 1, standings(Tally(300, 9, 3), Tally()), 2, NOW).parts
    assert 200 < parts[1] < 800


# Drawing


@given(st.text(min_size=1, max_size=40), st.lists(st.integers(0, WHOLE), min_size=1, max_size=6))
def test_a_send_gets_the_same_variant_however_often_it_asks_and_never_an_empty_part(send, cuts) -> None:
    edges = [0, *sorted(cuts), WHOLE]
    parts = [high - low for low, high in pairwise(edges)]
    index = variants.drawn("key", send, parts)
    assert parts[index] > 0
    assert variants.drawn("key", send, parts) == index


def test_sends_are_spread_as_the_parts_say_and_apart_from_other_experiments() -> None:
    sends = [digest("send", n) for n in range(5_000)]
    drawn = Counter(variants.drawn("one", send, (700, 300)) for send in sends)
    assert 0.67 < drawn[0] / len(sends) < 0.73
    both = sum(variants.place("one", send) < 0.5 and variants.place("two", send) < 0.5 for send in sends)
    assert 0.22 < both / len(sends) < 0.28


def test_parts_that_are_not_the_whole_are_a_mistake_and_no_silent_choice() -> None:
    with pytest.raises(ValueError, match="not 1000"):
        variants.drawn("key", "send", (0, 0))


# Identity


def test_a_variant_that_is_changed_is_another_arm_and_one_that_is_not_goes_on() -> None:
    changed = STEP._replace(variants=(STEP.variants[0], Variant("short", template="shorter")))
    (plain, short), (same, other) = variants.arms(STEP), variants.arms(changed)
    assert plain == same
    assert short.id != other.id
    assert variants.variant_of(STEP, short.id).template == "short"
    assert {a.id for a in variants.arms(STEP._replace(writer=Writer.TEMPLATE))}.isdisjoint({plain.id})


def test_another_price_of_harm_is_another_experiment() -> None:
    every = variants.arms(STEP)
    first = variants.experiment_id("demo", 0, every, Experiment())
    assert variants.experiment_id("demo", 0, every, Experiment(every_seconds=5)) == first
    assert variants.experiment_id("demo", 0, every, Experiment(harm_cost=9)) != first
    assert variants.experiment_id("demo", 1, every, Experiment()) != first


# Results


@pytest.mark.parametrize(
    ("evidence", "result"),
    [
        (Evidence(), Result.NONE),
        (Evidence({"a": "COLD"}), Result.NONE),
        (Evidence({"a": "WARM"}), Result.WARM),
        (Evidence({"a": "WARM", "b": "UNSUBSCRIBE"}), Result.UNSUBSCRIBED),
        (Evidence({"a": "WARM"}, unsubscribed=True), Result.UNSUBSCRIBED),
        (Evidence({"a": "WARM"}, unsubscribed=True, complained=True), Result.COMPLAINED),
        (Evidence({"a": "COMPLAINT"}), Result.COMPLAINED),
    ],
)
def test_a_mail_counts_once_as_the_gravest_that_came_of_it(evidence: Evidence, result: Result) -> None:
    assert evidence.result is result


# Stopping


@pytest.mark.parametrize(
    ("tally", "reason"),
    [
        (Tally(10, complained=1), ""),  # one may be anybody
        (Tally(100, complained=2), "complaints"),
        (Tally(2_000, complained=2), ""),  # one in a thousand, as many as SES bears
        (Tally(2_000, complained=8), "complaints"),
        (Tally(20, unsubscribed=4), ""),
        (Tally(50, unsubscribed=5), "unsubscribes"),
        (Tally(1_000, unsubscribed=50), ""),  # at the limit, not above it
        (Tally(1_000, unsubscribed=70), "unsubscribes"),
        (Tally(), ""),
    ],
)
def test_a_variant_is_stopped_when_its_harm_is_above_the_limit_almost_certainly(tally, reason) -> None:
    assert variants.stop_reason(tally) == reason


@given(st.integers(0, 30), st.integers(1, 3_000))
def test_the_probability_of_being_above_a_limit_is_one_and_grows_with_each_harm(events, trials) -> None:
    events = min(events, trials)
    now = variants.exceeds(events, trials, 0.01)
    assert 0 <= now <= 1
    assert variants.exceeds(events + 1, trials + 1, 0.01) >= now - 1e-9
    assert variants.exceeds(events, trials + 100, 0.01) <= now + 1e-9


def test_the_tail_is_that_of_the_beta_distribution() -> None:
    """Of Beta(1, n + 1) it is (1 - x)^(n + 1)."""
    assert variants.exceeds(0, 99, 0.01) == pytest.approx(0.99**100)
    assert variants.exceeds(100, 100, 0.5) == pytest.approx(1 - 0.5**101)


@given(st.integers(0, 500), st.integers(1, 5_000))
def test_an_interval_holds_the_rate_and_lies_between_nothing_and_all(events: int, trials: int) -> None:
    events = min(events, trials)
    low, high = variants.interval(events, trials)
    assert 0 <= low <= events / trials + 1e-12
    assert events / trials - 1e-12 <= high <= 1


def test_without_mails_every_rate_is_possible() -> None:
    assert variants.interval(0, 0) == (0.0, 1.0)
    assert variants.interval(10, 100) == pytest.approx((0.0552, 0.1744), abs=1e-4)
