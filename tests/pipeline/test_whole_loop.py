"""The whole loop, in one process: good days, bad days, and a power cut at every single effect."""

import pytest

from outreach.ids import lead_id
from tests.pipeline.invariants import broken
from tests.pipeline.stage import Stage
from tests.pipeline.world import CHARACTERS

SLICES = 8
BAD_DAY = {"crash": 0.06, "duplicate": 0.15, "shuffle": True, "lost_answers": 0.1, "throttles": 0.1}


def states(stage: Stage) -> dict[str, str]:
    """Character → state of its enrolment (with the reason, where it was stopped)."""
    rows = {item["lead_id"]: item for item in stage.items("enrolment")}
    found = {}
    for domain, character in stage.world.characters.items():
        item = rows[lead_id(domain)]
        found[character] = item.get("stop_reason") or item["state"]
    return found


def test_on_a_good_day_everybody_ends_where_they_belong():
    stage = Stage(seed=1).run()
    assert broken(stage) == []
    assert states(stage) == {
        "warm": "replied",
        "cold": "replied",
        "silent": "finished",
        "unsubscribes": "unsubscribed",
        "bounces": "bounced",
        "complains": "complained",
        "away": "finished",
        "garbage": "finished",
        "twice": "rejected",
    }


def test_a_warm_answer_with_a_number_is_called_and_stands_in_salesforce():
    stage = Stage(seed=1, companies=1).run()
    assert broken(stage) == []
    [call] = stage.items("call")
    assert call["state"] == "COMPLETED"
    assert len(stage.world.books.calls) == 1
    kinds = sorted(kind for kind, _ in stage.world.books.records)
    assert kinds == ["Lead", "Task", "Task", "Task"]  # the mail, the answer, the call


@pytest.mark.parametrize("seed", range(10))
def test_on_a_bad_day_nothing_is_lost_and_nothing_done_twice(seed):
    stage = Stage(seed, companies=len(CHARACTERS), **BAD_DAY).run()
    assert broken(stage) == []
    assert stage.chaos.cuts, "nothing went wrong: the test can't fail"


def test_the_same_seed_gives_the_same_event_log():
    first, again = (Stage(seed=3, companies=4, **BAD_DAY) for _ in range(2))
    assert first.run().log_hash() == again.run().log_hash()


def test_a_second_run_finds_the_same_companies_and_writes_to_nobody_again():
    stage = Stage(seed=2, companies=4).run()
    before = len(stage.world.books.accepted)
    stage.request_run(2)
    stage.loop.run_until_quiet(stage.clock.now())
    assert len(stage.world.books.accepted) == before
    assert broken(stage) == []


@pytest.mark.parametrize("first", range(1, SLICES + 1))
def test_a_power_cut_at_any_single_effect_changes_nothing_in_the_end(first):
    """One warm company: mail, answer, call, Salesforce; the power fails at place 1, then at place 2 …

    In slices, so that they can run side by side.
    """
    reference = Stage(seed=5, companies=1).run()
    places = reference.chaos.places
    assert places > 40
    for place in range(first, places + 1, SLICES):
        stage = Stage(seed=5, companies=1, cut_at=place).run()
        cut = next(iter(stage.chaos.cuts), "nowhere")
        assert broken(stage) == [], f"power cut {place}: {cut}"
        if stage.world.books.accepted:
            assert states(stage) == states(reference), f"power cut {place}: {cut}"
        else:
            # Between claim and SES: in doubt for ever, as it must be. Nobody can know that it was not sent.
            assert [send["state"] for send in stage.items("send")] == ["IN_DOUBT"]
