"""How variants do, on the command line, and why a mail is the one it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cli.connection import Connection
from outreach import variants
from outreach.campaign import Step, Variant, Writer
from outreach.campaign_file import load
from outreach.enrolment import Enrolment, State
from outreach.ids import lead_id, send_id
from store import drafts, enrolments, keys
from store import variants as stored
from store.drafts import Draft
from store.writes import Put, Update
from tests.unit.cli.conftest import STAGE, Beckon

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
STEP = Step(0, "intro", "A", Writer.TEMPLATE, variants=(Variant("plain"), Variant("blunt", subject="B")))
PLAIN, BLUNT = variants.arms(STEP)
DEMO = replace(load(Path(__file__).parents[3] / "campaigns" / "demo.yml"), steps=(STEP,))
LEAD = lead_id("kettle.example")
SEND = send_id(LEAD, "demo", 0)


def given_tally(stage: Connection, arm: str, **counts: int) -> None:
    key = keys.variant_tally("demo", 0, arm, "2026-03-01")
    stage.table.commit([Put(key, "variant_tally", {"arm": arm, "day": "2026-03-01", **counts})])


@pytest.fixture
def tried(stage: Connection) -> Connection:
    """A campaign whose first mail has two variants, one of them better; one mail is written."""
    form = DEMO.to_item()
    stage.table.commit(
        [
            Put(keys.campaign("demo"), "campaign", form, gsi1=keys.campaigns_index("demo")),
            Put(keys.campaign_version("demo", 1), "campaign_version", form),
        ]
    )
    given_tally(stage, PLAIN.id, sends=200, warm=4, unsubscribed=2)
    given_tally(stage, BLUNT.id, sends=200, warm=16, unsubscribed=1, complained=1)
    made = stored.in_force(stage.table, DEMO, 0, NOW.replace(day=20))
    assert made is not None
    arm = made.arm_of(SEND)
    draft = Draft(
        SEND, LEAD, "demo", 1, 0, "c" * 32, "A", ("Hello,",), (), "template",
        variant=arm.name, arm=arm.id, allocation=made.version,
    )  # fmt: skip
    waiting = Enrolment(LEAD, "demo", 1, state=State.ACTIVE, due_at=NOW)
    stage.table.commit([drafts.keep(draft, NOW), enrolments.save(waiting, 0, "given", NOW)])
    return stage


def report(beckon: Beckon, *more: str) -> dict[str, dict[str, Any]]:
    (step,) = beckon("variants", "report", "demo", "--json", *more, "--stage", STAGE).json()["steps"]
    return {row["variant"]: row for row in step["variants"]}


def test_a_report_tells_counts_intervals_chances_and_shares(tried: Connection, beckon: Beckon) -> None:
    rows = report(beckon)
    plain, blunt = rows["plain"], rows["blunt"]
    assert (blunt["sends"], blunt["warm"], blunt["unsubscribed"], blunt["complained"]) == (200, 16, 1, 1)
    low, high = blunt["warm_interval"]
    assert low < blunt["warm_rate"] == 0.08 < high
    assert blunt["worth"] == pytest.approx((16 - 2 * 2) / 200)
    assert plain["probability_best"] + blunt["probability_best"] == pytest.approx(1)
    assert plain["share_now"] + blunt["share_now"] == pytest.approx(1)
    assert blunt["probability_best"] > 0.9
    told = beckon("variants", "report", "demo", "--stage", STAGE).out
    assert "8.0 (5.0-12.6)" in told
    assert "allocation 1" in told


def test_a_stopped_variant_and_an_earlier_text_say_so(tried: Connection, beckon: Beckon) -> None:
    stop = stored.Stop(keys.stamp(NOW), "complaints")
    tried.table.commit([stored.stand("demo", 0, BLUNT.id, stored.Harm(), stored.Harm("blunt", 1, 1, stop))])
    changed = replace(
        DEMO, steps=(STEP._replace(variants=(Variant("blunt", subject="B"), Variant("new", subject="C"))),)
    )
    tried.table.commit([Put(keys.campaign("demo"), "campaign", changed.to_item())])
    rows = report(beckon)
    assert rows["blunt"]["stop_reason"] == "complaints"
    assert rows["blunt"]["probability_best"] is None
    assert (rows["plain"]["current"], rows["new"]["sends"]) == (False, 0)
    assert "blunt is stopped: complaints" in beckon("variants", "report", "demo", "--stage", STAGE).out


def test_a_campaign_without_variants_says_so(stage: Connection, beckon: Beckon) -> None:
    plain = replace(DEMO, steps=(STEP._replace(variants=()),))
    stage.table.commit([Put(keys.campaign("demo"), "campaign", plain.to_item())])
    assert "has variants" in beckon("variants", "report", "demo", "--stage", STAGE).out
    assert beckon("variants", "report", "nobody", "--stage", STAGE).code == 1


def test_the_shares_over_time_are_drawn(tried: Connection, beckon: Beckon, tmp_path: Path) -> None:
    picture = tmp_path / "shares.svg"
    assert beckon("variants", "report", "demo", "--picture", str(picture), "--stage", STAGE).code == 0
    text = picture.read_text()
    assert text.lstrip().startswith("<?xml")
    assert "blunt" in text
    assert beckon("variants", "report", "demo", "--picture", "shares.doc", "--stage", STAGE).code == 2


def test_a_mail_explains_the_variant_it_is_and_anybody_can_work_it_out_again(
    tried: Connection, beckon: Beckon
) -> None:
    done = beckon("variants", "explain", SEND[:10], "--json", "--stage", STAGE)
    assert done.code == 0, done.err
    told = done.json()
    assert told["assignment_repeats"]
    assert told["allocation_repeats"]
    (mine,) = [one for one in told["divided"] if one["variant"] == told["variant"]]
    assert mine["from"] <= told["place"] < mine["to"]
    assert told["place"] == variants.place(told["key"], SEND)
    plain = beckon("variants", "explain", SEND[:10], "--stage", STAGE)
    assert "the same" in plain.err
    assert "NOT" not in plain.err


def test_a_mail_that_does_not_follow_from_what_was_kept_is_found(tried: Connection, beckon: Beckon) -> None:
    """The check can fail: somebody changed an allocation, or a draft."""
    made = stored.allocations(
        tried.table, "demo", 0, variants.experiment_id("demo", 0, (PLAIN, BLUNT), DEMO.experiment)
    )[0]
    other = PLAIN if made.arm_of(SEND) == BLUNT else BLUNT
    tried.table.commit([Update(keys.draft(LEAD, SEND), set={"arm": other.id, "variant": other.name})])
    done = beckon("variants", "explain", SEND, "--stage", STAGE)
    assert done.code == 1
    assert "NOT the same" in done.err


@pytest.mark.parametrize(("asked", "code"), [("0123456789", 1), ("x", 2)])
def test_a_mail_that_there_is_none_of_is_told(
    tried: Connection, beckon: Beckon, asked: str, code: int
) -> None:
    assert beckon("variants", "explain", asked, "--stage", STAGE).code == code
