"""The sandbox: everybody outside AWS, in one process."""

from __future__ import annotations

import sys
from pathlib import Path

from cli.stage import processes
from cli.stage.emulator import clean_environment, credentials
from cli.stage.place import ACCOUNT, ROOT, SANDBOX, Place, read_json


def start(place: Place, clock_offset: int, seed: int, sites: Path | None) -> processes.Running:
    """Start the sandbox. ``sites`` is a folder of saved pages that become further companies."""
    command = [
        *(sys.executable, "-m", "sandbox"),
        *("--port", str(place.sandbox_port)),
        *("--state", str(place.sandbox_state)),
        *("--seed", str(seed)),
        *("--stage", place.stage),
        *("--aws", place.endpoint),
        *("--mail-bucket", f"beckon-{place.stage}-mail-{ACCOUNT}"),
        *("--lex-function", f"beckon-{place.stage}-answer_lex"),
        *("--clock-offset", str(clock_offset)),
        # Calls run through the very flow that the template gives to Connect.
        *("--connect-flow", str(ROOT / "infrastructure" / "flows" / "outbound_call.json")),
    ]
    if sites is not None:
        command += ["--sites", str(sites.resolve())]
    place.sandbox_state.mkdir(parents=True, exist_ok=True)
    ready_file(place).unlink(missing_ok=True)
    environment = clean_environment() | credentials() | {"NO_PROXY": "127.0.0.1,localhost"}
    return processes.start(place, SANDBOX, command, environment, ROOT)


def ready_file(place: Place) -> Path:
    """Written by the sandbox when it listens: who it is, and the keys to its Salesforce org."""
    return place.sandbox_state / "sandbox.json"


def dns_port(place: Place) -> int | None:
    """Where the sandbox's name server listens."""
    return read_json(ready_file(place)).get("dns_port")


def is_ready(place: Place) -> bool:
    """Whether it listens."""
    return ready_file(place).exists()
