"""What can't be dealt with goes to the handler's dead-letter queue, with the reason beside it.

SQS moves a message there by itself after too many deliveries, but without a word of why; so the last
attempt does it by hand. By the convention of ``infrastructure/``, the dead-letter queue of ``NAME`` is
``NAME-dlq``.
"""

from __future__ import annotations

from typing import Any

from runtime.telemetry import measure
from runtime.wiring import Deps

_LONGEST_REASON = 1_000  # characters


def dead_letter(deps: Deps, record: dict[str, Any], reason: str) -> None:
    """Copy a record to the dead-letter queue; the caller then lets the original go.

    A crash between the two copies it twice, which a person can see; the other order would lose it.
    """
    queue = _queue_name(record)
    deps.sqs.send_message(
        QueueUrl=deps.sqs.get_queue_url(QueueName=f"{queue}-dlq")["QueueUrl"],
        MessageBody=record["body"],
        MessageAttributes={
            "reason": {"DataType": "String", "StringValue": reason[:_LONGEST_REASON]},
            "failed_at": {"DataType": "String", "StringValue": deps.clock.now().isoformat()},
            "message_id": {"DataType": "String", "StringValue": record["messageId"]},
        },
    )
    measure(queue, "DeadLettered")


def pause(deps: Deps, record: dict[str, Any], seconds: float) -> None:
    """Hide a record for a while before it is delivered again (0 to 12 hours)."""
    deps.sqs.change_message_visibility(
        QueueUrl=deps.sqs.get_queue_url(QueueName=_queue_name(record))["QueueUrl"],
        ReceiptHandle=record["receiptHandle"],
        VisibilityTimeout=max(0, min(int(seconds), 43_200)),
    )


def _queue_name(record: dict[str, Any]) -> str:
    return str(record["eventSourceARN"]).rsplit(":", 1)[1]
