"""What a lead asks of AWS from its discovery through all five steps, and what that costs.

Counted in a process of its own on the whole loop of ``tests.chaos``, with a table in memory that weighs each
item by DynamoDB's rules: an emulator's consumed capacity is not what AWS bills.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bench.figure import Figure

ROOT = Path(__file__).parent.parent
PRICES = ROOT / "infrastructure" / "prices.yml"
# Measured, and a little more: whoever adds a gate or an item sees what it costs, and raises these on purpose.
MOST_WRITE_UNITS = 470.0
MOST_READ_UNITS = 150.0
MOST_INVOCATIONS = 98.0
MOST_EVENTS = 28.0
_SHOWN = 5
_PATIENCE_S = 300.0


def figures() -> Iterator[Figure]:
    """Figures a lead that gets all five mails and never answers."""
    command = [sys.executable, "-m", "tests.chaos.cost"]
    run = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=_PATIENCE_S)
    found = json.loads(run.stdout)
    of = f"a lead, {found['steps']} mails"
    yield Figure(f"{of}: DynamoDB write units", found["write_units"], "units", MOST_WRITE_UNITS)
    for what, units in list(found["writes_by"].items())[:_SHOWN]:
        yield Figure(f"   of these, {what}", units, "units")
    yield Figure(f"{of}: DynamoDB read units", found["read_units"], "units", MOST_READ_UNITS)
    yield Figure(f"{of}: Lambda invocations", found["invocations"], "calls", MOST_INVOCATIONS)
    yield Figure(f"{of}: events", found["events"], "events", MOST_EVENTS)
    if PRICES.exists():
        prices = YAML(typ="safe").load(PRICES)["prices"]
        yield Figure(f"{of}: table, calls, bus, mail", 100 * dollars(found, prices), "US cents")


def dollars(found: Mapping[str, Any], prices: Mapping[str, Mapping[str, float]]) -> float:
    """What the counted things cost; a model's words, computing time and storage are not counted here."""
    used = {
        "write_unit": found["write_units"],
        "read_unit": found["read_units"],
        "lambda_request": found["invocations"],
        "event": found["events"],
        "ses_mail": found["steps"],
    }
    return float(sum(number * prices[name]["usd"] / prices[name]["per"] for name, number in used.items()))
