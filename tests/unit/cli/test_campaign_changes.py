"""A campaign is checked, changed while it runs, copied, and compared with what it was."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest

from cli.campaigns import save
from cli.connection import Connection
from outreach import ids
from outreach.campaign import Campaign
from outreach.campaign_file import load
from outreach.enrolment import Enrolment, State
from outreach.lease import Lease, holder
from outreach.revision import differences, hinders, may_follow
from store import enrolments, keys, leases
from tests.unit.cli.conftest import STAGE, Beckon

CAMPAIGNS = Path(__file__).resolve().parents[3] / "campaigns"
NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
EXAMPLES = sorted(CAMPAIGNS.glob("*.yml"))


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demo's file in a folder of its own, which is also where the command runs."""
    shutil.copytree(CAMPAIGNS, tmp_path / "campaigns")
    (tmp_path / "campaigns" / "demo-domains.csv").write_text("domain\nshop.example\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "campaigns" / "demo.yml"


@pytest.fixture
def saved(stage: Connection, beckon: Beckon, file: Path) -> Connection:
    assert beckon("campaign", "create", str(file), "--stage", STAGE).code == 0
    return stage


def edits(monkeypatch: pytest.MonkeyPatch, old: str, new: str) -> None:
    """What somebody does in the editor."""
    monkeypatch.setattr(click, "edit", lambda text, **_: text.replace(old, new))


def enrol(stage: Connection, name: str, **changes: object) -> str:
    lead = ids.lead_id(f"{name}.example")
    waiting = Enrolment(lead, "demo", 1, country="GB", state=State.ACTIVE, due_at=NOW)
    stage.table.commit([enrolments.save(replace(waiting, **changes), 0, "given", NOW)])
    return lead


def version_of(stage: Connection, lead: str) -> int:
    stored = enrolments.get(stage.table, lead, "demo")
    assert stored is not None
    return stored.enrolment.campaign_version


# Check --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_the_examples_are_campaigns_and_are_checked_without_a_stage(beckon: Beckon, example: Path) -> None:
    told = beckon("campaign", "check", str(example))
    assert told.code == 0, told.err
    assert f"beckon campaign create {example}" in told.out + told.err


def test_a_template_that_does_not_exist_is_found_by_checking(beckon: Beckon, file: Path) -> None:
    file.write_text(file.read_text().replace("template: follow_up", "template: folow_up"))
    told = beckon("campaign", "check", str(file))
    line = file.read_text().splitlines().index("      template: folow_up") + 1
    assert told.code == 1
    assert f"line {line}: sequence.steps[1].template: there is no template 'folow_up'" in told.err
    assert "follow_up" in told.err


# Edit ---------------------------------------------------------------------------------------------------


def test_the_editor_shows_the_file_as_it_was_written_and_saves_a_version(
    saved: Connection, beckon: Beckon, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []

    def editor(text: str, extension: str) -> str:
        shown.append(text)
        return text.replace("threshold: 35", "threshold: 45")

    monkeypatch.setattr(click, "edit", editor)
    told = beckon("campaign", "edit", "demo", "--stage", STAGE, "--json").json()
    assert shown == [file.read_text()]
    assert (told["version"], told["changed"]) == (2, True)
    text = saved.table.get(keys.campaign_text("demo", 2))
    assert text is not None
    assert "# The campaign's own words." in text["text"], "comments stay"
    item = saved.table.get(keys.campaign("demo"))
    assert item is not None
    assert saved.mail.get(item["sources"][-1]["key"]) == b"domain\nshop.example\n"


def test_an_edit_with_errors_saves_nothing_and_keeps_the_text(
    saved: Connection, beckon: Beckon, monkeypatch: pytest.MonkeyPatch
) -> None:
    edits(monkeypatch, "threshold: 35", "threshold: 350")
    told = beckon("campaign", "edit", "demo", "--stage", STAGE)
    assert told.code == 1
    assert "your text has 1 error, and nothing was saved" in told.err
    assert "threshold: 350" in Path("demo.edited.yml").read_text()
    assert saved.table.get(keys.campaign_version("demo", 2)) is None


def test_a_version_without_its_file_gets_it_when_it_is_given(
    stage: Connection, beckon: Beckon, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(stage, load(file), file.parent)
    edits(monkeypatch, "threshold: 35", "threshold: 45")
    refused = beckon("campaign", "edit", "demo", "--stage", STAGE)
    assert refused.code == 1
    assert "was saved without its file" in refused.err
    assert not beckon("campaign", "edit", "demo", "--file", str(file), "--stage", STAGE, "--json").json()[
        "changed"
    ]
    assert beckon("campaign", "edit", "demo", "--stage", STAGE, "--json").json()["version"] == 2


def test_templates_in_files_of_their_own_are_there_for_the_editor_and_the_copy(
    stage: Connection, beckon: Beckon, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file.parent / "welcome.j2").write_text("Hello,\n\n{{ offer }}\n\n{{ question }}\n")
    own = "templates:\n  welcome: { file: welcome.j2 }\n"
    file.write_text(file.read_text().replace("template: intro", "template: welcome") + own)
    assert beckon("campaign", "create", str(file), "--stage", STAGE).code == 0
    (file.parent / "welcome.j2").unlink()
    edits(monkeypatch, "threshold: 35", "threshold: 45")
    assert beckon("campaign", "edit", "demo", "--stage", STAGE, "--json").json()["version"] == 2
    assert beckon("campaign", "clone", "demo", "demo-2", "--stage", STAGE).code == 0
    for key in (keys.campaign("demo"), keys.campaign("demo-2")):
        item = stage.table.get(key)
        assert item is not None
        assert "{{ offer }}" in str(Campaign.from_item(item).wording.templates)


def test_an_editor_that_is_closed_changes_nothing(
    saved: Connection, beckon: Beckon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(click, "edit", lambda text, **_: None)
    told = beckon("campaign", "edit", "demo", "--stage", STAGE)
    assert (told.code, told.err) == (1, "beckon: nothing was changed, and nothing was saved\n")


def test_a_file_of_another_campaign_is_no_edit_of_this_one(
    saved: Connection, beckon: Beckon, file: Path
) -> None:
    other = file.parent / "shop-checkout-uk-us.yml"
    told = beckon("campaign", "edit", "demo", "--file", str(other), "--stage", STAGE)
    assert told.code == 2
    assert "not of 'demo'" in told.err
    assert saved.table.get(keys.campaign_version("demo", 2)) is None


def test_who_is_in_it_keeps_the_version_unless_they_are_asked_to_follow(
    saved: Connection, beckon: Beckon, file: Path
) -> None:
    waits = enrol(saved, "waits", step=1)
    away = enrol(saved, "away", state=State.POSTPONED, postponed_until=NOW)
    doubted = enrol(saved, "doubted", in_doubt=True)
    stopped = enrol(saved, "stopped", state=State.STOPPED, due_at=None)
    file.write_text(file.read_text().replace("wait: 20s", "wait: 30s"))
    change = ("campaign", "edit", "demo", "--file", str(file), "--stage", STAGE)

    beckon(*change)
    assert {version_of(saved, lead) for lead in (waits, away, doubted, stopped)} == {1}

    told = beckon(*change, "--apply-to-running", "--json").json()
    assert (told["version"], told["moved"], told["kept"]) == (2, 2, 1)
    assert [version_of(saved, lead) for lead in (waits, away, doubted, stopped)] == [2, 2, 1, 1]
    again = beckon(*change, "--apply-to-running", "--json").json()
    assert (again["moved"], again["kept"]) == (0, 1)


def test_what_would_break_a_promise_to_those_in_it_saves_nothing(
    saved: Connection, beckon: Beckon, file: Path
) -> None:
    lead = enrol(saved, "waits")
    file.write_text(file.read_text().replace("name: Ada Brightwell", "name: Bea Brightwell"))
    told = beckon("campaign", "edit", "demo", "--file", str(file), "--apply-to-running", "--stage", STAGE)
    assert told.code == 1
    assert "version 1: senders: a conversation keeps the sender that it began with" in told.err
    assert "nothing was saved" in told.err
    assert saved.table.get(keys.campaign_version("demo", 2)) is None
    assert version_of(saved, lead) == 1


# Clone, versions, diff ----------------------------------------------------------------------------------


def test_a_copy_has_its_own_id_and_waits_until_it_is_let_go(saved: Connection, beckon: Beckon) -> None:
    told = beckon("campaign", "clone", "demo", "demo-2", "--stage", STAGE, "--json").json()
    assert (told["campaign"], told["version"]) == ("demo-2", 1)
    copy, first = saved.table.get(keys.campaign("demo-2")), saved.table.get(keys.campaign("demo"))
    assert copy is not None
    assert first is not None
    assert (copy["name"], copy["paused"]) == ("Faster checkouts (demo) (copy)", True)
    own = replace(Campaign.from_item(copy), id="demo", name=first["name"], sources=())
    assert own == replace(Campaign.from_item(first), sources=())
    assert saved.mail.get(copy["sources"][-1]["key"]) == b"domain\nshop.example\n"
    text = saved.table.get(keys.campaign_text("demo-2", 1))
    assert text is not None
    assert "id: demo-2" in text["text"]
    assert "# The campaign's own words." in text["text"]


@pytest.mark.parametrize(
    ("new_id", "words"), [("demo", "there is a campaign 'demo' already"), ("De mo", "wrong form")]
)
def test_a_copy_needs_an_id_that_is_free_and_one(
    saved: Connection, beckon: Beckon, new_id: str, words: str
) -> None:
    told = beckon("campaign", "clone", "demo", new_id, "--stage", STAGE)
    assert told.code == 1
    assert words in told.err


def test_versions_say_what_changed_and_how_many_are_still_in_each(
    saved: Connection, beckon: Beckon, file: Path
) -> None:
    enrol(saved, "one")
    enrol(saved, "two")
    enrol(saved, "over", state=State.FINISHED, due_at=None)
    file.write_text(
        file.read_text().replace("threshold: 35", "threshold: 36").replace("wait: 20s", "wait: 1m")
    )
    beckon("campaign", "create", str(file), "--stage", STAGE)
    first, second = beckon("campaign", "versions", "demo", "--stage", STAGE, "--json").json()
    assert (first["version"], first["changed"], first["running"]) == (1, [], 2)
    assert (second["version"], second["changed"], second["running"]) == (2, ["steps", "threshold"], 0)


def test_a_diff_names_each_setting_with_both_values(saved: Connection, beckon: Beckon, file: Path) -> None:
    file.write_text(
        file.read_text().replace("threshold: 35", "threshold: 36").replace("wait: 20s", "wait: 1m")
    )
    by_file = beckon("campaign", "diff", "demo", "--file", str(file), "--stage", STAGE, "--json").json()
    beckon("campaign", "create", str(file), "--stage", STAGE)
    by_version = beckon("campaign", "diff", "demo", "--stage", STAGE, "--json").json()
    assert by_file == by_version
    assert by_version == [
        {"setting": "steps[1].wait_seconds", "old": 20, "new": 60},
        {"setting": "threshold", "old": 35, "new": 36},
    ]
    shown = beckon("campaign", "diff", "demo", "1", "1", "--stage", STAGE)
    assert "They are the same." in shown.out + shown.err
    missing = beckon("campaign", "diff", "demo", "7", "--stage", STAGE)
    assert (missing.code, "there are: 1, 2" in missing.err.lower()) == (2, True)


# Waiting for another conversation -----------------------------------------------------------------------


def test_who_waits_for_another_campaign_is_shown_with_the_reason_and_the_end(
    saved: Connection, beckon: Beckon
) -> None:
    asks = datetime(2031, 1, 5, tzinfo=UTC)
    lead = enrol(saved, "kettle", due_at=asks)
    stored = enrolments.get(saved.table, lead, "demo")
    assert stored is not None
    until = datetime(2031, 1, 4, tzinfo=UTC)
    (row,) = leases.rows(saved.table, lead)
    saved.table.commit(
        [
            enrolments.save(stored.enrolment, stored.revision, f"deferred: {leases.COMPANY}", NOW),
            leases.change(row, Lease(holder(lead, "spring"), until)),
        ]
    )
    enrol(saved, "nobody-holds-it")
    (told,) = beckon("campaign", "waiting", "demo", "--stage", STAGE, "--json").json()
    assert (told["lead_id"], told["why"]) == (lead, leases.COMPANY)
    assert (told["waits_for"], told["until"]) == ("spring", until.isoformat())
    assert told["asks_again"] == keys.stamp(asks)
    shown = beckon("campaign", "waiting", "demo", "--stage", STAGE).out
    assert "spring" in shown


# The rules of following ---------------------------------------------------------------------------------

DEMO = load(CAMPAIGNS / "demo.yml")
AGAIN = replace(DEMO, steps=(*DEMO.steps, DEMO.steps[1]._replace(again=True, wait_seconds=0)))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (DEMO, replace(DEMO, steps=DEMO.steps[:1]), ["sequence.steps"]),
        (AGAIN, DEMO, ["sequence.again"]),
        (AGAIN, replace(AGAIN, steps=(DEMO.steps[0], *AGAIN.steps)), ["sequence.again"]),
        (DEMO, AGAIN, []),
        (DEMO, replace(DEMO, other_senders=(DEMO.sender._replace(address="b@x.example"),)), ["senders"]),
        (DEMO, replace(DEMO, threshold=99, steps=(*DEMO.steps, DEMO.steps[1])), []),
    ],
)
def test_what_hinders_those_who_are_in_it(old: Campaign, new: Campaign, words: list[str]) -> None:
    assert [reason.partition(":")[0] for reason in hinders(old, new)] == words


def test_nobody_goes_back_to_an_older_version() -> None:
    waiting = Enrolment("lead", "demo", 3, state=State.ACTIVE, due_at=NOW)
    assert not may_follow(waiting, replace(DEMO, version=2))
    assert may_follow(waiting, replace(DEMO, version=4))
    assert not may_follow(replace(waiting, step=2), replace(DEMO, version=4)), "there is no such step"


def test_versions_alone_are_no_difference() -> None:
    assert differences(DEMO, replace(DEMO, version=9)) == []
