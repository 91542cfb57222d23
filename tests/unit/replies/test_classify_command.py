"""``beckon classify``: one record a message, whatever the messages are."""

# ruff: noqa: E501 - a record in one line shows its shape

import json

import pytest
from typer.testing import CliRunner

from cli import classify as module
from cli.classify import classify_all

FIELDS = {
    "path", "label", "facet", "confidence", "decided_by", "rule", "reply_text", "language", "bounce", "auto_reply",
    "needs_review", "defects", "error",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.eml").write_text("From: a@b.example\nSubject: Re: hi\n\nWhat does it cost?\n")
    (tmp_path / "b.eml").write_bytes(b"\x00\xff" * 50)
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "c.eml").write_text("From: a@b.example\nSubject: Re: hi\n\nunsubscribe\n")
    (tmp_path / "notes.md").write_text("no mail")
    return tmp_path


def test_a_folder_gives_a_record_a_message_with_every_field(folder):
    records = list(classify_all([folder]))
    assert [set(record) for record in records] == [FIELDS] * 3
    warm, junk, stop = records
    assert (warm["label"], warm["facet"], warm["decided_by"], warm["error"]) == (
        "WARM",
        "price",
        "model",
        None,
    )
    assert (junk["label"], junk["error"]) == (None, "not a mail message")
    assert (stop["label"], stop["decided_by"], stop["rule"]) == (
        "UNSUBSCRIBE",
        "rule",
        "unsubscribe_bare_word",
    )
    assert all(json.loads(json.dumps(record)) == record for record in records)


def test_a_missing_file_is_an_error_of_its_own_record(folder):
    first, second = classify_all([folder / "none.eml", folder / "a.eml"])
    assert first["error"]
    assert second["label"] == "WARM"


def test_lines_of_text_are_bodies(tmp_path):
    path = tmp_path / "said.txt"
    path.write_text("Kein Interesse.\n\nPlease call me on +44 20 7946 0018\n")
    records = list(classify_all([path], text=True))
    assert [(record["path"][-2:], record["label"], record["language"]) for record in records] == [
        (":1", "COLD", "de"),
        (":3", "WARM", "en"),
    ]


def test_a_message_that_breaks_a_rule_does_not_stop_the_others(folder, monkeypatch):
    def broken(path, raw):
        raise RuntimeError("a bug")

    monkeypatch.setattr(module, "_of_message", broken)
    records = list(classify_all([folder]))
    assert [record["error"] for record in records] == ["could not be read (RuntimeError)"] * 3


def test_the_command_prints_a_line_of_json_a_message(folder):
    from cli.main import app

    result = CliRunner().invoke(app, ["--json", "classify", str(folder)])
    assert result.exit_code == 0, result.output
    assert [json.loads(line)["label"] for line in result.stdout.splitlines()] == ["WARM", None, "UNSUBSCRIBE"]


def test_the_command_tells_people_what_it_found(folder):
    from cli.main import app

    result = CliRunner().invoke(app, ["classify", str(folder)])
    assert "WARM, price" in result.stdout
    assert "not read: not a mail message" in result.stdout
