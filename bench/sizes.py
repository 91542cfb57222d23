"""What is uploaded to AWS: the code and the requirement layers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.figure import Figure

ROOT = Path(__file__).parent.parent
BUILD = ROOT / ".build"
LIMITS = {"code.zip": 2.0, "layers/requirements.zip": 12.0, "layers/salesforce.zip": None}


def figures() -> Iterator[Figure]:
    """Build the packages (layers come from a cache when their requirements are unchanged) and weigh them."""
    command = [sys.executable, str(ROOT / "infrastructure" / "build.py"), "code", "layers"]
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    for name, limit in LIMITS.items():
        yield Figure(name, (BUILD / name).stat().st_size / 1024 / 1024, "MB zipped", limit)
