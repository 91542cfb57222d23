"""Senders are listed with their figures, paused and resumed by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cli.connection import Connection
from outreach.campaign import Ramp
from outreach.campaign_file import load
from outreach.reputation import Record
from store import keys, senders
from store.writes import Put
from tests.unit.cli.conftest import STAGE, Beckon
from tests.unit.cli.test_campaigns import CAMPAIGNS

DEMO = load(CAMPAIGNS / "demo.yml")
ADA = DEMO.sender.address


@pytest.fixture
def campaign(stage: Connection) -> Connection:
    """A campaign with a warm-up, whose sender sent on three days."""
    from dataclasses import replace

    form = replace(DEMO, ramp=Ramp(10, 50, 400)).to_item()
    index = keys.campaigns_index(DEMO.id)
    today = stage.clock.now().date()
    stage.table.commit(
        [
            Put(keys.campaign(DEMO.id), "campaign", form | {"paused": False}, gsi1=index),
            *(
                Put(
                    keys.cap("sender", ADA, (today - timedelta(days=age)).isoformat()),
                    "cap",
                    {"n": 40, "bounced": bounced, "complained": 0},
                )
                for age, bounced in ((0, 0), (1, 3), (2, 0))
            ),
        ]
    )
    return stage


def test_the_list_shows_what_becomes_of_each_senders_mails(campaign: Connection, beckon: Beckon) -> None:
    (row,) = beckon("senders", "list", "--stage", STAGE, "--json").json()
    assert (row["address"], row["campaigns"], row["paused"]) == (ADA, ["demo"], False)
    assert (row["sent"], row["bounced"], row["complained"]) == (120, 3, 0)
    assert 0 < row["risk"] < 0.05
    assert (row["sent_today"], row["most_today"]) == (40, 60), "half as many again as the best day before"
    told = beckon("senders", "list", "--stage", STAGE).out
    assert "3 (2.5%)" in told
    assert "40 of 60" in told


def test_a_stage_without_campaigns_says_what_to_do_next(stage: Connection, beckon: Beckon) -> None:
    assert "beckon campaign create" in beckon("senders", "list", "--stage", STAGE).err
    assert beckon("senders", "list", "--stage", STAGE, "--json").json() == []


def test_a_pause_by_hand_holds_until_it_is_taken_back(campaign: Connection, beckon: Beckon) -> None:
    told = beckon("senders", "pause", ADA.upper(), "--stage", STAGE, "--json").json()
    assert told == {"paused": [ADA], "until": None}
    row = senders.get(campaign.table, ADA)
    assert row.paused(campaign.clock.now() + timedelta(days=3650))
    assert (row.reason, row.at_pause) == ("by_hand", Record(120, 3))
    assert "paused: by hand" in " ".join(beckon("senders", "list", "--stage", STAGE).out.split())
    assert beckon("senders", "resume", ADA, "--stage", STAGE, "--json").json() == {"resumed": [ADA]}
    row = senders.get(campaign.table, ADA)
    assert not row.paused(campaign.clock.now())
    (listed,) = beckon("senders", "list", "--stage", STAGE, "--json").json()
    assert (listed["sent"], listed["bounced"]) == (0, 0), "judged anew"


def test_a_pause_for_a_time_ends_by_itself(campaign: Connection, beckon: Beckon) -> None:
    domain = ADA.rpartition("@")[2]
    beckon("senders", "pause", domain, "--for", "3 days", "--stage", STAGE)
    row = senders.get(campaign.table, ADA)
    assert row.paused(campaign.clock.now() + timedelta(days=2))
    assert not row.paused(campaign.clock.now() + timedelta(days=4))


def test_resuming_who_is_not_paused_changes_nothing(campaign: Connection, beckon: Beckon) -> None:
    assert "is not paused" in beckon("senders", "resume", ADA, "--stage", STAGE).err
    assert senders.get(campaign.table, ADA).revision == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("pause", "nobody@else.example"), "known here"),
        (("resume", "else.example"), "no sender of a campaign"),
        (("pause", ADA, "--for", "a while"), "not a length of time"),
    ],
)
def test_a_mistake_is_a_sentence_that_says_what_to_do(
    campaign: Connection, beckon: Beckon, arguments: tuple[str, ...], words: str
) -> None:
    told = beckon("senders", *arguments, "--stage", STAGE)
    assert told.code == 2
    assert words in told.err
