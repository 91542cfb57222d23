"""Quiet means: nothing waits, nothing is due soon, and it stays so for a while."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cli import quiet
from cli.connection import Connection
from cli.quiet import Motion, Steadiness, Watch, moment_of, wait

STILL = Motion(events=7)


@pytest.mark.parametrize(
    "motion",
    [Motion({"enrich_lead": 1}), Motion(outside=1), Motion(due=1), Motion(uncounted=1)],
)
def test_anything_that_moves_is_motion(motion: Motion) -> None:
    assert not motion.still
    assert str(motion) != "nothing"


def test_a_counter_ahead_of_the_log_for_a_moment_is_not_motion() -> None:
    assert Motion(uncounted=-1).still


def test_rest_has_to_last() -> None:
    steady = Steadiness(3.0)

    assert [steady.saw(STILL, at) for at in (0.0, 1.0, 2.9, 3.1)] == [False, False, False, True]


def test_motion_in_between_begins_the_wait_anew() -> None:
    steady = Steadiness(3.0)
    looks = [(STILL, 0.0), (Motion({"q": 1}), 2.0), (STILL, 2.5), (STILL, 4.0), (STILL, 5.6)]

    assert [steady.saw(motion, at) for motion, at in looks] == [False, False, False, False, True]


def test_a_log_that_grows_between_two_looks_is_motion_though_neither_saw_any() -> None:
    steady = Steadiness(3.0)
    looks = [(Motion(events=7), 0.0), (Motion(events=8), 3.5), (Motion(events=8), 6.6)]

    assert [steady.saw(motion, at) for motion, at in looks] == [False, False, True]


@pytest.mark.parametrize(
    ("expression", "moment"),
    [
        ("at(2026-03-02T16:30:05)", datetime(2026, 3, 2, 16, 30, 5, tzinfo=UTC)),
        ("rate(1 minute)", None),
        ("cron(0 7 ? * MON-FRI *)", None),
    ],
)
def test_only_one_time_schedules_have_a_moment(expression: str, moment: datetime | None) -> None:
    assert moment_of(expression) == moment


def _schedule(stage: Connection, name: str, expression: str) -> None:
    stage.scheduler.create_schedule(
        Name=name,
        GroupName=stage.schedule_group,
        ScheduleExpression=expression,
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": "arn:aws:sqs:us-east-1:123456789012:q", "RoleArn": "arn:aws:iam::123456789012:role/r"},
    )


def test_an_empty_stage_is_still(stage: Connection) -> None:
    assert Watch(stage, timedelta(minutes=2)).look().still


def test_a_message_in_a_queue_or_in_the_hands_of_a_lambda_is_motion(stage: Connection) -> None:
    url = stage.queue_url("enrich_lead")
    stage.sqs.send_message(QueueUrl=url, MessageBody="{}")
    watch = Watch(stage, timedelta(minutes=2))

    waiting = watch.look()
    stage.sqs.receive_message(QueueUrl=url, VisibilityTimeout=60)
    in_flight = watch.look()

    assert waiting.queues == in_flight.queues == {"enrich_lead": 1}


def test_dead_letters_do_not_keep_the_loop_awake(stage: Connection) -> None:
    stage.sqs.send_message(QueueUrl=stage.queue_url("enrich_lead-dlq"), MessageBody="{}")

    assert Watch(stage, timedelta(minutes=2)).look().still


def test_what_is_due_within_the_horizon_is_waited_for(stage: Connection) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=60)
    _schedule(stage, "soon", f"at({soon:%Y-%m-%dT%H:%M:%S})")
    _schedule(stage, "in-days", f"at({soon + timedelta(days=3):%Y-%m-%dT%H:%M:%S})")
    _schedule(stage, "every-minute", "rate(1 minute)")

    assert Watch(stage, timedelta(minutes=2)).look() == Motion(due=1)


class Looks:
    """A watch that has seen it all before."""

    def __init__(self, *motions: Motion) -> None:
        self._motions = list(motions)

    def look(self) -> Motion:
        return self._motions.pop(0) if len(self._motions) > 1 else self._motions[0]


def test_a_wait_ends_when_the_loop_rests() -> None:
    seen: list[Any] = []
    looks = Looks(Motion({"q": 2}), Motion({"q": 1}), STILL)

    rest = wait(looks, 30, each=seen.append, pause_seconds=0, steady_seconds=0)  # type: ignore[arg-type]

    assert rest.quiet
    assert [motion.still for motion in seen][:2] == [False, False]


def test_a_wait_that_comes_to_its_deadline_says_what_still_moves() -> None:
    rest = wait(Looks(Motion({"send_email": 3})), 0, pause_seconds=0)  # type: ignore[arg-type]

    assert not rest.quiet
    assert str(rest.motion) == "3 send_email"
    assert quiet.STEADY_SECONDS > 1
