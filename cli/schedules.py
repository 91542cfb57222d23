"""The recurring schedule of a campaign: EventBridge Scheduler puts its request for a run into a queue."""

from __future__ import annotations

import json
from typing import Any

from cli.connection import Connection
from events.base import Event, EventData, Meta
from events.prospecting_requested import NEW_RUN, ProspectingRequested
from outreach.campaign import Campaign
from runtime.consume import EXECUTION_ID
from store import outbox

PRODUCER = "schedule"
CONSUMER = "discover_leads"


def name_of(campaign_id: str) -> str:
    return f"campaign-{campaign_id}"


def keep(connection: Connection, campaign: Campaign, paused: bool) -> str | None:
    """Make the campaign's schedule as its newest version says, or take it away.

    May be repeated. Returns the expression that is now in force, if any.
    """
    if campaign.schedule is None:
        _remove(connection, campaign.id)
        return None
    client = connection.scheduler
    request = _request(connection, campaign, paused)
    try:
        client.update_schedule(**request)
    except client.exceptions.ResourceNotFoundException:
        client.create_schedule(**request)
    return campaign.schedule.expression


def _remove(connection: Connection, campaign_id: str) -> None:
    client = connection.scheduler
    try:
        client.delete_schedule(Name=name_of(campaign_id), GroupName=connection.schedule_group)
    except client.exceptions.ResourceNotFoundException:
        return


def _request(connection: Connection, campaign: Campaign, paused: bool) -> dict[str, Any]:
    assert campaign.schedule is not None
    url = connection.queue_url(CONSUMER)
    answer = connection.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    return {
        "Name": name_of(campaign.id),
        "GroupName": connection.schedule_group,
        "Description": f"Runs of the campaign {campaign.id}",
        "ScheduleExpression": campaign.schedule.expression,
        "ScheduleExpressionTimezone": campaign.schedule.time_zone,
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "State": "DISABLED" if paused else "ENABLED",
        "Target": {
            "Arn": answer["Attributes"]["QueueArn"],
            "RoleArn": connection.outputs["ScheduleRoleArn"],
            "Input": json.dumps(_document(campaign.id, connection)),
        },
    }


def _document(campaign_id: str, connection: Connection) -> dict[str, Any]:
    """The request that each firing repeats: the Scheduler fills in what tells one firing from another."""
    data = ProspectingRequested(campaign_id=campaign_id, run_id=NEW_RUN)
    meta = Meta(
        id=EXECUTION_ID,
        type=data.TYPE,
        version=data.VERSION,
        occurred_at=connection.clock.now(),
        correlation_id=EXECUTION_ID,
        causation_id=EXECUTION_ID,
        producer=PRODUCER,
    )
    return outbox.document(Event[EventData](meta=meta, data=data))
