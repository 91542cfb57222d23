"""Mails in several ways, in the whole loop: what was counted is what happened, whatever went wrong."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace

import pytest

from outreach import variants
from outreach.campaign import Campaign, Experiment, Variant
from outreach.variants import Evidence, Tally
from store import variants as stored
from tests.pipeline.invariants import broken
from tests.pipeline.stage import CAMPAIGN, Stage
from tests.pipeline.test_whole_loop import BAD_DAY

COMPANIES = 18
STEP = CAMPAIGN.steps[0]._replace(
    variants=(Variant("plain"), Variant("question", subject="May I ask about {{ company }}?"))
)


def tried(**changes: object) -> Campaign:
    steps = (STEP, *CAMPAIGN.steps[1:])
    return replace(
        CAMPAIGN, steps=steps, experiment=Experiment(matures_seconds=0, every_seconds=1), **changes
    )


def happened(stage: Stage) -> dict[str, Tally]:
    """What the mails of each arm came to, by the event log and the answers as they stand: counted anew."""
    drafts = {item["send_id"]: item for item in stage.items("draft") if item.get("arm")}
    answers = {item["reply_id"]: item for item in stage.items("reply")}
    last = {
        item["contact_id"]: item["send_id"] for item in sorted(stage.items("send"), key=lambda i: i["step"])
    }
    evidence: dict[str, Evidence] = {}
    for item in stage.stream:
        kind, data = item["detail_type"], json.loads(item["detail"])["data"]
        send = data.get("send_id")
        if kind == "recipient.suppressed.v1" and data["origin"] in ("one_click", "page"):
            send = send or last[data["contact_id"]]
        if send not in drafts:
            continue
        known = evidence.get(send, Evidence())
        if kind == "email.sent.v1":
            evidence[send] = known
        elif kind == "email.complained.v1":
            evidence[send] = known._replace(complained=True)
        elif kind == "recipient.suppressed.v1":
            evidence[send] = known._replace(unsubscribed=True)
        elif kind == "reply.classified.v1":
            row = answers[data["reply_id"]]
            label = "" if row.get("needs_review") else row["label"]
            evidence[send] = known._replace(answers={**known.answers, data["reply_id"]: label})
    found: dict[str, Tally] = defaultdict(Tally)
    for send, known in evidence.items():
        arm = drafts[send]["arm"]
        found[arm] = found[arm].plus(Tally(**stored.moves(None, known.result)))
    return dict(found)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_counted_of_each_variant_is_what_happened(seed: int) -> None:
    chaos = BAD_DAY if seed else {}
    stage = Stage(seed, companies=COMPANIES, campaign=tried(), **chaos).run()
    assert broken(stage) == []
    counted = stored.tallies(stage.table, CAMPAIGN.id, 0)
    assert counted == happened(stage)
    total = Tally()
    for tally in counted.values():
        total = total.plus(tally)
    assert total.sends >= COMPANIES // 2
    assert total.complained >= 1
    assert len(counted) == 2, "one variant got every mail: nothing was compared"


@pytest.mark.parametrize("seed", [1, 2])
def test_every_mail_can_be_drawn_again_from_what_was_kept(seed: int) -> None:
    stage = Stage(seed, companies=COMPANIES, campaign=tried(), **BAD_DAY).run()
    experiment = variants.experiment_id(CAMPAIGN.id, 0, variants.arms(STEP), stage.campaign.experiment)
    checked = 0
    for draft in stage.items("draft"):
        if "arm" not in draft:
            assert draft["step"] > 0
            continue
        made = stored.allocation(stage.table, CAMPAIGN.id, 0, experiment, draft["allocation"])
        assert made is not None
        assert made.arm_of(draft["send_id"]).id == draft["arm"]
        checked += 1
    assert checked >= COMPANIES // 2


def test_a_variant_that_earns_complaints_is_stopped_once_and_its_harm_is_what_happened() -> None:
    stage = Stage(3, companies=12, campaign=tried(), characters=("complains",), **BAD_DAY).run()
    assert broken(stage) == []
    told = [
        json.loads(item["detail"])["data"]
        for item in stage.stream
        if item["detail_type"] == "variant.stopped.v1"
    ]
    stopped = {arm: harm for arm, harm in stored.harmed(stage.table, CAMPAIGN.id, 0).items() if harm.stop}
    assert sorted(data["variant"] for data in told) == sorted(harm.name for harm in stopped.values())
    assert stopped
    for arm, harm in stored.harmed(stage.table, CAMPAIGN.id, 0).items():
        tally = stored.tallies(stage.table, CAMPAIGN.id, 0)[arm]
        assert (harm.unsubscribed, harm.complained) == (tally.unsubscribed, tally.complained)
