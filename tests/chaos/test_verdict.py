"""Each guard of the product, taken away, is missed: a judge who can't convict judges nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from boto3.dynamodb.conditions import Attr

import runtime.consume
from adapters import ses
from handlers import settle_effects
from store import enrolments, sends, suppression
from tests.chaos.misfortune import Odds
from tests.chaos.seeds import play
from tests.chaos.shape import Shape

MOST_SEEDS = 60  # from one that showed it when this was written
ALWAYS = Attr("pk").exists() | Attr("pk").not_exists()
ROUGH = Odds(cut=0.2, meanwhile=0.12, twice=0.3)
HASTY = Shape(
    companies=4,
    campaigns=1,
    waits=(1, 20),
    characters=("one_click", "cold", "colleague"),
    reactions=(1.0, 20.0),
    pauses=False,
)
"""The next mail is on its way while people act."""

Patch = pytest.MonkeyPatch


def _no_suppression_gate(patch: Patch) -> None:
    patch.setattr(suppression, "all_open", lambda gates: ())


def _no_absent_condition(patch: Patch) -> None:
    patch.setattr(sends, "ABSENT", ALWAYS)


def _again_on_unknown(patch: Patch) -> None:
    patch.setattr(ses, "Unknown", lambda reason: ses.Throttled(reason, 2.0))


def _no_duplicate_marker(patch: Patch) -> None:
    patch.setattr(runtime.consume, "ABSENT", ALWAYS)


def _no_schedules(patch: Patch) -> None:
    patch.setattr(runtime.consume, "_schedule", lambda *_: None)


def _no_caps(patch: Patch) -> None:
    count = sends._count
    patch.setattr(sends, "_count", lambda *about, **more: count(*about, **more)._replace(when=None))


def _no_look_at_the_enrolment(patch: Patch) -> None:
    due = enrolments.still_due
    patch.setattr(enrolments, "still_due", lambda *about, **more: due(*about, **more)._replace(when=ALWAYS))


def _nobody_settles(patch: Patch) -> None:
    patch.setattr(settle_effects, "_sends", lambda deps: iter(()))


@pytest.mark.parametrize(
    ("take_away", "missed", "shape", "first"),
    [
        (_no_suppression_gate, "suppressed_sends", HASTY, 26),
        (_no_absent_condition, "double_sends", Shape(), 13),
        (_again_on_unknown, "double_sends", Shape(), 4),
        (_no_duplicate_marker, "miscounted", Shape(), 0),
        (_no_schedules, "lost_enrolments", Shape(), 0),
        (_no_caps, "over_caps", Shape(), 0),
        (_no_look_at_the_enrolment, "sends_after_stop", HASTY, 7),
        (_nobody_settles, "unaccounted", Shape(), 1),
    ],
)
def test_without_a_guard_the_runs_show_what_it_is_for(
    take_away: Callable[[Any], None], missed: str, shape: Shape, first: int, monkeypatch: Patch
) -> None:
    take_away(monkeypatch)
    for seed in range(first, first + MOST_SEEDS):
        if any(fault.kind == missed for fault in play(seed, ROUGH, shape).faults):
            return
    pytest.fail(f"{MOST_SEEDS} seeds without {missed}")
