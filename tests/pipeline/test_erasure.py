"""Who was erased stays erased: not even a replay of everything that was ever told brings them back."""

from __future__ import annotations

import json
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from cli.person import erase_everywhere
from outreach.suppression import mail_gates
from store import erasure
from store.suppression import listed
from tests.pipeline.stage import DAY, START, Stage

ANSWERING = ("warm", "cold", "silent")


def recorded(stage: Stage) -> list[tuple[str, str]]:
    """Everything that queues are told from now on: our events, SES's, S3's and Connect's."""
    told: list[tuple[str, str]] = []
    put = stage.queues.put

    def remember(handler: str, body: str) -> None:
        told.append((handler, body))
        put(handler, body)

    stage.queues.put = remember  # type: ignore[method-assign]
    return told


def erase(stage: Stage, address: str) -> Any:
    """What ``beckon person erase`` does."""
    deps = stage.deps
    bucket = SimpleNamespace(delete=lambda key: forget(stage, key))
    connection: Any = SimpleNamespace(
        table=stage.table, clock=stage.clock, pepper=deps.keys.pepper, mail=bucket
    )
    return erase_everywhere(connection, erasure.find(stage.table, address, deps.keys.pepper))


def forget(stage: Stage, key: str) -> None:
    stage.world.bucket.pop(key, None)
    stage.world.stored_at.pop(key, None)


def kept(stage: Stage) -> str:
    """All that the table and the mail bucket hold, as text."""
    rows = json.dumps(list(stage.database.every()), default=str)
    raw = [
        body.decode("utf-8", "replace")
        for key, body in stage.world.bucket.items()
        if key.startswith("inbound/")
    ]
    return "\n".join([rows, *raw])


@pytest.mark.parametrize("seed", range(3))
def test_a_replay_of_the_whole_archive_brings_nobody_back(seed: int) -> None:
    stage = Stage(seed, companies=4, characters=ANSWERING)
    told = recorded(stage)
    stage.run()
    answered = {item["from_address"] for item in stage.items("reply") if item.get("from_address")}
    address = sorted({mail["to"] for mail in stage.world.books.accepted} & answered)[0]
    words = next(item["visible"] for item in stage.items("reply") if item.get("from_address") == address)
    assert address in kept(stage)

    done = erase(stage, address)
    assert (done.rows > 4, done.mails > 0, done.leads) == (True, True, 1)
    stage.loop.run_until_quiet(START + 4 * DAY)
    assert address not in kept(stage)

    # Everything once more, as if nobody had dealt with any of it, and late enough to read the pages anew.
    before = len([mail for mail in stage.world.books.accepted if mail["to"] == address])
    for item in list(stage.database.every()):
        if item["_type"]["S"] == "marker":
            stage.database.forget((item["pk"]["S"], item["sk"]["S"]))
    stage.clock.advance(timedelta(days=40))
    for handler, body in list(told):
        stage.queues.put(handler, body)
    stage.loop.run_until_quiet(stage.clock.now() + 4 * DAY)

    assert address not in kept(stage)
    assert words not in kept(stage)
    assert len([mail for mail in stage.world.books.accepted if mail["to"] == address]) == before
    gates = listed(stage.table, mail_gates(address, stage.deps.keys.pepper))
    assert {entry["reason"] for entry in gates.values()} == {"erased"}
    assert erase(stage, address) == (0, 0, 0)
