"""How the command reaches a stage: names and clients.

A local stage says where it is in ``.beckon/<stage>/outputs.json``, written by ``beckon up``. A stage on AWS
says it by the outputs of its CloudFormation stack ``beckon-<stage>``, read with boto3's usual credentials.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.errors import Trouble

if TYPE_CHECKING:
    from adapters.bus import Bus
    from adapters.mail_bucket import MailBucket
    from runtime.clock import Clock
    from store.table import Table

ROOT = Path(__file__).resolve().parent.parent
STATE = ROOT / ".beckon"

# Names that never stand for a stage on AWS, so that a stopped local stage is not looked for in an account.
_LOCAL = ("local", "test", "demo")


def is_local(stage: str) -> bool:
    """Whether a stage runs on this machine.

    ``local``, and what begins with ``test`` or ``demo``, does; so does any other that was started here.
    """
    return stage.startswith(_LOCAL) or (STATE / stage).is_dir()


@dataclass(frozen=True)
class Connection:
    """A stage's names and clients. Clients are made when first used.

    ``outputs`` are the stack's outputs by name. ``endpoint`` and ``sandbox`` are addresses of a local
    stage, ``None`` on AWS.
    """

    stage: str
    region: str
    outputs: Mapping[str, str]
    endpoint: str | None = None
    sandbox: str | None = None
    dns: int | None = None
    clock_offset: float = 0.0
    access_key: str | None = None
    secret_key: str | None = None

    @property
    def table_name(self) -> str:
        return self.outputs.get("TableName", f"beckon-{self.stage}")

    @property
    def bucket_name(self) -> str:
        return self.outputs["MailBucketName"]

    def client(self, service: str) -> Any:
        """A boto3 client of the stage, with a timeout that fits a person who waits."""
        import boto3
        from botocore.config import Config

        return boto3.client(
            service,
            region_name=self.region,
            endpoint_url=self.endpoint,
            aws_access_key_id=self.access_key,
            aws_secret_access_key=self.secret_key,
            config=Config(
                connect_timeout=5,
                read_timeout=30,
                retries={"max_attempts": 3, "mode": "standard"},
                s3={"addressing_style": "path"} if self.endpoint else {},
            ),
        )

    @cached_property
    def dynamodb(self) -> Any:
        return self.client("dynamodb")

    @cached_property
    def sqs(self) -> Any:
        return self.client("sqs")

    @cached_property
    def s3(self) -> Any:
        return self.client("s3")

    @cached_property
    def scheduler(self) -> Any:
        return self.client("scheduler")

    @cached_property
    def table(self) -> Table:
        from store.table import Table

        return Table(self.dynamodb, self.table_name)

    @cached_property
    def mail(self) -> MailBucket:
        from adapters.mail_bucket import MailBucket

        return MailBucket(self.s3, self.bucket_name)

    def outside(self, service: str, prefix: str) -> Any:
        """A client of a service that, on a local stage, the sandbox plays under ``/prefix``."""
        stage = replace(self, endpoint=f"{self.sandbox}/{prefix}") if self.sandbox else self
        return stage.client(service)

    @cached_property
    def bus(self) -> Bus:
        from adapters.bus import Bus

        return Bus(self.client("events"), self.outputs.get("BusName", f"beckon-{self.stage}"))

    @cached_property
    def clock(self) -> Clock:
        """The stage's clock: a local stage may have moved itself to another hour."""
        from runtime.clock import SystemClock

        return SystemClock(self.clock_offset)

    @cached_property
    def pepper(self) -> str:
        """What keys the hashes of addresses and telephone numbers. Raises ``MissingSecret``."""
        from adapters.secrets import Secrets

        secrets = Secrets(lambda: self.client("secretsmanager"), f"beckon/{self.stage}", self.clock.now)
        return secrets.field("keys", "pepper")

    @property
    def schedule_group(self) -> str:
        return self.outputs.get("ScheduleGroupName", f"beckon-{self.stage}")

    def queue_url(self, name: str) -> str:
        """The URL of a queue by what follows ``beckon-<stage>-`` in its name."""
        return str(self.sqs.get_queue_url(QueueName=f"beckon-{self.stage}-{name}")["QueueUrl"])

    def queues(self) -> Iterator[tuple[str, str]]:
        """All queues of the stage as ``(short name, URL)``, in order of names."""
        prefix = f"beckon-{self.stage}-"
        pages = self.sqs.get_paginator("list_queues").paginate(
            QueueNamePrefix=prefix, PaginationConfig={"PageSize": 1000}
        )
        urls = sorted(url for page in pages for url in page.get("QueueUrls", []))
        for url in urls:
            yield url.rsplit("/", 1)[1].removeprefix(prefix), url


def connect(stage: str) -> Connection:
    """Find a stage. Raises ``Trouble`` when it is not running, or not deployed."""
    return _local(stage) if is_local(stage) else _aws(stage)


def _local(stage: str) -> Connection:
    path = STATE / stage / "outputs.json"
    start = f"start it with `beckon up{'' if stage == 'local' else f' --stage {stage}'}`"
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Trouble(f"stage {stage} is not running", start) from None
    except ValueError as error:
        raise Trouble(f"{path} is damaged", start) from error
    return Connection(
        stage=stage,
        region=written["region"],
        outputs=written["outputs"],
        endpoint=written["endpoint"],
        sandbox=written.get("sandbox"),
        dns=written.get("dns"),
        clock_offset=float(written.get("clock_offset", 0)),
        access_key=written.get("access_key", "test"),
        secret_key=written.get("secret_key", "test"),
    )


def _aws(stage: str) -> Connection:
    import boto3

    region = os.environ.get("AWS_REGION") or boto3.Session().region_name or "us-east-1"
    return from_stack(stage, region, boto3.client("cloudformation", region_name=region))


def from_stack(stage: str, region: str, cloudformation: Any) -> Connection:
    """A stage on AWS, from its stack's outputs. Raises ``Trouble`` when there is no such stack."""
    from botocore.exceptions import ClientError

    try:
        stack = cloudformation.describe_stacks(StackName=f"beckon-{stage}")["Stacks"][0]
    except ClientError as error:
        if error.response["Error"]["Code"] != "ValidationError":  # CloudFormation's "does not exist"
            raise
        raise Trouble(
            f"there is no stage {stage} in this AWS account and region ({region})",
            f"deploy it with `npx osls deploy --stage {stage}`, or set AWS_PROFILE and AWS_REGION",
        ) from error
    outputs = {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}
    return Connection(stage=stage, region=region, outputs=outputs)
