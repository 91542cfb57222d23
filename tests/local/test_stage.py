"""The stage itself: what `beckon up` promises, on the real emulator with IAM on."""

import json
import uuid
from datetime import UTC, datetime

import pytest
from botocore.exceptions import ClientError

from cli.connection import Connection, connect
from cli.stage import down, processes, status, up
from cli.stage.place import EMULATOR, SANDBOX, place
from events.base import Event, Meta
from events.reply_unmatched import ReplyUnmatched
from store import outbox
from store.counters import NO_CAMPAIGN, totals
from tests.local.conftest import STAGE, eventually, messages


def say(stage: Connection, number: int) -> None:
    """Say events that no handler consumes through the table, as a handler does."""
    for _ in range(number):
        name = uuid.uuid4().hex
        meta = Meta(
            id=name,
            type=ReplyUnmatched.TYPE,
            version=ReplyUnmatched.VERSION,
            occurred_at=datetime.now(UTC),
            correlation_id=name,
            causation_id=name,
            producer="test",
        )
        event = Event[ReplyUnmatched](meta=meta, data=ReplyUnmatched(reply_id=name, reason="unreadable"))
        stage.table.commit([outbox.say(event)])


def counted(stage: Connection) -> int:
    return totals(stage.table, NO_CAMPAIGN).get("reply.unmatched:unreadable", 0)


def test_starting_again_changes_nothing(stage):
    before = status(STAGE)
    up(STAGE)
    after = status(STAGE)
    assert after.running
    assert after.processes == before.processes
    assert after.api == before.api


def test_two_at_once_are_one_too_many(stage):
    """The second is told to wait, and disturbs nothing."""
    from cli.errors import Trouble
    from cli.stage.lifecycle import _alone

    with _alone(place(STAGE)), pytest.raises(Trouble, match="at work on stage test"):
        up(STAGE)


def test_what_is_in_the_stage_survives_a_stop(stage):
    before = counted(stage)
    say(stage, 7)
    eventually(lambda: counted(stage) == before + 7)
    down(STAGE)
    assert not status(STAGE).running
    up(STAGE)
    again = connect(STAGE)
    assert counted(again) == before + 7
    # The stream's readers must not pass over the first events after the restart.
    say(again, 7)
    eventually(lambda: counted(again) == before + 14)


def test_the_clock_of_the_lambdas_is_the_clock_of_the_stage(stage):
    found = status(STAGE).clock
    assert found is not None
    assert abs((found - connect(STAGE).clock.now()).total_seconds()) < 5
    assert found.weekday() < 5


def test_a_sandbox_that_was_killed_is_started_again(stage):
    here = place(STAGE)
    killed = processes.find(here, SANDBOX)
    processes.stop(killed.pid, seconds=0)
    assert not status(STAGE).running
    emulator = processes.find(here, EMULATOR)
    up(STAGE)
    assert status(STAGE).running
    assert processes.find(here, EMULATOR) == emulator


def test_a_function_runs_in_as_few_processes_as_its_template_says(stage):
    functions = stage.client("lambda")
    reserved = functions.get_function_concurrency(FunctionName=f"beckon-{STAGE}-enrich_lead")
    assert reserved["ReservedConcurrentExecutions"] == 8
    others = functions.get_function_concurrency(FunctionName=f"beckon-{STAGE}-send_email")
    assert others["ReservedConcurrentExecutions"] == 1


def test_the_whole_stage_stays_below_its_memory(stage):
    memory = status(STAGE).memory_mb
    assert memory is None or memory < 3000


def test_a_role_that_loses_its_permission_stops_its_function(stage):
    """IAM is enforced: without PutEvents nothing is published, with it again nothing was lost."""
    iam = stage.client("iam")
    role, policy = f"beckon-{STAGE}-publish_outbox", "publish_outbox"
    held = iam.get_role_policy(RoleName=role, PolicyName=policy)["PolicyDocument"]
    held = json.loads(held) if isinstance(held, str) else held
    less = {**held, "Statement": [s for s in held["Statement"] if s["Sid"] != "Publish"]}
    assert len(less["Statement"]) == len(held["Statement"]) - 1
    queue = watch(stage)
    iam.put_role_policy(RoleName=role, PolicyName=policy, PolicyDocument=json.dumps(less))
    try:
        say(stage, 1)
        eventually(lambda: logged(stage, "publish_outbox", "AccessDenied"))
        assert messages(stage, queue) == []
    finally:
        iam.put_role_policy(RoleName=role, PolicyName=policy, PolicyDocument=json.dumps(held))
    eventually(lambda: messages(stage, queue))


def test_a_function_may_not_read_anothers_secret(stage):
    """Not even by name: the role of track_call has no statement about secrets."""
    credentials = stage.client("sts").assume_role(
        RoleArn=f"arn:aws:iam::000000000000:role/beckon-{STAGE}-track_call", RoleSessionName="probe"
    )["Credentials"]
    import boto3

    manager = boto3.client(
        "secretsmanager",
        region_name=stage.region,
        endpoint_url=stage.endpoint,
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials["SessionToken"],
    )
    with pytest.raises(ClientError, match="AccessDenied"):
        manager.get_secret_value(SecretId=f"beckon/{STAGE}/salesforce")


def watch(stage: Connection) -> str:
    """A queue that gets what is published on the bus from now on; returns its short name."""
    name = f"watch-{uuid.uuid4().hex[:8]}"
    url = stage.sqs.create_queue(QueueName=f"beckon-{STAGE}-{name}")["QueueUrl"]
    attributes = stage.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]
    events = stage.client("events")
    bus = stage.outputs["BusName"]
    rule = events.put_rule(
        Name=name, EventBusName=bus, EventPattern=json.dumps({"detail-type": ["reply.unmatched.v1"]})
    )
    policy = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "events.amazonaws.com"},
                "Action": "sqs:SendMessage",
                "Resource": attributes["QueueArn"],
                "Condition": {"ArnEquals": {"aws:SourceArn": rule["RuleArn"]}},
            }
        ],
    }
    stage.sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps(policy)})
    events.put_targets(Rule=name, EventBusName=bus, Targets=[{"Id": "watch", "Arn": attributes["QueueArn"]}])
    return name


def logged(stage: Connection, handler: str, text: str) -> list[str]:
    found = stage.client("logs").filter_log_events(logGroupName=f"/aws/lambda/beckon-{STAGE}-{handler}")
    return [event["message"] for event in found["events"] if text in event["message"]]
