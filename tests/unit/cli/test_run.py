"""Watching a run: what is drawn, when it ends, and that leaving it does not stop it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli import quiet, run
from cli.connection import Connection
from cli.progress import Progress, describe, drawn
from cli.quiet import Motion, Rest
from cli.said import say_root
from events.lead_discovered import LeadDiscovered
from outreach.enrolment import Enrolment
from outreach.ids import lead_id
from store import counters, enrolments, keys, leads, outbox
from tests.unit.cli.conftest import STAGE, Beckon
from tests.unit.cli.honest_run import said

NOW = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
CAMPAIGN = Path(__file__).resolve().parents[3] / "campaigns" / "demo.yml"


@pytest.fixture
def campaign(stage: Connection, beckon: Beckon) -> Connection:
    beckon("campaign", "create", str(CAMPAIGN), "--stage", STAGE)
    return stage


def found(stage: Connection, domain: str) -> None:
    """Let a company be found, and counted."""
    lead = lead_id(domain)
    stage.table.commit(
        [
            leads.new(lead, domain, "csv", "demo", "f" * 32, NOW),
            enrolments.save(Enrolment(lead, "demo", 1), 0, "found by csv", NOW),
        ]
    )
    say_root(stage, LeadDiscovered(lead_id=lead, campaign_id="demo", run_id="f" * 32, source="csv"), domain)
    events = list(outbox.timeline(stage.table, keys.lead_pk(lead)))
    counters.count(stage.table, events, NOW)


def test_a_run_is_watched_until_it_is_quiet_and_its_funnel_printed(
    campaign: Connection, beckon: Beckon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quiet, "wait", lambda *_, **__: Rest(True, Motion(), 1.0))
    found(campaign, "shop.example")

    told = beckon("run", "demo", "--stage", STAGE)

    assert told.code == 0
    assert "Ctrl-C stops watching, not the run" in told.err
    assert told.out.splitlines()[2].split()[:2] == ["found", "1"]


def test_a_run_that_does_not_come_to_rest_says_what_moves_and_fails(
    campaign: Connection, beckon: Beckon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quiet, "wait", lambda *_, **__: Rest(False, Motion({"enrich_lead": 3}), 900.0))

    told = beckon("run", "demo", "--stage", STAGE, "--json")

    assert told.code == 1
    assert told.json()["quiet"] is False
    assert "the loop is not quiet after 900 s (still moving: 3 enrich_lead)" in told.err


def test_leaving_a_run_lets_it_go_on(
    campaign: Connection, beckon: Beckon, monkeypatch: pytest.MonkeyPatch
) -> None:
    def leave(*_: object, **__: object) -> Rest:
        raise KeyboardInterrupt

    monkeypatch.setattr(quiet, "wait", leave)

    told = beckon("run", "demo", "--stage", STAGE)

    assert told.code == 130
    assert told.err.endswith("The run goes on without you. See it with: beckon funnel demo\n")


def test_two_runs_of_a_campaign_are_two(campaign: Connection) -> None:
    assert run.start(campaign, "demo") != run.start(campaign, "demo")


def test_progress_names_the_company_and_what_happened_to_it(campaign: Connection) -> None:
    found(campaign, "shop.example")
    progress = Progress(campaign, "demo")

    progress.update(Motion({"enrich_lead": 1}))

    assert progress.line().endswith("found 1 (moving: 1 enrich_lead)")
    ((event, name),) = progress._recent
    assert (describe(event), name) == ("lead.discovered (csv)", "shop.example")


def test_progress_is_a_line_now_and_then_where_there_is_no_terminal(
    campaign: Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    found(campaign, "shop.example")
    with drawn(Progress(campaign, "demo"), silent=False) as draw:
        for _ in range(3):
            draw(Motion({"enrich_lead": 1}))

    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1


def test_progress_for_a_machine_is_silent(campaign: Connection, capsys: pytest.CaptureFixture[str]) -> None:
    with drawn(Progress(campaign, "demo"), silent=True) as draw:
        draw(Motion())

    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (said("lead.rejected", reason="no_contact", stage="enrich"), "lead.rejected (no_contact)"),
        (said("reply.classified", label="WARM"), "reply.classified (WARM)"),
        (said("lead.scored", fit=3, intent=4), "lead.scored (fit 3, intent 4)"),
        (said("email.sent"), "email.sent"),
    ],
)
def test_an_event_is_named_with_what_tells_most(event: object, words: str) -> None:
    assert describe(event) == words  # type: ignore[arg-type]
