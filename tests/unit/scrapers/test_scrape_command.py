"""``beckon scrape`` on saved pages: no AWS, no network, nothing that stops it."""

import json
import os
from pathlib import Path
from types import NoneType

import pytest

from cli.main import main
from cli.scraping import reading
from cli.scraping.reading import records as scrape_all
from scrapers import fetch
from tests.unit.scrapers.fetching.web import Web, page, slow

PAGE = """<html lang="en"><title>Kettle & Co</title><meta property="og:site_name" content="Kettle & Co">
<script src="https://cdn.shopify.com/a.js"></script><script>Shopify.theme={}; var currency = "GBP"</script>
<a href="mailto:hello@kettle.example">write</a> <a href="https://www.instagram.com/kettle">i</a>
<p>Tel: +44 20 7946 0958</p>"""
FIELDS: dict[str, type | tuple[type, ...]] = {
    "source": str,
    "url": str,
    "company": (str, NoneType),
    "platform": (str, NoneType),
    "platform_confidence": float,
    "technologies": list,
    "emails": list,
    "phones": list,
    "addresses": list,
    "people": list,
    "socials": dict,
    "contact_form": (str, NoneType),
    "country": (str, NoneType),
    "currency": (str, NoneType),
    "languages": list,
    "error": (str, NoneType),
}
"""What every line of JSON has, whatever became of the page. Further fields may follow."""


def is_complete(record: dict[str, object]) -> bool:
    return all(isinstance(record[name], kind) for name, kind in FIELDS.items())


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
    assert all(is_complete(record) for record in records)
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
    assert is_complete(records[0])


def test_json_is_one_object_a_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scrape", str(folder), "--json"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["error"] for line in lines] == [None, None]


def test_a_reader_gets_a_card(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scrape", str(folder / "deep" / "kettle.HTML")]) == 0
    card = capsys.readouterr().out.splitlines()
    assert card[0] == "Kettle & Co"
    assert any(line.split() == ["e-mail", "hello@kettle.example", "role"] for line in card)
    assert any(line.split()[:2] == ["platform", "shopify"] for line in card)


def test_a_page_cannot_write_to_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.html").write_text(
        PAGE.replace("+44", "\x1b[31m+44").replace("Kettle & Co", "Kettle [bold]Co")
    )
    assert main(["scrape", str(tmp_path)]) == 0
    card = capsys.readouterr().out
    assert "\x1b" not in card
    assert "[bold]" in card


def test_nothing_readable_is_an_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scrape", str(tmp_path / "nothing.html")]) == 1
    assert main(["scrape", str(tmp_path), "--json"]) == 1
    assert "no page in this folder" in json.loads(capsys.readouterr().out.splitlines()[-1])["error"]


def test_whatever_stands_in_a_folder_is_named_and_stops_nothing(folder: Path) -> None:
    (folder / "empty.html").write_bytes(b" \n")
    (folder / "picture.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    (folder / "noise.html").write_bytes(bytes(range(9)) * 500)
    (folder / "gone.html").symlink_to(folder / "nowhere")
    (folder / "deep" / "back").symlink_to(folder)
    os.mkfifo(folder / "pipe.html")
    errors = {Path(record["source"]).name: record["error"] for record in scrape_all([str(folder)])}
    assert errors == {
        "back": "a link that leads back to a folder which it stands in",
        "broken.htm": None,
        "empty.html": "empty: there is nothing in this file",
        "gone.html": "no such file or directory",
        "kettle.HTML": None,
        "noise.html": "binary: this is not text and no page",
        "picture.html": "binary: this is a PNG picture and no page",
        "pipe.html": "not a file",
    }


def test_a_file_may_be_longer_than_what_is_read_of_it(tmp_path: Path) -> None:
    (tmp_path / "huge.html").write_text(PAGE + "<p>wool" * 1_300_000)
    (record,) = scrape_all([str(tmp_path)])
    assert (record["company"], record["truncated"], record["error"]) == ("Kettle & Co", True, None)


def test_a_page_in_utf_16_is_text(tmp_path: Path) -> None:
    (tmp_path / "wide.html").write_bytes(PAGE.encode("utf-16"))
    (record,) = scrape_all([str(tmp_path)])
    assert record["company"] == "Kettle & Co"


@pytest.mark.parametrize(
    "said",
    [
        "<!-- saved from url=(0023)https://kettle.example/ -->",
        '<link rel="canonical" href="https://kettle.example/">',
        "<meta property='og:url' content='https://kettle.example/'>",
    ],
)
def test_a_saved_page_says_where_it_comes_from(tmp_path: Path, said: str) -> None:
    (tmp_path / "saved.html").write_text(said + PAGE)
    assert [record["url"] for record in scrape_all([str(tmp_path)])] == ["https://kettle.example/"]
    given = scrape_all([str(tmp_path)], "https://other.example/")
    assert [record["url"] for record in given] == ["https://other.example/"]


def test_many_files_come_in_their_order_and_as_they_do_one_by_one(tmp_path: Path) -> None:
    for number in range(60):
        (tmp_path / f"{number:03}.html").write_text(f"<title>Kettle {number} Ltd</title>" + PAGE[16:])
    (tmp_path / "030.html").write_bytes(b"")
    many = list(scrape_all([str(tmp_path)]))
    alone = [record for path in sorted(tmp_path.iterdir()) for record in scrape_all([str(path)])]
    assert many == alone
    assert sum(bool(record["error"]) for record in many) == 1


def test_a_page_that_brings_its_process_down_is_one_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(40):
        (tmp_path / f"{number:03}.html").write_text(PAGE)
    monkeypatch.setattr(reading, "from_file", _dies_at_seven)
    errors = [record["error"] for record in scrape_all([str(tmp_path)])]
    assert errors == [None] * 7 + ["reading this page brought its process down"] + [None] * 32


def _dies_at_seven(path: str, base_url: str = "") -> dict[str, object]:
    if path.endswith("007.html"):
        os._exit(1)
    return {"source": path, "error": None}


def test_an_address_that_leads_inwards_is_not_asked() -> None:
    (record,) = scrape_all(["http://169.254.169.254/latest/meta-data/"])
    assert record["error"].startswith("unreachable: refused:")


def test_addresses_are_asked_at_once_and_told_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    web = Web({f"https://{name}.example/": slow(seconds, page()) for name, seconds in (("a", 9), ("b", 1))})
    monkeypatch.setattr(fetch, "Fetcher", lambda **_: web.fetcher())
    asked = ["https://a.example/", "https://b.example/", "https://a.example/", "nowhere.html"]
    records = list(scrape_all([*asked, "https://c.example/"]))
    assert [record["source"] for record in records] == [*asked, "https://c.example/"]
    assert [bool(record["error"]) for record in records] == [False, False, False, True, True]
    assert web.at[:2] == [0.0, 0.0]
    assert len(web.asked) == 6, "each address once, with its robots.txt"
