"""A mail is looked at before anybody gets it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.main import main

DEMO = Path(__file__).parents[3] / "campaigns" / "demo.yml"
FACTS: dict[str, Any] = {
    "domain": "kettle.example",
    "facts": [
        {"kind": "company", "value": "Kettle & Co Ltd"},
        {"kind": "country", "value": "GB"},
        {"kind": "platform", "value": "shopify", "page": "https://kettle.example/shop"},
        {"kind": "email", "value": "hello@kettle.example", "detail": {"kind": "role"}},
    ],
}


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    return given(tmp_path, FACTS)


def given(folder: Path, facts: Any) -> Path:
    path = folder / "facts.json"
    path.write_text(json.dumps(facts), encoding="utf-8")
    return path


def shown(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict[str, Any]]:
    code = main(["preview", *map(str, arguments), "--campaign-file", str(DEMO), "--json"])
    return code, json.loads(capsys.readouterr().out or "{}")


def test_it_shows_the_mail_with_the_fact_and_page_behind_each_sentence(
    facts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, seen = shown(capsys, "--facts", facts)
    assert code == 0
    assert seen["subject"] == "A shorter checkout for Kettle & Co Ltd"
    assert "12 Tannery Row" in seen["text"]
    assert "12 Tannery Row" in seen["html"]
    (cited,) = [sentence for sentence in seen["sentences"] if sentence["facts"]]
    assert cited["text"] == "I noticed that your shop runs on Shopify."
    assert cited["facts"][0]["page"] == "https://kettle.example/shop"
    assert (seen["refused"], seen["blocked"], seen["parts_agree"]) == (None, None, True)


def test_it_tells_the_rule_that_would_refuse_to_send(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = [one for one in FACTS["facts"] if one["kind"] != "country"]
    code, seen = shown(capsys, "--facts", given(tmp_path, FACTS | {"facts": known}))
    assert (code, seen["refused"]) == (1, "country_unknown")
    assert seen["text"]


def test_any_template_can_be_tried_and_the_html_kept(
    facts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    html = tmp_path / "mail.html"
    code, seen = shown(capsys, "--facts", facts, "--template", "food", "--html", html)
    assert (code, seen["template"]) == (0, "food")
    assert "food and drink" in html.read_text(encoding="utf-8")
    assert shown(capsys, "--facts", facts, "--step", 1)[1]["subject"].startswith("Re: ")


def test_a_template_that_cannot_be_filled_in_is_told(facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, seen = shown(capsys, "--facts", facts, "--template", "nothing_here")
    assert (code, seen["blocked"]) == (1, "template_missing")


def test_a_saved_page_is_enough(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "home.html"
    page.write_text(
        "<!-- saved from url=(0023)https://kettle.example/ --><html lang='en'><head>"
        "<meta property='og:site_name' content='Kettle &amp; Co'></head><body>"
        "<a href='mailto:hello@kettle.example'>Write</a></body></html>",
        encoding="utf-8",
    )
    _, seen = shown(capsys, "--page", page)
    assert seen["company"] == "Kettle & Co"
    assert "Kettle & Co" in seen["text"]


def test_for_a_reader_it_prints_the_mail_and_the_verdict(
    facts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["preview", "--facts", str(facts), "--campaign-file", str(DEMO)]) == 0
    told = capsys.readouterr().out
    assert "runs on Shopify" in told
    assert "No rule forbids" in told


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["kettle.example"],
        ["kettle.example", "--facts", "f.json"],
        ["--facts", "f.json"],
        ["--facts", "nothing.json", "--campaign-file", str(DEMO)],
    ],
)
def test_wrong_use_is_told_with_what_to_do(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["preview", *arguments]) != 0
    assert capsys.readouterr().err


@pytest.mark.parametrize(
    "broken", [[], {"domain": "a.example"}, {"domain": "a", "facts": [{"kind": "x", "value": "y"}]}]
)
def test_a_file_that_holds_no_facts_is_told(
    broken: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = given(tmp_path, broken)
    assert main(["preview", "--facts", str(path), "--campaign-file", str(DEMO)]) == 2
    assert "facts" in capsys.readouterr().err


def test_a_step_that_is_not_there_is_told(facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["preview", "--facts", str(facts), "--campaign-file", str(DEMO), "--step", "7"]
    assert main(arguments) == 2
    assert "no step 7" in capsys.readouterr().err
