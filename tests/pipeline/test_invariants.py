"""Each invariant, shown a run that breaks it: a checker that can't fail checks nothing."""

import pytest

from outreach.ids import lead_id, reply_id
from outreach.suppression import refusal_gates
from store.keys import counter, enrolment, mail, suppression
from store.writes import Delete, Put, Update
from tests.pipeline.invariants import broken
from tests.pipeline.stage import CAMPAIGN, Stage


@pytest.fixture
def stage() -> Stage:
    stage = Stage(seed=1, companies=2).run()
    assert broken(stage) == []
    return stage


def test_a_mail_accepted_twice_is_seen(stage):
    stage.world.books.accepted.append(dict(stage.world.books.accepted[0]))
    assert any("accepted 2 times" in line for line in broken(stage))


def test_a_mail_after_a_suppression_is_seen(stage):
    to = stage.world.books.accepted[0]["to"]
    gate = refusal_gates(to, stage.deps.keys.pepper)[0]
    key = suppression(gate.scope.value, gate.hashed)
    stage.table.commit([Put(key, "suppression", {"at": "2026-01-01T00:00:00.000Z"})])
    assert any("after address_suppressed" in line for line in broken(stage))


def test_a_mail_that_the_table_does_not_know_is_seen(stage):
    stage.world.books.accepted.append({**stage.world.books.accepted[0], "send_id": "f" * 32})
    assert any("is not SENT" in line for line in broken(stage))


def test_a_mail_that_nobody_accepted_is_seen(stage):
    stage.world.books.accepted.pop()
    assert any("was not accepted" in line for line in broken(stage))


def test_a_lead_that_hangs_is_seen(stage):
    key = enrolment(lead_id(stage.world.domains[0]), CAMPAIGN.id)
    stage.table.commit([Update(key, set={"state": "active"})])
    assert any("hangs in active" in line for line in broken(stage))


def test_an_object_without_a_state_is_seen(stage):
    stage.table.commit([Delete(mail(reply_id(stage.world.books.stored[0])))])
    assert any("has no state" in line for line in broken(stage))


def test_a_call_that_the_table_does_not_know_is_seen(stage):
    stage.world.books.calls["f" * 32] = "contact"
    assert any("is not in the table" in line for line in broken(stage))


def test_a_wrong_counter_is_seen(stage):
    moved = {"campaign_id": CAMPAIGN.id, "metric": "email.sent", "day": "2026-03-04"}
    key = counter(CAMPAIGN.id, "email.sent", "2026-03-04", 0)
    stage.table.commit([Update(key, set=moved, add={"n": 1})])
    assert any(line.startswith("counted ") for line in broken(stage))


def test_a_task_that_salesforce_lacks_is_seen(stage):
    stage.world.books.records.popitem()
    assert any("Salesforce" in line for line in broken(stage))


def test_a_dead_letter_is_seen(stage):
    stage.queues.dead.append({"queue": "q", "body": "{}", "reason": "failed"})
    assert any("dead letter" in line for line in broken(stage))
