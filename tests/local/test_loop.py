"""The demo itself, deployed with IAM on: its own books must agree with those of the sandbox."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.stage import down

ROOT = Path(__file__).parents[2]
SAVED_PAGES = ROOT.parent / "shared" / "corpora" / "storefronts"
STAGE = "testloop"


@pytest.fixture
def _down_afterwards() -> Iterator[None]:
    yield
    down(STAGE)


def demo(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cli", "demo", "--stage", STAGE, "--timeout", "300", *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=600)


@pytest.mark.usefixtures("_down_afterwards")
def test_the_demo_accounts_for_everything_also_on_saved_pages_of_real_shops():
    sites = ["--sites", str(SAVED_PAGES)] if SAVED_PAGES.is_dir() else []
    done = demo(*sites)
    last = done.stdout.splitlines()[-1] if done.stdout else ""
    assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]
    found = re.fullmatch(
        r"accounted=(\d+) unaccounted=0 duplicate_sends=0 suppressed_sends=0 dlq=0 mail=(\d+)/\2", last
    )
    assert found, last
    assert int(found[1]) > 200
    _every_stage_did_something()


def _every_stage_did_something() -> None:
    command = [sys.executable, "-m", "cli", "funnel", "demo", "--stage", STAGE, "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    stages = {row["stage"]: row["count"] for row in json.loads(done.stdout)["stages"]}
    for name in ("found", "enriched", "refused", "scored", "drafted", "sent", "bounced", "replied", "called"):
        assert stages[name] > 0, f"nothing was {name}"
    assert stages["synced"] > stages["sent"], "a Task a mail, and the leads"
