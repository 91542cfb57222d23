"""Begin a local stage anew without deploying it again: nothing in the table, the queues, the bucket, outside."""

from __future__ import annotations

import time
from collections.abc import Callable

from cli.connection import Connection
from cli.errors import Trouble

_ROUNDS = 5
_SETTLE_SECONDS = 1.0  # what a Lambda was doing while everything was deleted has come to its end by then
_BATCH = 25  # BatchWriteItem's limit


def reset(connection: Connection, say: Callable[[str], None]) -> bool:
    """Wipe until two looks in a row find nothing. Returns whether there was anything.

    Refuses a stage on AWS: what is there was paid for.
    """
    if connection.sandbox is None or connection.endpoint is None:
        raise Trouble(
            f"stage {connection.stage} is not on this machine, and is not wiped", "use a local stage"
        )
    if not _anything(connection):
        return False
    say("Forgetting the run before")
    for _ in range(_ROUNDS):
        _forget_outside(connection.sandbox)
        _cancel_schedules(connection)
        _purge(connection)
        _empty_bucket(connection)
        _empty_table(connection)
        time.sleep(_SETTLE_SECONDS)
        if not _anything(connection):
            return True
    raise Trouble(
        f"stage {connection.stage} does not come to rest",
        f"begin anew with `beckon up --fresh --stage {connection.stage}`",
    )


def _anything(connection: Connection) -> bool:
    from cli.reading import queue_depths

    answer = connection.dynamodb.scan(TableName=connection.table_name, Limit=1, ConsistentRead=True)
    return bool(answer["Items"]) or any(queue_depths(connection).values()) or _mail_is_left(connection)


def _mail_is_left(connection: Connection) -> bool:
    from adapters.mail_bucket import INBOUND

    return next(connection.mail.keys(INBOUND), None) is not None


def _forget_outside(sandbox: str) -> None:
    from cli.accounting.outside import ask

    ask(sandbox, "/control/reset", "POST")


def _cancel_schedules(connection: Connection) -> None:
    """One-time schedules and campaigns' own; those of the stack stay."""
    from cli.quiet import moment_of

    client, group = connection.scheduler, connection.schedule_group
    pages = client.get_paginator("list_schedules").paginate(GroupName=group)
    for name in [schedule["Name"] for page in pages for schedule in page["Schedules"]]:
        try:
            schedule = client.get_schedule(GroupName=group, Name=name)
            if name.startswith("campaign-") or moment_of(schedule["ScheduleExpression"]):
                client.delete_schedule(GroupName=group, Name=name)
        except client.exceptions.ResourceNotFoundException:
            continue


def _purge(connection: Connection) -> None:
    for _, url in connection.queues():
        connection.sqs.purge_queue(QueueUrl=url)


def _empty_bucket(connection: Connection) -> None:
    from adapters.mail_bucket import INBOUND, LISTS

    for prefix in (INBOUND, LISTS):
        keys = list(connection.mail.keys(prefix))
        for start in range(0, len(keys), 1000):
            connection.s3.delete_objects(
                Bucket=connection.bucket_name,
                Delete={"Objects": [{"Key": key} for key in keys[start : start + 1000]], "Quiet": True},
            )


def _empty_table(connection: Connection) -> None:
    client, name = connection.dynamodb, connection.table_name
    pages = client.get_paginator("scan").paginate(
        TableName=name, ConsistentRead=True, ProjectionExpression="pk, sk"
    )
    keys = [item for page in pages for item in page["Items"]]
    for start in range(0, len(keys), _BATCH):
        wanted = {name: [{"DeleteRequest": {"Key": key}} for key in keys[start : start + _BATCH]]}
        while wanted:
            wanted = client.batch_write_item(RequestItems=wanted).get("UnprocessedItems", {})
