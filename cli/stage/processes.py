"""Processes of a stage: started detached, known again after a crash, ended by their own id only.

Each carries ``BECKON_STAGE_FOLDER`` in its environment. A process id from a file may by now belong to
somebody else's process; the mark tells ours apart.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cli.errors import Trouble
from cli.stage.place import Place, read_json, write_json

MARK = "BECKON_STAGE_FOLDER"
_PROC = Path("/proc")
# Started by this very process, which must therefore collect them when they end.
_children: dict[int, subprocess.Popen[bytes]] = {}


@dataclass(frozen=True)
class Running:
    """A process of the stage."""

    name: str
    pid: int


def start(
    place: Place, name: str, command: Sequence[str], environment: Mapping[str, str], cwd: Path
) -> Running:
    """Start a process that outlives this one; its output goes to the stage's log of that name."""
    log = place.log(name)
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8") as output:
        process = subprocess.Popen(  # noqa: S603
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            cwd=cwd,
            env={**environment, MARK: str(place.folder)},
        )
    _children[process.pid] = process
    write_json(place.record(name), {"pid": process.pid})
    return Running(name, process.pid)


def find(place: Place, name: str) -> Running | None:
    """The stage's process of that name, if it is alive and ours.

    Without a record of it (it was lost, or never written) it is known by the port that it listens on.
    """
    pid = read_json(place.record(name)).get("pid")
    if isinstance(pid, int) and belongs(pid, place):
        return Running(name, pid)
    held = holder(place.port(name))
    if held and held[0] and belongs(held[0], place):
        write_json(place.record(name), {"pid": held[0]})
        return Running(name, held[0])
    return None


def belongs(pid: int, place: Place) -> bool:
    """Whether a live process was started for this stage."""
    return f"{MARK}={place.folder}" in _environment(pid)


def stop(pid: int, seconds: float = 30) -> bool:
    """Ask a process to end, and wait; after that long, end it. ``False`` when it had to be ended by force."""
    for sign, patience in ((signal.SIGTERM, seconds), (signal.SIGKILL, 5.0)):
        try:
            os.kill(pid, sign)
        except ProcessLookupError:
            return True
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if not _alive(pid):
                return sign == signal.SIGTERM
            time.sleep(0.02)
    raise Trouble(f"process {pid} does not end", f"end it yourself with `kill -9 {pid}`")


def _alive(pid: int) -> bool:
    if pid in _children:
        if _children[pid].poll() is None:
            return True
        del _children[pid]
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return "Z" not in _state(pid)


def _state(pid: int) -> str:
    stat = _PROC / str(pid) / "stat"
    if _PROC.exists():
        try:
            return stat.read_text().rpartition(")")[2].split()[0]
        except (OSError, IndexError):
            return "Z"
    return _ps(pid, "state")


def _environment(pid: int) -> list[str]:
    if _PROC.exists():
        try:
            return (_PROC / str(pid) / "environ").read_bytes().decode(errors="replace").split("\0")
        except OSError:
            return []
    return re.split(r"\s", _ps(pid, "command", "-E"))


def _ps(pid: int, column: str, *options: str) -> str:
    command = ["ps", *options, "-o", f"{column}=", "-p", str(pid)]
    return subprocess.run(command, capture_output=True, text=True).stdout.strip()  # noqa: S603


def holder(port: int) -> tuple[int, str] | None:
    """(process id, command) of who listens on a local port; id 0 when somebody does who can't be named."""
    import socket

    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex(("127.0.0.1", port)) != 0:
            return None
    pid = _listener(port)
    return (pid, _command(pid)) if pid else (0, "another user's process")


def _listener(port: int) -> int | None:
    if not _PROC.exists():
        command = ["lsof", "-nP", f"-iTCP:{port}", "-sTCP:LISTEN", "-t"]
        try:
            found = subprocess.run(command, capture_output=True, text=True).stdout.split()  # noqa: S603
        except FileNotFoundError:
            return None
        return int(found[0]) if found else None
    sockets = set()
    for table in ("tcp", "tcp6"):
        try:
            lines = (_PROC / "net" / table).read_text().splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            fields = line.split()
            if fields[3] == "0A" and int(fields[1].rpartition(":")[2], 16) == port:  # 0A: LISTEN
                sockets.add(f"socket:[{fields[9]}]")
    for pid in (int(entry.name) for entry in _PROC.iterdir() if entry.name.isdigit()):
        try:
            if any(os.readlink(handle) in sockets for handle in (_PROC / str(pid) / "fd").iterdir()):
                return pid
        except OSError:  # gone, or another user's
            continue
    return None


def _command(pid: int) -> str:
    if not _PROC.exists():
        return _ps(pid, "command")
    try:
        words = (_PROC / str(pid) / "cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return "a process that has just ended"
    return " ".join(words).strip()


def memory_mb(place: Place) -> float | None:
    """Resident memory of everything that runs for the stage, Lambdas included, in MB; ``None`` off Linux.

    Shared pages count once for each process that maps them, so the truth is a little less.
    """
    if not _PROC.exists():
        return None
    total = 0
    for pid in (int(entry.name) for entry in _PROC.iterdir() if entry.name.isdigit()):
        if belongs(pid, place):
            try:
                total += int((_PROC / str(pid) / "statm").read_text().split()[1])
            except (OSError, IndexError):
                continue
    return total * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024
