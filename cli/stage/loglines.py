"""What was logged: by the Lambdas (CloudWatch Logs, as on AWS) and by the stage's processes (files)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cli.connection import Connection, connect, is_local
from cli.errors import Misuse
from cli.stage.place import EMULATOR, SANDBOX, place

FILES = (EMULATOR, SANDBOX, "deploy")
_EVERY = 1.0  # seconds between two looks while following


@dataclass(frozen=True)
class Line:
    """One logged line. ``at`` is ``None`` for a line of a file."""

    source: str
    text: str
    at: datetime | None = None


def read(stage: str, name: str = "", *, minutes: int = 60, follow: bool = False) -> Iterator[Line]:
    """Lines of one source, or of every handler, oldest first."""
    if name in FILES:
        if not is_local(stage):
            raise Misuse(f"stage {stage} is on AWS and has no {name}", "name a handler, such as send_email")
        yield from _of_file(place(stage).log(name), name, follow)
    else:
        yield from _of_handlers(connect(stage), name, minutes, follow)


def _of_file(path: Path, name: str, follow: bool) -> Iterator[Line]:
    if not path.exists():
        return
    with path.open(encoding="utf-8", errors="replace") as file:
        while True:
            for text in file:
                yield Line(name, text.rstrip("\n"))
            if not follow:
                return
            time.sleep(_EVERY)


def _of_handlers(connection: Connection, name: str, minutes: int, follow: bool) -> Iterator[Line]:
    client = connection.client("logs")
    prefix = f"/aws/lambda/beckon-{connection.stage}-"
    pages = client.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=prefix)
    known = {group["logGroupName"].removeprefix(prefix) for page in pages for group in page["logGroups"]}
    if name and name not in known:
        raise Misuse(
            f"there is no handler {name} on stage {connection.stage}",
            f"name one of: {', '.join(sorted(known | set(FILES)))}",
        )
    since = int((time.time() - minutes * 60) * 1000)
    seen: set[object] = set()
    while True:
        fresh: list[tuple[int, str, str]] = []
        for handler in sorted({name} if name else known):
            found = client.get_paginator("filter_log_events").paginate(
                logGroupName=prefix + handler, startTime=since
            )
            for event in (event for page in found for event in page["events"]):
                line = (event["timestamp"], handler, event["message"].rstrip())
                # The emulator gives events no id.
                identity = event.get("eventId", line)
                if identity not in seen:
                    seen.add(identity)
                    fresh.append(line)
        for stamp, handler, message in sorted(fresh):
            yield Line(handler, message, datetime.fromtimestamp(stamp / 1000, UTC))
        if not follow:
            return
        time.sleep(_EVERY)
