"""What a stage needs before it starts, and one sentence each for what is missing."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

from cli.errors import Trouble
from cli.stage import processes
from cli.stage.place import ROOT, Place

NODE = (20, 19)


def check_tools(root: Path = ROOT) -> None:
    """Node, the npm packages, and the Python packages of the stage."""
    node = shutil.which("node")
    wanted = f"install Node {'.'.join(map(str, NODE))} or later (https://nodejs.org)"
    if node is None:
        raise Trouble("Node is not installed", wanted)
    said = subprocess.run([node, "--version"], capture_output=True, text=True).stdout.strip()  # noqa: S603
    version = re.match(r"v(\d+)\.(\d+)", said)
    if version is None or (int(version[1]), int(version[2])) < NODE:
        raise Trouble(
            f"Node is {said or 'of an unknown version'}, which the deploy tool does not support", wanted
        )
    if not osls(root).exists():
        raise Trouble("the npm packages are not installed", "run `make setup`")
    if importlib.util.find_spec("ministack") is None:
        raise Trouble("the Python packages of the local stage are not installed", "run `make setup`")


def osls(root: Path = ROOT) -> Path:
    """The deploy tool."""
    return root / "node_modules" / ".bin" / "osls"


def check_port(place: Place, port: int) -> None:
    """The port must be free; who holds it is named."""
    held = processes.holder(port)
    if held is None:
        return
    pid, command = held
    who = f"process {pid} ({command[:80]})" if pid else command
    raise Trouble(
        f"port {port} is in use by {who}",
        f"end it, or choose other ports with `beckon up --stage {place.stage} --port-base 14566`",
    )
