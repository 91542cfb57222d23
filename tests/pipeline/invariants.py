"""What must be true of every run, whatever went wrong in it. Each names what breaks it."""

from __future__ import annotations

import json
from collections import Counter

from outreach.enrolment import RESTING, State
from outreach.ids import lead_id, reply_id
from outreach.suppression import mail_gates
from store.counters import metric, totals
from store.keys import suppression
from tests.pipeline.stage import CAMPAIGN, Stage


def broken(stage: Stage) -> list[str]:
    """Every invariant that does not hold, in words; an empty list is a good run."""
    return [
        *_mail_sent_twice(stage),
        *_mail_to_the_suppressed(stage),
        *_mail_without_a_row(stage),
        *_leads_without_an_end(stage),
        *_objects_without_a_state(stage),
        *_calls_placed_twice(stage),
        *_events_counted_wrongly(stage),
        *_salesforce_lacks(stage),
        *[f"dead letter in {dead['queue']}: {dead['reason']}" for dead in stage.queues.dead],
        *[f"{queue} still holds messages" for queue, held in stage.queues.waiting.items() if held],
    ]


def _mail_sent_twice(stage: Stage) -> list[str]:
    """At most one accepted mail a send id."""
    accepted = Counter(mail["send_id"] for mail in stage.world.books.accepted)
    return [f"send {send} was accepted {times} times" for send, times in accepted.items() if times > 1]


def _mail_to_the_suppressed(stage: Stage) -> list[str]:
    """No mail was accepted after one of its gates had closed."""
    closed = {item["pk"]: item["at"] for item in stage.items("suppression")}
    found = []
    for mail in stage.world.books.accepted:
        for gate in mail_gates(mail["to"], stage.deps.keys.pepper):
            at = closed.get(suppression(gate.scope.value, gate.hashed).pk)
            if at is not None and at < mail["at"].replace("+00:00", "Z"):
                found.append(f"send {mail['send_id']} was accepted after {gate.name}")
    return found


def _mail_without_a_row(stage: Stage) -> list[str]:
    """Every accepted mail is SENT in the table, with the event that says so, and the other way round."""
    accepted = {mail["send_id"] for mail in stage.world.books.accepted}
    sent = {item["send_id"] for item in stage.items("send") if item["state"] == "SENT"}
    said = Counter(_data(item)["send_id"] for item in _told(stage, "email.sent"))
    return [
        *(f"send {send} was accepted, and is not SENT" for send in accepted - sent),
        *(f"send {send} is SENT, and was not accepted" for send in sent - accepted),
        *(f"send {send} was said {said[send]} times" for send in sent if said[send] != 1),
    ]


def _leads_without_an_end(stage: Stage) -> list[str]:
    """Every company that was found rests, or waits for something that a person can see."""
    enrolled = {item["lead_id"]: item for item in stage.items("enrolment")}
    found = []
    for domain in stage.world.domains:
        item = enrolled.get(lead_id(domain))
        if item is None:
            found.append(f"{domain} was never enrolled")
        elif State(item["state"]) not in RESTING and not item["in_doubt"]:
            found.append(f"{domain} hangs in {item['state']}: {item['why']}")
    return found


def _objects_without_a_state(stage: Stage) -> list[str]:
    """Every object of the bucket reached one terminal state."""
    filed = {item["reply_id"] for item in stage.items("mail")}
    return [f"{key} has no state" for key in stage.world.books.stored if reply_id(key) not in filed]


def _calls_placed_twice(stage: Stage) -> list[str]:
    """Every call that Connect has is in the table, once a token, and ended."""
    rows = {item["call_id"]: item for item in stage.items("call")}
    found = [f"call {call} is not in the table" for call in stage.world.books.calls if call not in rows]
    for call, item in rows.items():
        if item["state"] not in ("COMPLETED", "REFUSED", "WAITING"):
            found.append(f"call {call} hangs in {item['state']}")
    return found


def _events_counted_wrongly(stage: Stage) -> list[str]:
    """The counters are the event log, counted."""
    expected = Counter(
        metric({"meta": _meta(item), "data": _data(item)})
        for item in stage.stream
        if item.get("campaign_id") == CAMPAIGN.id
    )
    counted = totals(stage.table, CAMPAIGN.id)
    return [] if counted == dict(sorted(expected.items())) else [f"counted {counted}, said {dict(expected)}"]


def _salesforce_lacks(stage: Stage) -> list[str]:
    """Every lead that was written to is a Lead there, and every mail and answer a Task."""
    records = stage.world.books.records
    found = []
    for mail in stage.world.books.accepted:
        if ("Lead", lead_id(mail["to"].rpartition("@")[2])) not in records:
            found.append(f"the lead of send {mail['send_id']} is not in Salesforce")
        if ("Task", mail["send_id"]) not in records:
            found.append(f"send {mail['send_id']} is no Task in Salesforce")
    for item in _told(stage, "reply.classified"):
        if ("Task", _data(item)["reply_id"]) not in records:
            found.append(f"reply {_data(item)['reply_id']} is no Task in Salesforce")
    for item in _told(stage, "call.completed"):
        if ("Task", _data(item)["call_id"]) not in records:
            found.append(f"call {_data(item)['call_id']} is no Task in Salesforce")
    return found


def _told(stage: Stage, kind: str) -> list[dict]:
    return [item for item in stage.stream if item["detail_type"] == f"{kind}.v1"]


def _data(item: dict) -> dict:
    return json.loads(item["detail"])["data"]


def _meta(item: dict) -> dict:
    return json.loads(item["detail"])["meta"]
