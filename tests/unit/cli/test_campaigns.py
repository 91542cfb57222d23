"""Campaigns are saved whole or not at all, and each change is a version."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from cli.connection import Connection
from store import keys
from tests.unit.cli.conftest import STAGE, Beckon

CAMPAIGNS = Path(__file__).resolve().parents[3] / "campaigns"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the example campaigns."""
    shutil.copytree(CAMPAIGNS, tmp_path / "campaigns")
    (tmp_path / "campaigns" / "demo-domains.csv").write_text("domain\nshop.example\n")
    return tmp_path / "campaigns"


def test_a_file_with_errors_saves_nothing_and_names_every_line(
    stage: Connection, beckon: Beckon, folder: Path
) -> None:
    file = folder / "demo.yml"
    file.write_text(
        file.read_text()
        .replace("threshold: 35", "threshold: 350")
        .replace("legal_basis: ", "legal_basis: my_")
    )

    told = beckon("campaign", "create", str(file), "--stage", STAGE)

    lines = file.read_text().splitlines()
    threshold = lines.index("threshold: 350") + 1
    basis = next(n for n, line in enumerate(lines, 1) if line.startswith("legal_basis"))
    assert told.code == 1
    assert "has 2 errors, and nothing was saved" in told.err
    assert f"\n  line {threshold}: threshold: 350 is out of range." in told.err
    assert f"\n  line {basis}: legal_basis: " in told.err
    assert told.err.endswith("Correct the file and try again.\n")
    assert beckon("campaign", "list", "--stage", STAGE, "--json").json() == []
    assert list(stage.mail.keys("")) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "there is no file"), (b"\xff\xfe\x00", "is not UTF-8 text")],
)
def test_a_file_that_cannot_be_read_is_a_sentence(
    stage: Connection, beckon: Beckon, tmp_path: Path, content: bytes | None, words: str
) -> None:
    file = tmp_path / "campaign.yml"
    if content is not None:
        file.write_bytes(content)

    told = beckon("campaign", "create", str(file), "--stage", STAGE)

    assert told.code == 1
    assert words in told.err


def test_a_saved_campaign_is_shown_as_it_was_written(stage: Connection, beckon: Beckon, folder: Path) -> None:
    told = beckon("campaign", "create", str(folder / "demo.yml"), "--stage", STAGE, "--json").json()
    shown = beckon("campaign", "show", "demo", "--stage", STAGE).out

    assert told == {"campaign": "demo", "version": 1, "changed": True, "schedule": None}
    assert "demo, version 1" in shown
    assert "Ada Brightwell <ada@mail.lumenpost.example>" in shown
    assert "20 seconds after the one before" in shown


def test_its_list_of_domains_lies_in_the_bucket(stage: Connection, beckon: Beckon, folder: Path) -> None:
    beckon("campaign", "create", str(folder / "demo.yml"), "--stage", STAGE)

    saved = beckon("campaign", "show", "demo", "--stage", STAGE, "--json").json()

    (key,) = stage.mail.keys("lists/demo/")
    assert saved["sources"][-1]["key"] == key
    assert stage.mail.get(key) == b"domain\nshop.example\n"


def test_saving_the_same_again_makes_no_version(stage: Connection, beckon: Beckon, folder: Path) -> None:
    create = ("campaign", "create", str(folder / "demo.yml"), "--stage", STAGE, "--json")
    beckon(*create)

    assert beckon(*create).json() == {"campaign": "demo", "version": 1, "changed": False, "schedule": None}


@pytest.mark.parametrize("changed", ["file", "list"])
def test_a_change_of_the_file_or_of_its_list_is_a_new_version_beside_the_old(
    stage: Connection, beckon: Beckon, folder: Path, changed: str
) -> None:
    file = folder / "demo.yml"
    create = ("campaign", "create", str(file), "--stage", STAGE, "--json")
    beckon(*create)
    if changed == "file":
        file.write_text(file.read_text().replace("threshold: 35", "threshold: 36"))
    else:
        (folder / "demo-domains.csv").write_text("domain\nother.example\n")

    told = beckon(*create).json()

    first = stage.table.get(keys.campaign_version("demo", 1))
    second = stage.table.get(keys.campaign_version("demo", 2))
    assert (told["version"], told["changed"]) == (2, True)
    assert first is not None
    assert second is not None
    assert (first["threshold"], first["sources"]) != (second["threshold"], second["sources"])


def test_a_campaign_with_a_schedule_gets_one_that_asks_for_runs(
    stage: Connection, beckon: Beckon, folder: Path
) -> None:
    beckon("campaign", "create", str(folder / "shop-checkout-uk-us.yml"), "--stage", STAGE)

    schedule = stage.scheduler.get_schedule(
        Name="campaign-shop-checkout-uk-us", GroupName=stage.schedule_group
    )
    message = json.loads(schedule["Target"]["Input"])
    assert schedule["ScheduleExpression"] == "cron(0 7 ? * MON-FRI *)"
    assert schedule["ScheduleExpressionTimezone"] == "Europe/London"
    assert schedule["State"] == "ENABLED"
    assert schedule["Target"]["Arn"].endswith(f":beckon-{STAGE}-discover_leads")
    assert message["detail-type"] == "prospecting.requested.v1"
    assert message["detail"]["data"]["campaign_id"] == "shop-checkout-uk-us"
    assert message["detail"]["meta"]["id"] == "<aws.scheduler.execution-id>"


def test_a_version_without_a_schedule_takes_it_away(stage: Connection, beckon: Beckon, folder: Path) -> None:
    file = folder / "shop-checkout-uk-us.yml"
    beckon("campaign", "create", str(file), "--stage", STAGE)
    file.write_text(file.read_text().partition("\nschedule:")[0] + "\n")

    told = beckon("campaign", "create", str(file), "--stage", STAGE, "--json").json()

    names = [s["Name"] for s in stage.scheduler.list_schedules(GroupName=stage.schedule_group)["Schedules"]]
    assert told["schedule"] is None
    assert names == []


def test_pausing_holds_the_campaign_and_its_schedule_until_it_is_resumed(
    stage: Connection, beckon: Beckon, folder: Path
) -> None:
    name = "shop-checkout-uk-us"
    beckon("campaign", "create", str(folder / f"{name}.yml"), "--stage", STAGE)

    def states() -> tuple[bool, str]:
        (listed,) = beckon("campaign", "list", "--stage", STAGE, "--json").json()
        schedule = stage.scheduler.get_schedule(Name=f"campaign-{name}", GroupName=stage.schedule_group)
        return listed["paused"], schedule["State"]

    beckon("campaign", "pause", name, "--stage", STAGE)
    paused = states()
    refused = beckon("run", name, "--stage", STAGE)
    beckon("campaign", "resume", name, "--stage", STAGE)

    assert paused == (True, "DISABLED")
    assert states() == (False, "ENABLED")
    assert refused.err == (
        f"beckon: campaign {name} is paused: let it go on with `beckon campaign resume {name}`\n"
    )


def test_a_new_version_of_a_paused_campaign_stays_paused(
    stage: Connection, beckon: Beckon, folder: Path
) -> None:
    file = folder / "demo.yml"
    beckon("campaign", "create", str(file), "--stage", STAGE)
    beckon("campaign", "pause", "demo", "--stage", STAGE)
    file.write_text(file.read_text().replace("threshold: 35", "threshold: 36"))

    beckon("campaign", "create", str(file), "--stage", STAGE)

    (listed,) = beckon("campaign", "list", "--stage", STAGE, "--json").json()
    assert (listed["version"], listed["paused"]) == (2, True)


@pytest.mark.parametrize(
    "command", [("campaign", "show"), ("campaign", "pause"), ("run",), ("funnel",), ("leads", "--campaign")]
)
def test_an_unknown_campaign_is_answered_with_the_ones_there_are(
    stage: Connection, beckon: Beckon, folder: Path, command: tuple[str, ...]
) -> None:
    beckon("campaign", "create", str(folder / "demo.yml"), "--stage", STAGE)

    told = beckon(*command, "damo", "--stage", STAGE)

    assert (told.code, told.err) == (1, "beckon: there is no campaign 'damo': there are: demo\n")


def test_a_run_says_its_request_in_the_outbox(stage: Connection, beckon: Beckon, folder: Path) -> None:
    from store import outbox

    beckon("campaign", "create", str(folder / "demo.yml"), "--stage", STAGE)

    told = beckon("run", "demo", "--detach", "--stage", STAGE, "--json").json()

    (event,) = outbox.timeline(stage.table, keys.campaign_pk("demo"))
    assert event["detail_type"] == "prospecting.requested.v1"
    assert event["data"] == {"campaign_id": "demo", "run_id": told["run_id"], "source": 0}
    assert event["meta"]["producer"] == "cli"
    assert event["meta"]["causation_id"] == event["meta"]["id"]
