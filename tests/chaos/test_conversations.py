"""Two campaigns that share a company: one conversation after the other, and neither is lost."""

from __future__ import annotations

import json
from collections import Counter
from itertools import count, islice

import pytest

from store import leases
from tests.chaos.misfortune import Odds
from tests.chaos.run import Run, Shape
from tests.chaos.seeds import quiet
from tests.chaos.verdict import faults

SHARED = Shape(companies=2, campaigns=2, steps=3, characters=("silent",), pauses=False)


def shares(seed: int) -> bool:
    """Whether both campaigns of the seed have a company in common."""
    run = Run(seed, odds=Odds.calm(), shape=SHARED)
    return bool(set(run.listed["chaos-0"]) & set(run.listed["chaos-1"]))


SEEDS = list(islice(filter(shares, count(1)), 3))


def finished(seed: int) -> Run:
    run = Run(seed, odds=Odds.calm(), shape=SHARED)
    with quiet():
        run.finish()
    return run


def put_off(run: Run) -> Counter[str]:
    """How often a mail found a conversation running, by gate."""
    told = [json.loads(item["detail"]) for item in run.stream if item["detail_type"] == "email.deferred.v1"]
    reasons = Counter(str(event["data"]["reason"]) for event in told)
    return Counter({gate: reasons[gate] for gate in leases.GATES if reasons[gate]})


@pytest.mark.parametrize("seed", SEEDS)
def test_the_second_campaign_waits_and_then_writes_all_its_mails(seed: int) -> None:
    run = finished(seed)
    assert faults(run) == []
    assert put_off(run)[leases.COMPANY] > 0
    campaigns = Counter(mail.claim.row["campaign_id"] for mail in run.ledger.accepted if mail.claim)
    assert min(campaigns.values()) >= 3
    assert len(campaigns) == 2


def test_without_the_leases_the_judge_finds_two_conversations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "taken", lambda send, now: iter(()))
    kinds = {fault.kind for seed in SEEDS for fault in faults(finished(seed))}
    assert kinds == {"two_conversations"}
