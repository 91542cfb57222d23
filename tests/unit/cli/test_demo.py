"""The demo begins on an empty stage of this machine, and measures the ways that cross the border."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from cli import demo
from cli.accounting.books import Inbound, Ours, World
from cli.connection import Connection
from cli.errors import Trouble
from outreach.ids import reply_id
from tests.unit.cli.conftest import STAGE, Beckon
from tests.unit.cli.honest_run import NOW, START, said

CAMPAIGNS = Path(__file__).resolve().parents[3] / "campaigns"


def test_the_demo_is_not_run_on_aws(beckon: Beckon) -> None:
    told = beckon("demo", "--stage", "prod")

    assert told.code == 2
    assert "stage prod is on AWS" in told.err


def test_an_empty_stage_holds_nothing_and_one_with_a_run_something(stage: Connection, beckon: Beckon) -> None:
    before = demo._holds_something(stage)
    beckon("campaign", "create", str(CAMPAIGNS / "demo.yml"), "--stage", STAGE)

    assert (before, demo._holds_something(stage)) == (False, True)


def test_a_message_left_in_a_queue_is_something(stage: Connection) -> None:
    stage.sqs.send_message(QueueUrl=stage.queue_url("enrich_lead-dlq"), MessageBody="{}")

    assert demo._holds_something(stage)


def test_somebodys_own_campaign_is_not_forgotten_for_a_demo(stage: Connection, beckon: Beckon) -> None:
    beckon("campaign", "create", str(CAMPAIGNS / "shop-checkout-uk-us.yml"), "--stage", STAGE)

    with pytest.raises(Trouble, match="holds other campaigns \\(shop-checkout-uk-us\\)"):
        demo._holds_something(stage)


def test_the_way_from_the_mail_bucket_to_verdict_and_call_is_measured() -> None:
    key = "inbound/1"
    classified = said("reply.classified", 12.0, reply_id=reply_id(key), label="WARM")
    requested = said("call.requested", 12.5, classified.id, call_id="c" * 32)
    other = said("call.requested", 99.0, "an inquiry", call_id="d" * 32)
    world = World(inbound=(Inbound(key, START + timedelta(seconds=11)),))

    ways = {
        hop.name: hop.seconds
        for hop in demo._ways(world, Ours(now=NOW, events=(classified, requested, other)))
    }

    assert ways == {
        "reply.classified → call.requested": (0.5,),
        "mail in the bucket → reply.classified": (1.0,),
        "mail in the bucket → call.requested": (1.5,),
    }
