"""EventBridge Scheduler: tell one consumer something at a later time, once.

A one-time schedule puts an event into the consumer's queue and deletes itself. Its name makes it idempotent:
to make it again is to find it there. After it has fired the name is free, so a very late repeat may fire
again; consumers are idempotent anyway.
https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Protocol

import boto3
from botocore.exceptions import ClientError

LONGEST_NAME = 64
SOONEST = timedelta(seconds=5)
"""A moment nearer than this, or past, is moved to here: ``at()`` has whole seconds and must lie ahead."""
RETRY_SECONDS = 86_400
RETRIES = 185

_NAME = re.compile(r"[0-9a-zA-Z_.-]+")


class SchedulerClient(Protocol):
    """The call used of boto3's ``scheduler`` client."""

    def create_schedule(self, **request: Any) -> Mapping[str, Any]: ...


class SchedulerSettings(Protocol):
    """What is read of the settings."""

    @property
    def schedule_role(self) -> str: ...

    @property
    def schedule_group(self) -> str: ...

    @property
    def clock_offset(self) -> float: ...

    def queue_arn(self, consumer: str) -> str: ...


class Scheduler:
    """One group of one-time schedules.

    ``now`` is the machine's real clock: the Scheduler's time is never moved. ``offset`` is by how many
    seconds the domain's clock is ahead of it.
    """

    def __init__(
        self,
        client: Callable[[], SchedulerClient],
        *,
        group: str,
        role: str,
        queue_arn: Callable[[str], str],
        offset: float,
        now: Callable[[], datetime],
    ) -> None:
        self._client = client
        self._group = group
        self._role = role
        self._queue_arn = queue_arn
        self._offset = timedelta(seconds=offset)
        self._now = now

    @classmethod
    def from_settings(cls, settings: SchedulerSettings) -> Scheduler:
        """The group and role that this function was given."""
        return cls(
            cache(lambda: boto3.client("scheduler")),
            group=settings.schedule_group,
            role=settings.schedule_role,
            queue_arn=settings.queue_arn,
            offset=settings.clock_offset,
            now=lambda: datetime.now(UTC),
        )

    def once(self, *, name: str, at: datetime, to: str, document: Mapping[str, Any]) -> None:
        """Put ``document`` into the queue of the handler ``to`` at ``at``, which is in the domain's time.

        ``name`` has at most 64 characters of ``[0-9a-zA-Z-_.]``; the same name again changes nothing.
        Raises ``ValueError`` for another name, ``ClientError`` for what the Scheduler refuses.
        """
        if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME:
            raise ValueError(f"{name!r} can't name a schedule")
        try:
            self._client().create_schedule(
                Name=name,
                GroupName=self._group,
                ScheduleExpression=f"at({self._wall(at):%Y-%m-%dT%H:%M:%S})",
                ScheduleExpressionTimezone="UTC",
                FlexibleTimeWindow={"Mode": "OFF"},
                ActionAfterCompletion="DELETE",
                Target={
                    "Arn": self._queue_arn(to),
                    "RoleArn": self._role,
                    "Input": json.dumps(document, separators=(",", ":")),
                    "RetryPolicy": {
                        "MaximumEventAgeInSeconds": RETRY_SECONDS,
                        "MaximumRetryAttempts": RETRIES,
                    },
                },
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != "ConflictException":
                raise

    def _wall(self, at: datetime) -> datetime:
        """The moment on the Scheduler's clock, in whole seconds, never before the moment asked for."""
        wall = max(at.astimezone(UTC) - self._offset, self._now() + SOONEST)
        whole = wall.replace(microsecond=0)
        return whole if whole == wall else whole + timedelta(seconds=1)
