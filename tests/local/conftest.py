"""The deployed local stage, on ports of its own: a running demo is left alone.

It is started once for all tests of this folder, forgets what former runs left, and is stopped at the end.
There is one of it: these tests run in one process, after all others (see the Makefile).
"""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from cli.connection import Connection, connect
from cli.errors import Trouble
from cli.stage import checks, down, up

STAGE = "test"


@pytest.fixture(scope="session")
def _up() -> Iterator[None]:
    try:
        checks.check_tools()
    except Trouble as trouble:
        pytest.skip(f"{trouble.message}: {trouble.next_step}")
    up(STAGE, fresh=True)
    yield
    down(STAGE)


@pytest.fixture(scope="session")
def stage(_up: None) -> Connection:
    """The names and clients of the test stage."""
    return connect(STAGE)


def eventually(condition: Callable[[], Any], seconds: float = 30, every: float = 0.1) -> Any:
    """Poll until something truthy comes back; fail with what came last."""
    deadline = time.monotonic() + seconds
    while True:
        found = condition()
        if found or time.monotonic() > deadline:
            assert found, f"still {found!r} after {seconds} s"
            return found
        time.sleep(every)


def messages(stage: Connection, queue: str) -> list[dict[str, Any]]:
    """What lies in a queue, without taking it out."""
    answer = stage.sqs.receive_message(
        QueueUrl=stage.queue_url(queue),
        MaxNumberOfMessages=10,
        VisibilityTimeout=0,
        MessageAttributeNames=["All"],
    )
    return [{**message, "document": json.loads(message["Body"])} for message in answer.get("Messages", [])]
