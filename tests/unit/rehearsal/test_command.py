"""``beckon rehearse`` as people and programs use it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from cli import main
from cli.errors import Misuse
from cli.rehearsal import audience
from cli.rehearsal.audience import Act

EXAMPLE = str(Path(__file__).parents[3] / "campaigns" / "shop-checkout-uk-us.yml")
LIST = """company,domain,email,country
Northwind Ltd,northwind-goods.example,hello@northwind-goods.example,GB
Weber GmbH,weber-laden.example,info@weber-laden.example,DE
=cmd() Inc,calc-shop.example,sales@calc-shop.example,US
,no-mail.example,,GB
Bad,,not an address,GB
"""


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    file = tmp_path / "leads.csv"
    file.write_text(LIST)
    return file


@pytest.fixture
def rehearse(leads: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "140")

    def run(*more: str, list_file: Path = leads) -> tuple[int, str, str]:
        command = ["rehearse", EXAMPLE, "--leads", str(list_file), "--start", "2026-03-02", *more]
        code = main.main(command)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def test_it_shows_days_sums_and_assumptions(rehearse):
    code, out, err = rehearse("--answers", "silent")
    assert code == 0, err
    assert "Tue 03 Mar" in out
    assert "country_needs_consent 1" in out
    assert "nobody does" in out
    assert "line 5" in err
    assert "line 6" in err


def test_machines_get_every_number(rehearse):
    code, out, _ = rehearse("--json", "--days", "20")
    told = json.loads(out)
    assert code == 0
    assert told["companies"] == 3
    assert [row["line"] for row in told["rows_refused"]] == [5, 6]
    assert sum(day["sent"] for day in told["days"]) == told["sent"] > 0
    assert len(told["days"]) == 20
    assert told["cost"]["usd"] > 0
    assert abs(sum(told["cost"]["by_item"].values()) - told["cost"]["usd"]) < 1e-3


def test_the_calendar_has_every_decision_and_computes_nothing(rehearse, tmp_path: Path):
    file = tmp_path / "calendar.csv"
    code, out, _ = rehearse("--json", "--calendar", str(file), "--answers", "silent")
    assert code == 0
    rows = list(csv.DictReader(io.StringIO(file.read_text())))
    assert sum(row["what"] == "sent" for row in rows) == json.loads(out)["sent"]
    assert [row["why"] for row in rows if row["what"] == "refused"] == ["country_needs_consent"]
    assert {row["company"] for row in rows if row["domain"] == "calc-shop.example"} == {"'=cmd() Inc"}


def test_the_picture_is_whole_and_asks_nobody_for_anything(rehearse, tmp_path: Path):
    file = tmp_path / "days.svg"
    code, _, _ = rehearse("--chart", str(file))
    assert code == 0
    picture = ElementTree.parse(file).getroot()
    assert picture.tag.endswith("svg")
    texts = {element.text for element in picture.iter() if element.text}
    assert {"first mail", "follow-up 1", "room left by caps"} <= texts
    assert not list(picture.iter("{http://www.w3.org/2000/svg}script"))
    again = tmp_path / "again.svg"
    rehearse("--chart", str(again))
    assert again.read_bytes() == file.read_bytes()


def test_the_picture_may_be_a_png(rehearse, tmp_path: Path):
    file = tmp_path / "days.png"
    assert rehearse("--chart", str(file))[0] == 0
    assert file.read_bytes().startswith(b"\x89PNG")


def test_one_company_s_story_is_told_on_its_own_clock(rehearse):
    code, out, _ = rehearse("--company", "northwind-goods.example", "--answers", "silent")
    assert code == 0
    assert "In the end: finished." in out
    assert "mail 1" in out


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--start", "soon"), "2026-03-02"),
        (("--answers", "warm=lots"), "NAME=PERCENT"),
        (("--answers", "warm=90,cold=20"), "at most 100"),
        (("--chart", "days.gif"), ".svg"),
        (("--company", "nobody.example"), "not in the list"),
        (("--calendar", "/nowhere/at/all.csv"), "can't be written"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(rehearse, more, said):
    code, _, err = rehearse(*more)
    assert code in (1, 2)
    assert said in err


def test_a_list_that_is_not_there_or_has_nobody_is_said(rehearse, tmp_path: Path):
    assert rehearse(list_file=tmp_path / "none.csv")[0] == 1
    empty = tmp_path / "empty.csv"
    empty.write_text("company,domain,email,country\nBad,,not an address,GB\n")
    code, _, err = rehearse(list_file=empty)
    assert code == 1
    assert "line 2" in err
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("a,b\n1,2\n")
    code, _, err = rehearse(list_file=wrong)
    assert (code, "no column holds" in err) == (1, True)


def test_rates_are_read_in_percent():
    assert audience.rates("silent") == {}
    assert audience.rates(" warm=1.5, cold=2 ") == {Act.WARM: 1.5, Act.COLD: 2.0}
    with pytest.raises(Misuse):
        audience.rates("love=1")


def test_people_behave_at_the_rates_that_are_assumed():
    from tests.unit.rehearsal.test_stage import many

    people = many(4000)
    acts = [audience.reaction(one, "c", 0, 1, {Act.WARM: 10.0, Act.AWAY: 20.0}) for one in people]
    found = [one.act for one in acts if one is not None]
    assert abs(found.count(Act.WARM) / len(people) - 0.10) < 0.02
    assert abs(found.count(Act.AWAY) / len(people) - 0.20) < 0.02
