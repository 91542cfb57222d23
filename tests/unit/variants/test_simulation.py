"""Over many seeds: the better variant gets the mails, the harmful one is stopped, and learning pays."""

from __future__ import annotations

import sys

import pytest

from tests.unit.variants.simulation import summarise, told

SEEDS = range(12)


@pytest.mark.parametrize("scenario", ["one is better", "the warmer one drives people away"])
def test_the_better_variant_gets_most_mails_and_learning_costs_less_than_not(scenario: str) -> None:
    summary = summarise(scenario, SEEDS)
    sys.stdout.write(told(summary) + "\n")
    assert summary.late_share > 0.8
    assert summary.regret < summary.uniform_regret / 2


def test_a_variant_that_is_complained_of_is_stopped_however_warm_its_answers() -> None:
    summary = summarise("the warmer one is complained of", SEEDS)
    sys.stdout.write(told(summary) + "\n")
    assert summary.stopped["pushy"] == 1
    assert summary.stopped["plain"] == 0


def test_variants_that_are_the_same_are_not_stopped() -> None:
    summary = summarise("they are the same", SEEDS)
    sys.stdout.write(told(summary) + "\n")
    assert max(summary.stopped.values()) <= 1 / len(SEEDS)
