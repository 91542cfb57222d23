"""Whatever somebody sends: at most two seconds, and three times the message's size in memory."""

import json
import subprocess
import sys
from pathlib import Path

from tests.unit.replies.mime.hostile import KINDS

ROOT = Path(__file__).parents[4]
SECONDS = 2.0
TIMES = 3.0
# Below some megabytes the size of a message says nothing: tables of patterns and of parts cost the same.
FLOOR = 32 * 1024 * 1024
LEFT_UNREAD = {
    "headers_of_40_mb": "header_flood",
    "a_hundred_thousand_parts": "too_many_parts",
    "ten_thousand_levels_of_multiparts": "nesting",
    "plain_text_of_40_mb": "truncated",
    "nuls_of_40_mb": "nuls",
    "half_of_every_character": "charset",
}


def test_no_hostile_message_costs_much_time_or_memory():
    """One test: measuring costs half a minute, which a test a kind would repeat on every worker."""
    command = [sys.executable, "-m", "tests.unit.replies.mime.hostile"]
    printed = subprocess.run(
        command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=300
    ).stdout
    measured = {row["kind"]: row for row in map(json.loads, printed.splitlines())}
    assert len(KINDS) >= 50
    assert measured.keys() == KINDS.keys()
    assert {kind: row for kind, row in measured.items() if "status" in row} == {}, "a child came to an end"
    slow = {kind: row["seconds"] for kind, row in measured.items() if row["seconds"] > SECONDS}
    large = {
        kind: row["times"] for kind, row in measured.items() if row["times"] > TIMES and row["extra"] > FLOOR
    }
    assert (slow, large) == ({}, {})
    for kind, defect in LEFT_UNREAD.items():
        assert defect in measured[kind]["defects"]


def test_a_message_of_40_mb_is_held_once_on_its_way_from_the_bucket():
    command = [sys.executable, "-m", "tests.unit.replies.mime.from_bucket"]
    run = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=120)
    told = json.loads(run.stdout)
    assert told["bytes"] > 40_000_000
    assert told["readable"]
    assert told["resident"] < 2
    assert told["python"] < 2
