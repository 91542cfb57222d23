"""``beckon scrape`` on saved pages: no AWS, no network, nothing that stops it."""

import json
from pathlib import Path

import pytest

from cli.main import main
from cli.scrape import scrape_all

PAGE = """<html lang="en"><title>Kettle & Co</title><meta property="og:site_name" content="Kettle & Co">
<script src="https://cdn.shopify.com/a.js"></script><script>Shopify.theme={}; var currency = "GBP"</script>
<a href="mailto:hello@kettle.example">write</a> <a href="https://www.instagram.com/kettle">i</a>
<p>Tel: +44 20 7946 0958</p>"""
FIELDS = {
    "source",
    "url",
    "company",
    "platform",
    "platform_confidence",
    "technologies",
    "emails",
    "phones",
    "addresses",
    "people",
    "socials",
    "contact_form",
    "country",
    "currency",
    "languages",
    "error",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "kettle.HTML").write_text(PAGE)
    (tmp_path / "broken.htm").write_bytes(b"\x00\xff<html><div" + b"<p>" * 500)
    (tmp_path / "notes.txt").write_text(PAGE)
    return tmp_path


def test_a_folder_gives_one_record_a_page_with_every_field(folder: Path) -> None:
    records = list(scrape_all([str(folder)], "https://kettle.example/"))
    assert [Path(record["source"]).name for record in records] == ["broken.htm", "kettle.HTML"]
    assert all(set(record) == FIELDS for record in records)
    kettle = records[1]
    assert kettle["company"] == "Kettle & Co"
    assert (kettle["platform"], kettle["country"], kettle["currency"]) == ("shopify", "GB", "GBP")
    assert kettle["emails"] == [{"value": "hello@kettle.example", "kind": "role", "rule": "mailto"}]
    assert kettle["phones"] == [
        {"value": "+442079460958", "raw": "+44 20 7946 0958", "kind": "phone", "rule": "label"}
    ]
    assert kettle["socials"] == {"instagram": "https://www.instagram.com/kettle"}
    assert kettle["error"] is None


def test_a_file_that_is_not_there_is_one_record_among_the_others(folder: Path) -> None:
    records = list(scrape_all([str(folder / "nothing.html"), str(folder / "deep" / "kettle.HTML")]))
    assert [bool(record["error"]) for record in records] == [True, False]
    assert set(records[0]) == FIELDS


def test_json_is_one_object_a_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scrape", str(folder), "--json"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["error"] for line in lines] == [None, None]


def test_a_reader_gets_a_card(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scrape", str(folder / "deep" / "kettle.HTML")]) == 0
    card = capsys.readouterr().out
    assert "company    Kettle & Co" in card
    assert "e-mail     hello@kettle.example (role)" in card


def test_a_page_cannot_write_to_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.html").write_text("<title>\x1b[31mKettle [bold]Co</title>")
    assert main(["scrape", str(tmp_path)]) == 0
    card = capsys.readouterr().out
    assert "\x1b" not in card
    assert "[bold]" in card


def test_nothing_readable_is_an_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scrape", str(tmp_path / "nothing.html")]) == 1
    assert main(["scrape", str(tmp_path)]) == 1
    assert "no page" in capsys.readouterr().err


def test_an_address_that_leads_inwards_is_not_asked() -> None:
    (record,) = scrape_all(["http://169.254.169.254/latest/meta-data/"])
    assert record["error"] == "unreachable: refused: a literal network address is not asked"
