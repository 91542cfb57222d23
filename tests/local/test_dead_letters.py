"""A message that can't be understood goes to the handler's dead-letter queue, with the reason beside it."""

import json
import uuid

from tests.local.conftest import eventually, messages


def test_a_malformed_event_is_kept_with_its_reason_and_its_neighbours_are_handled(stage):
    """On the deployed stage: the rule, the queue, the function's role and its dead-letter queue are real."""
    told = uuid.uuid4().hex
    good = {"contactId": told, "eventType": "QUEUED", "channel": "VOICE", "initiationMethod": "API"}
    entries = [{"nobody": told}, good, good]
    answer = stage.client("events").put_events(
        Entries=[
            {
                "Source": "sandbox.connect",
                "DetailType": "Amazon Connect Contact Event",
                "Detail": json.dumps(detail),
            }
            for detail in entries
        ]
    )
    assert answer["FailedEntryCount"] == 0

    def kept():
        return [m for m in messages(stage, "track_call-dlq") if m["document"]["detail"] == {"nobody": told}]

    (letter,) = eventually(kept)
    reason = letter["MessageAttributes"]["reason"]["StringValue"]
    assert reason == "unreadable: a contact event without contactId and eventType"
    assert set(letter["MessageAttributes"]) == {"reason", "failed_at", "message_id"}

    def waiting():
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        url = stage.queue_url("track_call")
        counts = stage.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
        return sum(int(counts[name]) for name in names)

    eventually(lambda: waiting() == 0)
    others = [m["document"]["detail"].get("contactId") for m in messages(stage, "track_call-dlq")]
    assert told not in others
    stage.sqs.purge_queue(QueueUrl=stage.queue_url("track_call-dlq"))
