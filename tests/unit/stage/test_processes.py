"""Only what a stage started is ended, and it is known again."""

import os
import socket
import subprocess
import sys

import pytest

from cli.errors import Trouble
from cli.stage import processes
from cli.stage.checks import check_port
from cli.stage.place import EMULATOR, Place, place, write_json

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)",
]
LISTEN = [
    sys.executable,
    "-c",
    "import socket, sys, time; s = socket.create_server(('127.0.0.1', int(sys.argv[1]))); time.sleep(60)",
]


@pytest.fixture
def here(tmp_path) -> Place:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        base = probe.getsockname()[1]
    return place("test-processes", base, tmp_path)


@pytest.fixture
def started(here):
    pids = []

    def start(command):
        running = processes.start(here, EMULATOR, command, dict(os.environ), here.folder.parent.parent)
        pids.append(running.pid)
        return running

    yield start
    for pid in pids:
        processes.stop(pid, seconds=1)


def until(condition):
    import time

    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        os.sched_yield()


def test_a_process_is_found_again_until_it_ends(here, started):
    running = started(SLEEP)
    assert processes.find(here, EMULATOR) == running
    assert processes.stop(running.pid)
    assert processes.find(here, EMULATOR) is None


def test_a_number_that_now_belongs_to_somebody_else_is_not_ours(here):
    stranger = subprocess.Popen(SLEEP)
    try:
        write_json(here.record(EMULATOR), {"pid": stranger.pid})
        assert processes.find(here, EMULATOR) is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_process_that_will_not_end_is_ended(here, started):
    running = started(STUBBORN)
    until(lambda: "deaf" in here.log(EMULATOR).read_text())
    assert processes.stop(running.pid, seconds=0.1) is False
    assert processes.find(here, EMULATOR) is None


def test_stopping_what_has_ended_is_fine(here, started):
    running = started([sys.executable, "-c", ""])
    assert processes.stop(running.pid)
    assert processes.stop(running.pid)


def test_an_orphan_without_a_record_is_known_by_its_port(here, started):
    running = started([*LISTEN, str(here.emulator_port)])
    until(lambda: processes.holder(here.emulator_port))
    here.record(EMULATOR).unlink()
    assert processes.find(here, EMULATOR) == running


def test_a_busy_port_names_who_holds_it(here):
    with socket.create_server(("127.0.0.1", here.emulator_port)), pytest.raises(Trouble) as trouble:
        check_port(here, here.emulator_port)
    assert f"port {here.emulator_port} is in use by process {os.getpid()}" in trouble.value.message
    assert "--port-base" in trouble.value.next_step


def test_a_free_port_is_fine(here):
    check_port(here, here.emulator_port)


def test_memory_counts_what_runs_for_the_stage(here, started):
    started(SLEEP)
    counted = processes.memory_mb(here)
    assert counted is None or counted > 0
