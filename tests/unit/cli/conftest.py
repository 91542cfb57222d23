"""A stage as the command finds it: on moto, with its outputs in a folder of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from cli import connection, main
from cli.connection import Connection, connect

STAGE = "test-unit"
BUCKET = f"beckon-{STAGE}-mail-123456789012"
QUEUES = ("discover_leads", "draft_email", "enrich_lead")


@dataclass(frozen=True)
class Result:
    """What a command did."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


Beckon = Callable[..., Result]


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty ``.beckon`` folder; nothing of the surroundings reaches the command."""
    monkeypatch.setattr(connection, "STATE", tmp_path / ".beckon")
    monkeypatch.setattr(main, "ROOT", tmp_path)
    monkeypatch.delenv("BECKON_STAGE", raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    return tmp_path / ".beckon"


@pytest.fixture
def beckon(state: Path, capsys: pytest.CaptureFixture[str]) -> Beckon:
    """Run the command as a shell would."""

    def run(*arguments: str) -> Result:
        code = main.main(list(arguments))
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return run


@pytest.fixture
def stage(state: Path) -> Iterator[Connection]:
    """A stage that is up: table, queues with dead-letter queues, bucket, schedule group."""
    folder = state / STAGE
    folder.mkdir(parents=True)
    (folder / "outputs.json").write_text(
        json.dumps(
            {
                "stage": STAGE,
                "region": "us-east-1",
                "endpoint": None,
                "sandbox": None,
                "clock_offset": 0,
                "outputs": {
                    "TableName": f"beckon-{STAGE}",
                    "MailBucketName": BUCKET,
                    "ScheduleGroupName": f"beckon-{STAGE}",
                    "ScheduleRoleArn": "arn:aws:iam::123456789012:role/beckon-scheduler",
                },
            }
        )
    )
    with mock_aws():
        _table()
        sqs = boto3.client("sqs")
        for name in QUEUES:
            sqs.create_queue(QueueName=f"beckon-{STAGE}-{name}")
            sqs.create_queue(QueueName=f"beckon-{STAGE}-{name}-dlq")
        boto3.client("s3").create_bucket(Bucket=BUCKET)
        boto3.client("scheduler").create_schedule_group(Name=f"beckon-{STAGE}")
        yield connect(STAGE)


def _table() -> None:
    names = ("pk", "sk", "gsi1pk", "gsi1sk", "gsi2pk", "gsi2sk")
    boto3.client("dynamodb").create_table(
        TableName=f"beckon-{STAGE}",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in names],
        KeySchema=_schema("pk", "sk"),
        GlobalSecondaryIndexes=[
            {
                "IndexName": index,
                "KeySchema": _schema(f"{index}pk", f"{index}sk"),
                "Projection": {"ProjectionType": "ALL"},
            }
            for index in ("gsi1", "gsi2")
        ],
    )


def _schema(pk: str, sk: str) -> list[dict[str, str]]:
    return [{"AttributeName": pk, "KeyType": "HASH"}, {"AttributeName": sk, "KeyType": "RANGE"}]
