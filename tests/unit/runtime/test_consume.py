"""Consuming records: nothing lost, nothing done twice, each failure its own."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from events.base import Event, Meta
from events.lead_discovered import LeadDiscovered
from events.lead_rejected import LeadRejected
from events.step_due import StepDue
from outreach.ids import digest
from runtime.clock import FixedClock
from runtime.consume import EXECUTION_ID, Raw, consumer
from runtime.outcome import NOTHING, Later, Outcome, Retry, Unreadable
from runtime.settings import Settings
from store import keys, outbox
from store.keys import Key
from store.table import Table
from store.writes import Put, Update, at_revision

NOW = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)
LEAD, RUN = digest("lead"), digest("run")
ITEM2 = Key("LEAD#2", "META")
ITEM = Key("LEAD#x", "META")


class FakeSqs:
    def __init__(self) -> None:
        self.sent: list[dict] = []
        self.pauses: list[int] = []

    def get_queue_url(self, QueueName: str) -> dict:
        return {"QueueUrl": f"http://sqs/{QueueName}"}

    def send_message(self, **message) -> None:
        self.sent.append(message)

    def change_message_visibility(self, VisibilityTimeout: int, **_) -> None:
        self.pauses.append(VisibilityTimeout)


class FakeScheduler:
    def __init__(self) -> None:
        self.made: dict[str, dict] = {}

    def once(self, name: str, **what) -> None:
        self.made[name] = what


@dataclass
class FakeDeps:
    table: Table
    settings: Settings = field(default_factory=lambda: Settings({"BECKON_MAX_RECEIVES": "3"}))
    clock: FixedClock = field(default_factory=lambda: FixedClock(NOW))
    sqs: FakeSqs = field(default_factory=FakeSqs)
    scheduler: FakeScheduler = field(default_factory=FakeScheduler)


@pytest.fixture
def deps(table: Table) -> FakeDeps:
    return FakeDeps(table)


def record(body: object, number: int = 1, attempt: int = 1) -> dict:
    return {
        "messageId": f"message-{number}",
        "receiptHandle": f"receipt-{number}",
        "body": body if isinstance(body, str) else json.dumps(body),
        "attributes": {"ApproximateReceiveCount": str(attempt)},
        "eventSourceARN": "arn:aws:sqs:us-east-1:000000000000:beckon-unit-enrich_lead",
    }


def discovered(number: int = 1, **meta) -> dict:
    data = LeadDiscovered(lead_id=LEAD, campaign_id="shops", run_id=RUN, source="csv")
    envelope = {
        "id": digest("event", number),
        "type": data.TYPE,
        "version": 1,
        "occurred_at": NOW,
        "correlation_id": RUN,
        "causation_id": RUN,
        "producer": "discover_leads",
    } | meta
    return outbox.document(Event[LeadDiscovered](meta=Meta(**envelope), data=data))


def run(deps: FakeDeps, handle, *records: dict, parse_raw=None) -> list[str]:
    entry = consumer("enrich_lead", (LeadDiscovered,), handle, parse_raw=parse_raw)
    failures = entry({"Records": list(records)}, None, deps)["batchItemFailures"]
    return [failure["itemIdentifier"] for failure in failures]


def reject(event, deps) -> Outcome:
    data = LeadRejected(lead_id=event.data.lead_id, campaign_id="shops", reason="no_contact", stage="enrich")
    return Outcome(writes=(Update(ITEM, add={"n": 1}),), events=(data,))


def timeline(table: Table) -> list[dict]:
    return list(outbox.timeline(table, keys.lead_pk(LEAD)))


def test_writes_and_events_are_committed_together_and_stamped_with_their_cause(deps):
    assert run(deps, reject, record(discovered())) == []
    [said] = timeline(deps.table)
    assert deps.table.get(ITEM)["n"] == 1
    assert said["meta"] == {
        "id": said["event_id"],
        "type": "lead.rejected",
        "version": 1,
        "occurred_at": "2026-03-02T16:30:00Z",
        "correlation_id": RUN,
        "causation_id": digest("event", 1),
        "producer": "enrich_lead",
    }


def test_an_event_delivered_twice_is_dealt_with_once(deps):
    assert run(deps, reject, record(discovered(), 1), record(discovered(), 2)) == []
    assert run(deps, reject, record(discovered(), 3)) == []
    assert deps.table.get(ITEM)["n"] == 1
    assert len(timeline(deps.table)) == 1


def test_a_crash_before_the_commit_leaves_nothing_and_the_next_delivery_does_it_once(deps, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(deps.table, "commit", _crash)
        assert run(deps, reject, record(discovered())) == ["message-1"]
    assert timeline(deps.table) == []
    assert run(deps, reject, record(discovered(), attempt=2)) == []
    assert len(timeline(deps.table)) == 1


def _crash(writes) -> None:
    raise RuntimeError("power cut")


def test_one_failure_fails_that_record_alone(deps):
    def fragile(event, deps):
        if event.meta.id == digest("event", 2):
            raise RuntimeError("bug")
        return reject(event, deps)

    failed = run(deps, fragile, *(record(discovered(n), n) for n in (1, 2, 3)))
    assert failed == ["message-2"]
    assert deps.table.get(ITEM)["n"] == 2


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("{not json", "not JSON"),
        ("[1]", "not a JSON object"),
        ({"source": "beckon", "detail-type": "lead.discovered.v2", "detail": {}}, "is none of"),
        (
            {"source": "beckon", "detail-type": "lead.discovered.v1", "detail": {"data": {}}},
            "detail: model_type",
        ),
        (
            discovered() | {"detail": discovered()["detail"] | {"data": {"lead_id": "me@x.example"}}},
            "lead_id",
        ),
    ],
)
def test_what_can_not_be_understood_goes_to_the_dead_letter_queue_with_the_reason(deps, body, reason):
    assert run(deps, reject, record(body, 1), record(discovered(), 2)) == []
    [letter] = deps.sqs.sent
    assert letter["QueueUrl"] == "http://sqs/beckon-unit-enrich_lead-dlq"
    assert letter["MessageBody"] == record(body)["body"]
    text = letter["MessageAttributes"]["reason"]["StringValue"]
    assert reason in text
    assert "me@x.example" not in text
    assert len(timeline(deps.table)) == 1


def test_a_bug_is_tried_again_with_growing_pauses_and_then_kept_with_its_name(deps):
    def buggy(event, deps):
        raise KeyError("secret text of a mail")

    assert run(deps, buggy, record(discovered(), attempt=1)) == ["message-1"]
    assert run(deps, buggy, record(discovered(), attempt=2)) == ["message-1"]
    assert deps.sqs.pauses == [3, 9]
    assert run(deps, buggy, record(discovered(), attempt=3)) == []
    text = deps.sqs.sent[0]["MessageAttributes"]["reason"]["StringValue"]
    assert text == "failed: KeyError (after 3 attempts)"


def test_the_log_names_an_error_but_not_its_text(deps, caplog):
    def buggy(event, deps):
        raise KeyError(" ".join(["secret", "text"]))

    run(deps, buggy, record(discovered()))
    [logged] = [entry for entry in caplog.records if entry.message == "failed"]
    assert logged.error == "KeyError"
    assert "buggy" in str(logged.stack)
    assert "secret text" not in str(vars(logged))


def test_a_handler_may_ask_for_its_own_pause(deps):
    def later(event, deps):
        raise Retry("throttled", after=40)

    assert run(deps, later, record(discovered())) == ["message-1"]
    assert deps.sqs.pauses == [40]


def test_a_decision_on_stale_state_is_taken_again(deps):
    deps.table.commit([Put(ITEM, "x", {"n": 0})])
    tries = []

    def slow(event, deps):
        read = deps.table.get(ITEM)
        tries.append(read["rev"])
        if len(tries) == 1:
            deps.table.commit([Update(ITEM, add={"n": 10})])
        return Outcome(writes=(Update(ITEM, add={"n": 1}, when=at_revision(read["rev"]), gate="fresh"),))

    assert run(deps, slow, record(discovered())) == []
    assert tries == [1, 2]
    assert deps.table.get(ITEM)["n"] == 11


def test_a_decision_that_is_always_overtaken_goes_back_to_the_queue(deps):
    deps.table.commit([Put(ITEM, "x", {"n": 0})])

    def hopeless(event, deps):
        return Outcome(writes=(Update(ITEM, when=at_revision(99), gate="fresh"),))

    assert run(deps, hopeless, record(discovered())) == ["message-1"]


def test_an_event_for_later_is_scheduled_under_its_name_with_the_same_id_each_time(deps):
    due = StepDue(lead_id=LEAD, campaign_id="shops", step=1, send_id=digest("send"))

    def handle(event, deps):
        return Outcome(later=(Later("step-1", NOW, "draft_email", due),))

    run(deps, handle, record(discovered()))
    first = deps.scheduler.made["step-1"]
    run(deps, handle, record(discovered(), 2))
    assert deps.scheduler.made == {"step-1": first}
    assert first["document"]["detail"]["data"]["step"] == 1
    assert first["to"] == "draft_email"


def test_a_recurring_schedule_that_leaves_its_placeholder_is_told_apart_by_the_message(deps):
    body = discovered(id=EXECUTION_ID)
    assert run(deps, reject, record(body, 1), record(body, 2), record(body, 1)) == []
    assert deps.table.get(ITEM)["n"] == 2


def test_an_event_of_an_aws_service_is_known_by_the_id_that_its_parser_gives(deps):
    def parse_raw(document):
        if "key" not in document:
            raise Unreadable("no key")
        return [Raw(id=document["key"], body=document)]

    def handle(event, deps):
        assert isinstance(event, Raw)
        return Outcome(writes=(Update(ITEM, add={"n": 1}),), correlation_id=RUN)

    bodies = [{"source": "aws.s3", "key": "k1"}, {"source": "aws.s3", "key": "k1"}, {"source": "aws.s3"}]
    failed = run(deps, handle, *(record(b, n) for n, b in enumerate(bodies)), parse_raw=parse_raw)
    assert failed == []
    assert deps.table.get(ITEM)["n"] == 1
    assert "no key" in deps.sqs.sent[0]["MessageAttributes"]["reason"]["StringValue"]


def test_a_decision_to_do_nothing_writes_nothing(deps):
    assert run(deps, lambda event, deps: NOTHING, record(discovered())) == []
    assert deps.table.get(keys.marker("enrich_lead", digest("event", 1))) is None


def test_a_handler_that_can_do_without_is_asked_to_on_the_last_delivery_but_one(deps):
    def waits(event, deps):
        written = Outcome(writes=(Put(ITEM, "lead", {"how": "without"}),))
        raise Retry("the model is away", otherwise=lambda: written)

    entry = consumer("enrich_lead", (LeadDiscovered,), waits)
    first = entry({"Records": [record(discovered(), attempt=1)]}, None, deps)
    assert first["batchItemFailures"], "the queue waits as long as it can"
    assert deps.table.get(ITEM) is None
    last = entry({"Records": [record(discovered(), attempt=2)]}, None, deps)
    assert last["batchItemFailures"] == []
    assert deps.table.get(ITEM)["how"] == "without"
    assert deps.sqs.sent == []


def test_what_holds_while_a_message_waits_is_said_once_and_does_not_end_it(deps):
    there = False

    def waits(event, deps):
        if not there:
            raise Retry("not there", meanwhile=reject(event, deps))
        return Outcome(writes=(Put(ITEM2, "lead", {"how": "in the end"}),))

    entry = consumer("enrich_lead", (LeadDiscovered,), waits)
    for attempt in (1, 2):
        assert entry({"Records": [record(discovered(), attempt=attempt)]}, None, deps)["batchItemFailures"]
    assert deps.table.get(ITEM)["n"] == 1
    assert len(timeline(deps.table)) == 1
    there = True
    assert entry({"Records": [record(discovered(), attempt=1)]}, None, deps)["batchItemFailures"] == []
    assert deps.table.get(ITEM2)["how"] == "in the end"
