"""Both sides of the comparison are read as they really are: the sandbox's own books, and a table on moto."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cli.accounting import inside, outside
from cli.accounting.audit import audit
from cli.accounting.books import Called, Enrolled
from cli.connection import Connection
from cli.errors import Trouble
from cli.said import say_root
from events.lead_discovered import LeadDiscovered
from outreach.enrolment import Enrolment, State, StopReason
from outreach.ids import call_id, lead_id
from outreach.suppression import refusal_gates
from sandbox.town import Settings, Town
from store import calls, counters, enrolments, keys, suppression
from tests.unit.cli.conftest import STAGE

NOW = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
PEPPER = "pepper"
LEAD = lead_id("shop.example")
ADDRESS = "ada@shop.example"


class Nobody:
    """An account that takes everything and does nothing."""

    def put_event(self, source: str, detail_type: str, detail: object, resources: object, at: object) -> str:
        return "event"

    def put_mail(self, key: str, body: bytes) -> None:
        return None

    def invoke_lex(self, event: object) -> dict[str, object]:
        return {}


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    world = Town(Settings(state=tmp_path / "town", patience=0), Nobody())  # type: ignore[arg-type]
    world.start()
    yield world
    world.stop()


def test_the_books_of_a_fresh_world_can_be_read_and_are_empty(town: Town) -> None:
    world = outside.world(town.url)

    assert (world.accepted, world.told, world.inbound, world.one_clicks, world.dialled, world.failed) == (
        (),
    ) * 6
    assert outside.pending(town.url) == 0
    assert len(outside.domains(town.url)) >= 30


def test_whatever_the_world_enters_in_its_books_is_read_back(town: Town) -> None:
    write = town.books.write
    write(
        "ses_accepted",
        message_id="mid",
        send_id="s" * 32,
        lead_id=LEAD,
        step=0,
        to=ADDRESS,
        tags={"campaign_id": "demo"},
    )
    for kind, extra in (("Email Sent", None), ("Email Delivered", None), ("Email Bounced", "Permanent")):
        write("events", type=kind, send_id="s" * 32, message_id="mid", bounce_type=extra)
    write(
        "inbound",
        key="inbound/x",
        expected_label="COLD|NEUTRAL",
        to_send_id="s" * 32,
        sender="other@shop.example",
    )
    write("one_click", send_id="s" * 32, to=ADDRESS, url=None, status=None)
    write("contacts", contact_id="c1", client_token="t" * 32, to="+1")
    write("calls", contact_id="c1", outcome="hung_up")
    town.books.note("failed_jobs", kind="reply", job={}, error="OSError: x")

    world = outside.world(town.url)

    (mail,) = world.accepted
    assert (mail.send_id, mail.address, mail.campaign_id, mail.step) == ("s" * 32, ADDRESS, "demo", 0)
    assert [(told.kind, told.permanent) for told in world.told] == [("delivered", False), ("bounced", True)]
    assert world.inbound[0].expected == {"COLD", "NEUTRAL"}
    assert world.inbound[0].address == ADDRESS
    assert world.one_clicks[0].status == 0
    assert (world.dialled[0].call_id, world.dialled[0].outcome) == ("t" * 32, "hung_up")
    assert world.failed[0].kind == "reply"


def test_a_sandbox_that_is_gone_is_a_sentence() -> None:
    with pytest.raises(Trouble, match="the sandbox does not answer"):
        outside.pending("http://127.0.0.1:9")


@pytest.fixture
def told(stage: Connection) -> Connection:
    """A table with one of everything that the accounts read."""
    stage.client("secretsmanager").create_secret(
        Name=f"beckon/{STAGE}/keys", SecretString=json.dumps({"pepper": PEPPER, "token": "t", "api": "a"})
    )
    data = LeadDiscovered(lead_id=LEAD, campaign_id="demo", run_id="f" * 32, source="csv")
    say_root(stage, data, "run")
    events = list(stage.table.items(keys.lead_pk(LEAD), keys.EVENT))
    counters.count(stage.table, events, NOW)
    stopped = Enrolment(LEAD, "demo", 1, state=State.STOPPED, stop_reason=StopReason.REPLIED)
    call = calls.Call(
        call_id(LEAD, "demo", "r"), LEAD, "demo", "reply", "r", 1, calls.REQUESTED, "run", phone="+1"
    )
    stage.table.commit(
        [
            enrolments.save(stopped, 0, "they answered", NOW),
            calls.claim(call, NOW),
            *suppression.suppress(
                stage.table,
                refusal_gates(ADDRESS, PEPPER),
                suppression.Entry("unsubscribe", "one_click"),
                NOW,
            ),
        ]
    )
    stage.mail.put("inbound/x", b"hello")
    return stage


def test_our_side_is_read_whole(told: Connection) -> None:
    ours = inside.ours(told)

    assert [event.type for event in ours.events] == ["lead.discovered"]
    assert ours.enrolled == (Enrolled(LEAD, "demo", "stopped", "they answered"),)
    assert ours.calls == (Called(call_id(LEAD, "demo", "r"), LEAD, "REQUESTED"),)
    assert ours.counters == {("demo", "lead.discovered"): 1}
    assert ours.stored == ("inbound/x",)
    assert ours.dead == {"discover_leads": 0, "draft_email": 0, "enrich_lead": 0}


def test_a_suppression_is_found_by_the_address_it_protects_and_its_other_spellings(told: Connection) -> None:
    ours = inside.ours(told)

    assert ours.suppressed_since(ADDRESS) == NOW
    assert ours.suppressed_since("ADA+shop@shop.example") == NOW
    assert ours.suppressed_since("bob@shop.example") is None


def test_the_sides_of_a_stage_that_was_read_are_compared(told: Connection) -> None:
    result = audit(outside.World(), inside.ours(told))

    assert {check.name for check in result.wrong()} == {"inbound mail"}


def test_a_step_in_doubt_waits_for_a_person_and_is_never_late(told: Connection) -> None:
    late = Enrolment(LEAD, "demo", 1, state=State.ACTIVE, due_at=NOW - timedelta(days=9), in_doubt=True)
    told.table.commit([enrolments.save(late, 1, "in doubt", NOW)])

    (row,) = inside.ours(told).enrolled

    assert (row.state, row.moves_at) == ("active", None)
