"""Where a local stage lives: its folder, ports and addresses. Stages share nothing: two run side by side."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
REGION = "us-east-1"
ACCOUNT = "000000000000"
# The emulator's root keys: what `AUTH=true` enforces is the roles of the Lambdas, not these.
ACCESS_KEY = SECRET_KEY = "test"  # noqa: S105

EMULATOR, SANDBOX = "emulator", "sandbox"
#: Ports of the stages that are used by name. Other stages ask the system for free ones and keep them.
PORTS = {"local": (4566, 4600), "test": (4666, 4700)}


@dataclass(frozen=True)
class Place:
    """A stage's folder ``.beckon/<stage>`` and its two ports."""

    stage: str
    folder: Path
    emulator_port: int
    sandbox_port: int

    @property
    def endpoint(self) -> str:
        """Of the emulator. Not `localhost`: SDKs would look up `bucket.localhost`."""
        return f"http://127.0.0.1:{self.emulator_port}"

    @property
    def sandbox(self) -> str:
        return f"http://127.0.0.1:{self.sandbox_port}"

    def port(self, name: str) -> int:
        """Where ``emulator`` or ``sandbox`` listens."""
        return {EMULATOR: self.emulator_port, SANDBOX: self.sandbox_port}[name]

    @property
    def outputs(self) -> Path:
        """What other commands read; exists while the stage runs."""
        return self.folder / "outputs.json"

    @property
    def deployment(self) -> Path:
        """The fingerprint of what is deployed, and the stack's outputs."""
        return self.folder / "deployment.json"

    @property
    def clean(self) -> Path:
        """Exists from an orderly stop to the next start: only then is what was saved all there was."""
        return self.folder / "stopped-cleanly"

    @property
    def emulator_state(self) -> Path:
        return self.folder / "emulator"

    @property
    def sandbox_state(self) -> Path:
        return self.folder / "sandbox"

    @property
    def scratch(self) -> Path:
        """The emulator's temporary folder: it leaves an unpacked copy of each Lambda behind."""
        return self.folder / "tmp"

    def log(self, name: str) -> Path:
        return self.folder / "logs" / f"{name}.log"

    def record(self, name: str) -> Path:
        """Which process runs ``emulator`` or ``sandbox``."""
        return self.folder / f"{name}.process.json"

    @property
    def deployment_bucket(self) -> str:
        return f"beckon-{self.stage}-deployment-{ACCOUNT}"

    def forget_state(self) -> None:
        """Begin anew: what was in the emulator and in the sandbox goes; keys and ports stay."""
        for folder in (self.emulator_state, self.sandbox_state, self.scratch, self.folder / "logs"):
            shutil.rmtree(folder, ignore_errors=True)
        for file in (self.deployment, self.outputs, self.clean):
            file.unlink(missing_ok=True)


def place(stage: str, port_base: int | None = None, root: Path = ROOT) -> Place:
    """The place of a stage.

    ``port_base`` puts the emulator there and the sandbox at the next port; what was chosen once is kept.
    """
    folder = root / ".beckon" / stage
    kept = folder / "ports.json"
    if port_base is not None:
        ports = (port_base, port_base + 1)
    elif kept.exists():
        ports = tuple(read_json(kept)["ports"])
    else:
        ports = PORTS.get(stage) or free_ports()
    return Place(stage, folder, *ports)


def keep_ports(chosen: Place) -> None:
    write_json(chosen.folder / "ports.json", {"ports": [chosen.emulator_port, chosen.sandbox_port]})


def free_ports() -> tuple[int, int]:
    """Two ports that nobody listens on at this moment."""
    import socket

    with socket.socket() as first, socket.socket() as second:
        first.bind(("127.0.0.1", 0))
        second.bind(("127.0.0.1", 0))
        return first.getsockname()[1], second.getsockname()[1]


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object; empty when the file is absent or was cut off by a kill."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def write_json(path: Path, value: Mapping[str, Any], private: bool = False) -> None:
    """Write as a whole or not at all. ``private``: nobody else on the machine may read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.part")
    fresh.touch(0o600 if private else 0o644)
    fresh.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
    fresh.replace(path)
