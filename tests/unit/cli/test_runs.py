"""What a run came to, told by source."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli import quiet
from cli.connection import Connection
from cli.quiet import Motion, Rest
from outreach.prospecting import SourceRun, SourceState, Stop
from store import runs
from tests.unit.cli.conftest import STAGE, Beckon

NOW = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
CAMPAIGN = Path(__file__).resolve().parents[3] / "campaigns" / "demo.yml"
RUN = "a" * 32


@pytest.fixture
def campaign(stage: Connection, beckon: Beckon) -> Connection:
    beckon("campaign", "create", str(CAMPAIGN), "--stage", STAGE)
    return stage


def happened(stage: Connection, run_id: str = RUN, limit: int | None = None) -> None:
    """A run with a source that found something, one that stopped and one that failed."""
    begun = SourceRun(0, "brave")
    found = begun._replace(state=SourceState.DONE, requests=3, leads=4)
    stopped = begun._replace(number=1, name="common_crawl", requests=9, place="x").stopped(Stop.REQUESTS)
    failed = begun._replace(number=2, name="google").failed("key_missing", "add the field google_key", NOW)
    rows = [
        runs.Met(
            found,
            {"found": 6, "new": 4, "known": 2, "excluded": 3, "invalid": 1},
            {"marketplace": 2, "shop_system": 1},
        ),
        runs.Met(stopped, {"found": 1, "again": 1}),
        runs.Met(failed),
    ]
    progress = runs.progress(
        "demo", run_id, state=runs.DONE, counts=runs.together(rows), now=NOW, first=True, limit=limit
    )
    stage.table.commit([progress, *(runs.source("demo", run_id, met, NOW) for met in rows)])


def test_a_run_is_told_by_source_with_what_was_left_out_and_what_to_do(
    campaign: Connection, beckon: Beckon
) -> None:
    happened(campaign, limit=50)
    told = beckon("runs", "demo", "--stage", STAGE)
    assert told.code == 0
    first, header, _, brave, crawl, google, *remarks = [line.rstrip() for line in told.out.splitlines()]
    assert first == "run aaaaaaaa of 2026-03-04 17:00:00: done, at most 50 new companies"
    assert header.split()[:4] == ["source", "state", "found", "new"]
    assert brave.split() == ["brave", "done", "6", "4", "0", "2", "3", "1", "3"]
    assert crawl.split()[:2] == ["common_crawl", "stopped"]
    assert google.split()[:2] == ["google", "failed"]
    assert remarks == [
        "brave left out: 2 marketplace, 1 shop system",
        "common_crawl stopped: request budget; the next run goes on from there",
        "google failed: key missing (add the field google_key)",
    ]


def test_machines_get_the_same_as_json(campaign: Connection, beckon: Beckon) -> None:
    happened(campaign)
    (run,) = beckon("runs", "demo", "--stage", STAGE, "--json").json()
    assert run["counts"] == {"found": 7, "new": 4, "again": 1, "known": 2, "excluded": 3, "invalid": 1}
    assert [(s["source"], s["state"], s["reason"], s["goes_on"]) for s in run["sources"]] == [
        ("brave", "done", None, False),
        ("common_crawl", "stopped", "request_budget", True),
        ("google", "failed", "key_missing", False),
    ]
    assert run["sources"][0]["excluded_as"] == {"marketplace": 2, "shop_system": 1}


def test_a_campaign_without_runs_says_how_to_begin(campaign: Connection, beckon: Beckon) -> None:
    told = beckon("runs", "demo", "--stage", STAGE)
    assert told.code == 0
    assert "No run of demo yet." in told.out
    assert "beckon run demo" in told.err


def test_an_unknown_campaign_is_named(stage: Connection, beckon: Beckon) -> None:
    told = beckon("runs", "nothing", "--stage", STAGE)
    assert told.code == 1
    assert "there is no campaign 'nothing'" in told.err


def test_no_more_runs_are_told_than_asked_for(campaign: Connection, beckon: Beckon) -> None:
    for letter in "abc":
        happened(campaign, letter * 32)
    told = beckon("runs", "demo", "--limit", "2", "--stage", STAGE, "--json").json()
    assert [run["run_id"][0] for run in told] == ["c", "b"]


def test_a_watched_run_ends_with_its_sources_and_may_be_given_a_limit(
    campaign: Connection, beckon: Beckon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quiet, "wait", lambda *_, **__: Rest(True, Motion(), 1.0))
    monkeypatch.setattr("cli.run.id_of", lambda *_: RUN)
    happened(campaign)
    told = beckon("run", "demo", "--limit", "7", "--stage", STAGE)
    assert told.code == 0
    assert "google failed: key missing (add the field google_key)" in told.out
    (asked,) = campaign.table.items("CAMPAIGN#demo", "EVENT#")
    assert '"limit":7' in asked["detail"].replace(" ", "")
    machine = beckon("run", "demo", "--stage", STAGE, "--json").json()
    assert machine["run"]["sources"][2]["reason"] == "key_missing"
