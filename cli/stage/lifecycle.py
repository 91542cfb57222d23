"""Start and stop a local stage. Both may be repeated, and both recover from one that was cut off anywhere."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cli.errors import Trouble
from cli.stage import deployment, emulator, outside, processes, secrets
from cli.stage.checks import check_port, check_tools
from cli.stage.place import (
    ACCESS_KEY,
    EMULATOR,
    REGION,
    SANDBOX,
    SECRET_KEY,
    Place,
    keep_ports,
    place,
    read_json,
    write_json,
)
from cli.stage.wall import choose_offset

Say = Callable[[str], None]

_START_SECONDS = 60
_SETTLE_SECONDS = 1.5  # a hop from the table's stream to a queue takes a tenth of that
DEFAULT_SEED = 1


@dataclass(frozen=True)
class Status:
    """How a stage is: addresses, processes, memory, what waits in its queues."""

    stage: str
    running: bool
    endpoint: str
    sandbox: str
    processes: dict[str, int | None]
    api: str | None = None
    clock: datetime | None = None
    memory_mb: float | None = None
    waiting: dict[str, int] | None = None


def up(
    stage: str,
    *,
    port_base: int | None = None,
    seed: int | None = None,
    sites: Path | None = None,
    fresh: bool = False,
    say: Say = lambda _: None,
) -> Place:
    """Start the stage and deploy to it; quickly, when it runs and nothing has changed.

    ``seed`` says which invented world, ``sites`` is a folder of saved pages served as further companies;
    without either the world stays the one it was. ``fresh`` forgets what was in the stage.
    Raises ``Trouble`` with one sentence on what is missing.
    """
    here = place(stage, port_base)
    with _alone(here):
        check_tools()
        if fresh:
            _stop_processes(here)
            here.forget_state()
        _stop_if_moved(here, say)
        _forget_if_killed(here, say)
        world = _world(here, seed, sites)
        offset = _start_both(here, world, say)
        say("Deploying" if not here.deployment.exists() else "Checking the deployment")
        changed = deployment.deploy(here)
        _wait(here, SANDBOX, outside.is_ready)
        secrets.provide(here)
        deployment.set_reading(here, enabled=True)
        _write_outputs(here, offset)
        say(f"Stage {stage} is up{'' if changed else ', unchanged'}: API {_api(here)}")
    return here


def down(stage: str, *, say: Say = lambda _: None) -> bool:
    """Stop the stage and save its state. Returns ``False`` when it was not running."""
    here = place(stage)
    if not here.folder.exists():
        return False
    with _alone(here):
        here.outputs.unlink(missing_ok=True)
        running = processes.find(here, EMULATOR)
        settled = bool(running) and emulator.is_ready(here) and here.deployment.exists()
        if settled:
            say("Letting the Lambdas finish")
            _settle(here)
        stopped = _stop_processes(here)
        for name in (EMULATOR, SANDBOX):
            left = processes.find(here, name)
            if left:
                raise Trouble(f"process {left.pid} of stage {stage} still runs", "run `beckon down` again")
        if settled and stopped:
            here.clean.touch()
    return running is not None


def status(stage: str) -> Status:
    """Look, and change nothing."""
    here = place(stage)
    found = {name: processes.find(here, name) for name in (EMULATOR, SANDBOX)}
    ids = {name: running.pid if running else None for name, running in found.items()}
    if not all(found.values()) or not here.outputs.exists():
        return Status(stage, False, here.endpoint, here.sandbox, ids)
    offset = read_json(here.outputs).get("clock_offset", 0)
    return Status(
        stage,
        True,
        here.endpoint,
        here.sandbox,
        ids,
        api=_api(here),
        clock=datetime.now(UTC) + timedelta(seconds=offset),
        memory_mb=processes.memory_mb(here),
        waiting=_waiting(here),
    )


def _world(here: Place, seed: int | None, sites: Path | None) -> dict[str, Any]:
    former = read_json(here.folder / "world.json")
    if former and seed is None and sites is None:
        return former
    return {
        "seed": DEFAULT_SEED if seed is None else seed,
        "sites": str(sites.resolve()) if sites else None,
    }


@contextmanager
def _alone(here: Place) -> Iterator[None]:
    """One `up` or `down` a stage at a time; the system lets go of the lock when a process dies."""
    here.folder.mkdir(parents=True, exist_ok=True)
    with (here.folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Trouble(
                f"another `beckon up` or `beckon down` is at work on stage {here.stage}",
                "wait until it is done",
            ) from None
        yield


def _start_both(here: Place, world: dict[str, Any], say: Say) -> int:
    """Start what does not run; returns the clock's offset."""
    started = read_json(here.folder / "started.json")
    running = processes.find(here, EMULATOR)
    if running and "clock_offset" in started:
        offset = int(started["clock_offset"])
    else:
        if running:
            processes.stop(running.pid)
        offset = choose_offset(datetime.now(UTC), started.get("clock_offset"))
        check_port(here, here.emulator_port)
        say(f"Starting the AWS emulator on {here.endpoint}")
        keep_ports(here)
        write_json(here.folder / "started.json", {**started, "clock_offset": offset})
        here.clean.unlink(missing_ok=True)
        emulator.start(here, offset)
        there = datetime.now(UTC) + timedelta(seconds=offset)
        say(f"The stage's clock says {there:%A %H:%M} UTC: an hour to write and to call")
    outsiders = processes.find(here, SANDBOX)
    if outsiders and read_json(here.folder / "world.json") != world:
        processes.stop(outsiders.pid)
        outsiders = None
    if outsiders is None:
        check_port(here, here.sandbox_port)
        say(f"Starting the sandbox on {here.sandbox}")
        sites = Path(world["sites"]) if world["sites"] else None
        outside.start(here, offset, world["seed"], sites)
        write_json(here.folder / "world.json", world)
    _wait(here, EMULATOR, emulator.is_ready)
    return offset


def _wait(here: Place, name: str, ready: Callable[[Place], bool]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not ready(here):
        if processes.find(here, name) is None:
            raise Trouble(f"the {name} ended as soon as it began", f"see {here.log(name)}")
        if time.monotonic() > deadline:
            raise Trouble(f"the {name} does not answer after {_START_SECONDS} s", f"see {here.log(name)}")
        time.sleep(0.05)


def _stop_if_moved(here: Place, say: Say) -> None:
    """Other ports than last time: what runs on the former ones is stopped."""
    former = read_json(here.folder / "ports.json").get("ports")
    if former not in (None, [here.emulator_port, here.sandbox_port]):
        say("The ports have changed: stopping what runs on the former ones")
        _stop_processes(here)


def _forget_if_killed(here: Place, say: Say) -> None:
    """After a kill the emulator's state is the one before last, and the sandbox's is newer: neither is true.

    The emulator saves when it is stopped, all at once. A stage that was killed therefore begins anew.
    """
    if processes.find(here, EMULATOR) or here.clean.exists():
        return
    if here.emulator_state.exists():
        say("The stage was not stopped in order, and its emulator forgot the rest: beginning anew")
        _stop_processes(here)
        here.forget_state()


def _settle(here: Place) -> None:
    """Close the queues, and wait until what was written is in them: a stream's records are not saved."""
    deployment.set_reading(here, enabled=False)
    time.sleep(_SETTLE_SECONDS)


def _stop_processes(here: Place) -> bool:
    """Stop both; ``False`` when one had to be ended by force."""
    orderly = True
    for name in (SANDBOX, EMULATOR):
        running = processes.find(here, name)
        if running:
            orderly = processes.stop(running.pid) and orderly
        here.record(name).unlink(missing_ok=True)
    return orderly


def _write_outputs(here: Place, offset: int) -> None:
    write_json(
        here.outputs,
        {
            "stage": here.stage,
            "region": REGION,
            "endpoint": here.endpoint,
            "sandbox": here.sandbox,
            "dns": outside.dns_port(here),
            "access_key": ACCESS_KEY,
            "secret_key": SECRET_KEY,
            "clock_offset": offset,
            "outputs": deployment.outputs(here),
        },
        private=True,
    )


def _api(here: Place) -> str:
    return deployment.outputs(here)["PublicUrl"]


def _waiting(here: Place) -> dict[str, int]:
    """Messages in each queue that holds any, those being handled or paused included."""
    sqs = deployment.client(here, "sqs")
    prefix = f"beckon-{here.stage}-"
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    found = {}
    for url in sqs.list_queues(QueueNamePrefix=prefix).get("QueueUrls", []):
        attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
        count = sum(int(attributes[name]) for name in names)
        if count:
            found[url.rpartition("/")[2].removeprefix(prefix)] = count
    return dict(sorted(found.items()))
