"""``beckon doctor`` on the deployed stage: real DNS, HTTP and logins, with the sandbox at the other end."""

import json
import subprocess
import sys

from cli.connection import ROOT, Connection
from tests.local.conftest import STAGE

WANTED = {
    "MX", "SPF", "DKIM", "DMARC", "alignment", "one-click", "SES identity", "quota", "sandbox",
    "receipt rule", "Bedrock", "Salesforce",
}  # fmt: skip


def doctor(sender: str) -> tuple[int, dict[str, list[dict[str, str]]]]:
    command = [sys.executable, "-m", "cli", "doctor", "--stage", STAGE, "--json", "--sender", sender]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    found: dict[str, list[dict[str, str]]] = {}
    for finding in json.loads(done.stdout)["findings"]:
        found.setdefault(finding["check"], []).append(finding)
    return done.returncode, found


def test_a_stage_that_is_set_up_is_found_healthy(stage: Connection):
    code, found = doctor("ada@mail.lumenpost.example")
    assert set(found) >= WANTED
    assert {finding["state"] for findings in found.values() for finding in findings} == {"ok"}, found
    assert code == 0


def test_a_sender_that_nothing_was_set_up_for_is_told_what_to_do(stage: Connection):
    code, found = doctor("eve@nowhere.example")
    assert code == 1
    for check in ("SES identity", "DMARC", "alignment"):
        assert [finding["state"] for finding in found[check]] == ["fail"]
        assert found[check][0]["fix"]
