"""A hundred of the seeds of ``make chaos``, in every test run."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.chaos.__main__ import main
from tests.chaos.misfortune import Odds
from tests.chaos.run import Run
from tests.chaos.seeds import play, quiet
from tests.chaos.shape import Shape
from tests.chaos.verdict import faults

BATCH = 10


@pytest.mark.parametrize("first", range(0, 100, BATCH))
def test_whatever_goes_wrong_nothing_is_sent_twice_or_lost(first: int) -> None:
    results = [play(seed) for seed in range(first, first + BATCH)]
    for result in results:
        assert not result.faults, f"make chaos SEED={result.seed} shows how: {result.faults}"
    happened = sum((result.totals for result in results), Counter())
    for misfortune in ("crashes", "duplicates", "overtakings", "throttled", "conflicts", "answers_lost"):
        assert happened[misfortune], f"no {misfortune}: the test can't fail"
    assert happened["sends"] > BATCH


def test_a_seed_is_the_same_run_each_time() -> None:
    first, again = play(7), play(7)
    assert first == again
    assert first.trail


def test_on_a_calm_day_everybody_gets_every_mail() -> None:
    run = Run(1, Odds.calm(), Shape(companies=2, campaigns=1, characters=("silent",), pauses=False))
    with quiet():
        run.finish()
    assert faults(run) == []
    assert Counter(mail.to for mail in run.ledger.accepted) == {
        "hello@shop-0.example": 5,
        "hello@shop-1.example": 5,
    }
    assert {item["state"] for item in run.items("enrolment")} == {"finished"}


def test_the_last_line_gives_the_totals(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--seeds", "2", "--first", "500", "--workers", "1"]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    totals = dict(part.split("=") for part in last.split())
    assert totals["seeds"] == "2"
    assert (totals["double_sends"], totals["suppressed_sends"], totals["lost_enrolments"]) == ("0", "0", "0")
    assert int(totals["deliveries"]) > 50
