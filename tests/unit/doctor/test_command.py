"""What a person, and a program, see of the findings."""

from __future__ import annotations

import json

import pytest

from cli import connection, main
from cli.connection import Connection
from cli.doctor import command
from cli.doctor.finding import Finding, State, fail, ok, warn

FINE = ok("MX", "reply.firm.example", "answers go to SES")
WRONG = fail("SPF", "bounce.firm.example", "no SPF record", "add a TXT record")
SO_SO = warn("quota", "account", "170 of 200", "ask for more")


@pytest.fixture
def doctor(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path):
    monkeypatch.setattr(connection, "STATE", tmp_path)
    folder = tmp_path / "test-doctor"
    folder.mkdir()
    (folder / "outputs.json").write_text(json.dumps({"region": "us-east-1", "endpoint": None, "outputs": {}}))
    monkeypatch.setenv("COLUMNS", "120")

    def run(findings: list[Finding], *arguments: str):
        monkeypatch.setattr(command, "_all", lambda stage, senders: iter(findings))
        code = main.main(["doctor", "--stage", "test-doctor", *arguments])
        return code, capsys.readouterr().out

    return run


def test_nothing_wrong_ends_well_and_asks_for_nothing(doctor):
    code, out = doctor([FINE])
    assert code == 0
    assert "What to do" not in out
    assert "1 ok" in out


def test_what_costs_later_is_told_and_is_no_failure(doctor):
    code, out = doctor([FINE, SO_SO])
    assert code == 0
    assert "ask for more" in out
    assert "1 ok, 1 warn" in out


def test_what_is_wrong_ends_badly_and_says_what_to_do(doctor):
    code, out = doctor([FINE, WRONG])
    assert code == 1
    assert "SPF, bounce.firm.example: add a TXT record" in out


def test_machines_get_all_of_it(doctor):
    code, out = doctor([FINE, WRONG], "--json")
    told = json.loads(out)
    assert code == 1
    assert told["counts"] == {"ok": 1, "warn": 0, "fail": 1, "unknown": 0}
    assert told["findings"][1] == {
        "check": "SPF", "about": "bounce.firm.example", "state": "fail", "said": "no SPF record",
        "fix": "add a TXT record",
    }  # fmt: skip


def test_a_stage_that_is_not_deployed_is_one_finding(monkeypatch: pytest.MonkeyPatch):
    stage = Connection("test-doctor", "us-east-1", {})
    monkeypatch.setattr(command, "_settings", lambda _: fail("stage", "send_email", "not found", "deploy"))
    assert [finding.state for finding in command._all(stage, [])] == [State.FAIL]
