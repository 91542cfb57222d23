"""Companies in and out of spreadsheets."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from cli.connection import Connection
from cli.lead_export import safe_cell
from outreach.ids import lead_id
from store import enrolments, imports, keys
from tests.unit.cli.conftest import STAGE, Beckon

LIST = "Website,E-mail,Company\nkettle.example,ada@kettle.example,Kettle\nnonsense,,Bad\nebay.com,,Market\n"
ORIGIN = ("--origin", "visitors of our stand")


@pytest.fixture
def ready(stage: Connection, beckon: Beckon) -> Connection:
    campaign = Path(__file__).resolve().parents[3] / "campaigns" / "demo.yml"
    assert beckon("campaign", "create", str(campaign), "--stage", STAGE).code == 0
    return stage


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "stand.csv"
    path.write_text(LIST)
    return path


def bring(beckon: Beckon, file: Path, *more: str):
    return beckon("leads", "import", str(file), "--campaign", "demo", *ORIGIN, "--stage", STAGE, *more)


def discovered(stage: Connection) -> int:
    events = stage.table.items(keys.lead_pk(lead_id("kettle.example")), keys.EVENT)
    return sum(item["detail_type"] == "lead.discovered.v1" for item in events)


def test_a_list_becomes_leads_with_what_it_says_of_them(
    ready: Connection, beckon: Beckon, file: Path
) -> None:
    done = bring(beckon, file, "--json").json()
    assert (done["new"], done["excluded"], done["rows"]) == (1, 1, 3)
    assert done["refused"] == [{"line": 3, "column": "Website", "reason": "bad_domain"}]
    lead = lead_id("kettle.example")
    assert [fact.value for fact in imports.facts(ready.table, lead)] == ["Kettle", "ada@kettle.example"]
    assert enrolments.get(ready.table, lead, "demo") is not None
    assert discovered(ready) == 1


def test_a_dry_run_says_the_same_and_changes_nothing(ready: Connection, beckon: Beckon, file: Path) -> None:
    said = bring(beckon, file, "--dry-run")
    assert "1 would be imported" in said.out
    assert "not a website that a company can have" in said.out
    assert ready.table.get(keys.lead(lead_id("kettle.example"))) is None


def test_importing_twice_is_importing_once(ready: Connection, beckon: Beckon, file: Path) -> None:
    bring(beckon, file)
    again = bring(beckon, file, "--json").json()
    assert (again["new"], again["known"]) == (0, 1)
    assert discovered(ready) == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--map", "domain"), "maps nothing"),
        (("--map", "domain=Shop"), "there is no column 'Shop'"),
        (("--campaign", "nobody"), "there is no campaign 'nobody'"),
        (("--origin", " "), "needs an origin"),
    ],
)
def test_misuse_says_what_to_do(ready: Connection, beckon: Beckon, file: Path, arguments, sentence) -> None:
    said = bring(beckon, file, *arguments)
    assert said.code in (1, 2)
    assert sentence in said.err


def test_a_file_that_is_not_there_is_a_sentence(ready: Connection, beckon: Beckon, tmp_path: Path) -> None:
    said = bring(beckon, tmp_path / "none.csv")
    assert (said.code, "can't be read" in said.err) == (1, True)


def test_an_export_can_be_opened_and_imported_again(
    ready: Connection, beckon: Beckon, file: Path, tmp_path: Path
) -> None:
    bring(beckon, file)
    lead = lead_id("kettle.example")
    item = ready.table.get(keys.lead(lead))
    assert item
    ready.dynamodb.update_item(
        TableName=ready.table_name,
        Key={"pk": {"S": item["pk"]}, "sk": {"S": item["sk"]}},
        UpdateExpression="SET company = :name",
        ExpressionAttributeValues={":name": {"S": '=HYPERLINK("https://evil.example","Kettle")'}},
    )
    out = tmp_path / "leads.csv"
    assert beckon("leads", "export", "-o", str(out), "--stage", STAGE).code == 0
    (row,) = csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig")))
    assert row["domain"] == "kettle.example"
    assert row["company"].startswith("'=HYPERLINK")
    assert row["state"] == "found"
    assert bring(beckon, out, "--json").json()["known"] == 1


def test_an_export_has_the_columns_that_were_asked_for(ready: Connection, beckon: Beckon, file: Path) -> None:
    bring(beckon, file)
    said = beckon("leads", "export", "--columns", "domain,state", "--stage", STAGE)
    assert said.out.splitlines() == ["domain,state", "kettle.example,found"]
    assert beckon("leads", "export", "--columns", "shoes", "--stage", STAGE).code == 2
    as_json = beckon("leads", "export", "--columns", "domain", "--stage", STAGE, "--json")
    assert as_json.json() == {"domain": "kettle.example"}


@pytest.mark.parametrize("text", ["=1+1", "+49 30", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert safe_cell(text) == f"'{text}"
    assert safe_cell(None) == ""
    assert safe_cell("a=b") == "a=b"


def test_a_list_without_leads_still_lists(ready: Connection, beckon: Beckon) -> None:
    assert beckon("leads", "--stage", STAGE).out.strip() == "No leads yet."
