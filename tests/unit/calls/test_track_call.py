import itertools
import json
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.connect import ConnectBusy, Contact
from handlers.track_call import handle, parse
from outreach.call_ending import outcome
from runtime.consume import process
from runtime.outcome import Retry, Unreadable
from store import calls
from tests.unit.calls.fakes import CONNECT_ID, LEAD, NOW, call, deps, placed, said

SAMPLES = Path(__file__).parents[4] / "shared" / "corpora" / "events" / "connect_contact_events"
UP, DOWN = NOW + timedelta(seconds=4), NOW + timedelta(seconds=40)


def iso(moment):
    return moment.isoformat().replace("+00:00", ".000Z")


def told(kind, *, connected=False, minimal=False, contact=CONNECT_ID, **detail):
    """A contact event as EventBridge hands it over."""
    fields = {
        "eventType": kind,
        "contactId": contact,
        "channel": "VOICE",
        "initiationMethod": "API",
        "instanceArn": "arn:aws:connect:us-east-1:123456789012:instance/i",
    }
    if not minimal:
        fields["initiationTimestamp"] = iso(NOW)
        if connected:
            fields["connectedToSystemTimestamp"] = iso(UP)
        if kind in ("DISCONNECTED", "COMPLETED"):
            fields["disconnectTimestamp"] = iso(DOWN)
    return {
        "version": "0",
        "id": "any",
        "source": "aws.connect",
        "detail-type": "Amazon Connect Contact Event",
        "time": iso(DOWN),
        "detail": fields | detail,
    }


def happen(wired, *documents):
    for document in documents:
        for raw in parse(document):
            process("track_call", raw, handle, wired)


def ending(table):
    call = calls.by_contact(table, CONNECT_ID)
    completed = [data["outcome"] for kind, data in said(table) if kind == "call.completed"]
    return call.outcome, completed


ANSWERED = (
    told("CONNECTED_TO_SYSTEM", connected=True),
    told("DISCONNECTED", connected=True),
    told("COMPLETED", connected=True),
)


@pytest.mark.parametrize("order", list(itertools.permutations(ANSWERED)))
def test_an_answered_call_is_completed_once_in_whatever_order_its_events_come(table, order):
    call = placed(table)
    table.commit([calls.record_turn(call, "s", 1, {}, "interested")])
    happen(deps(table), *order, *order)
    assert ending(table) == ("answered", ["answered"])
    done = calls.by_contact(table, CONNECT_ID)
    assert (done.connected_at, done.ended_at) == ("2026-03-02T16:30:04.000Z", "2026-03-02T16:30:40.000Z")


def test_a_callee_who_leaves_before_the_conversation_is_over_has_hung_up(table):
    call = placed(table)
    table.commit([calls.record_turn(call, "s", 1, {}, None)])
    happen(deps(table), *ANSWERED)
    assert ending(table) == ("hung_up", ["hung_up"])


def test_a_call_that_nobody_picked_up_is_no_answer(table):
    placed(table)
    wired = deps(table)
    wired.connect.contacts[CONNECT_ID] = Contact(CONNECT_ID, NOW, None, DOWN, "TELECOM_PROBLEM")
    happen(wired, told("DISCONNECTED"), told("COMPLETED"))
    assert ending(table) == ("no_answer", ["no_answer"])


def test_a_call_that_was_not_put_through_has_failed(table):
    placed(table)
    happen(deps(table), told("DISCONNECTED", disconnectReason="OUTBOUND_DESTINATION_ENDPOINT_ERROR"))
    assert ending(table) == ("failed", ["failed"])


def test_an_event_that_leaves_open_whether_anybody_picked_up_is_settled_by_asking_connect(table):
    placed(table)
    wired = deps(table)
    wired.connect.contacts[CONNECT_ID] = Contact(CONNECT_ID, NOW, UP, DOWN, "CUSTOMER_DISCONNECT")
    happen(wired, told("DISCONNECTED", minimal=True))
    assert ending(table) == ("hung_up", ["hung_up"])
    assert calls.by_contact(table, CONNECT_ID).connected_at == "2026-03-02T16:30:04.000Z"


def test_the_end_is_not_guessed_while_connect_is_busy(table):
    placed(table)
    wired = deps(table)
    wired.connect.refuse_with = ConnectBusy("ThrottlingException")
    with pytest.raises(Retry):
        happen(wired, told("DISCONNECTED", minimal=True))
    assert ending(table) == (None, [])


def test_the_chain_of_the_call_goes_on(table):
    call = placed(table)
    happen(deps(table), *ANSWERED)
    item = next(i for i in table.items(f"LEAD#{call.lead_id}", "EVENT#"))
    assert json.loads(item["detail"])["meta"]["correlation_id"] == call.correlation_id


def test_somebody_elses_contact_is_left_alone(table):
    wired = deps(table)
    wired.connect.contacts["theirs"] = Contact("theirs", NOW, attributes={"department": "finance"})
    happen(wired, told("DISCONNECTED", contact="theirs"), told("COMPLETED", contact="unknown"))
    assert wired.connect.described == ["theirs", "unknown"]


def our_contact(table, state):
    made = call(state=state)
    table.commit([calls.claim(made, NOW)])
    wired = deps(table)
    ours = {"lead_id": made.lead_id, "call_id": made.call_id}
    wired.connect.contacts["early"] = Contact("early", NOW, attributes=ours)
    return wired


def test_our_contact_that_is_not_recorded_yet_comes_again(table):
    with pytest.raises(Retry):
        happen(our_contact(table, calls.DIALLING), told("DISCONNECTED", contact="early"))


@pytest.mark.parametrize("state", [calls.REFUSED, calls.COMPLETED])
def test_our_contact_of_a_call_that_is_over_is_waited_for_no_longer(table, state):
    happen(our_contact(table, state), told("DISCONNECTED", contact="early"))
    assert said(table) == []


def test_our_contact_of_an_erased_call_is_left_alone(table):
    wired = deps(table)
    wired.connect.contacts["early"] = Contact("early", NOW, attributes={"lead_id": LEAD, "call_id": "a" * 32})
    happen(wired, told("DISCONNECTED", contact="early"))
    assert said(table) == []


@pytest.mark.parametrize(
    "document",
    [
        told("INITIATED"),
        told("QUEUED"),
        told("SOMETHING_NEW"),
        told("DISCONNECTED", channel="CHAT"),
        told("DISCONNECTED", initiationMethod="INBOUND"),
    ],
)
def test_events_that_say_nothing_about_the_end_of_a_call_of_ours_are_none(document):
    assert parse(document) == []


@pytest.mark.parametrize(
    "document",
    [
        {},
        told("DISCONNECTED") | {"detail": None},
        told("DISCONNECTED", contactId=None),
        told("DISCONNECTED", disconnectTimestamp="yesterday"),
        told("DISCONNECTED") | {"time": None},
        told("DISCONNECTED") | {"detail-type": "Something Else"},
    ],
)
def test_what_is_no_contact_event_is_unreadable(document):
    with pytest.raises(Unreadable):
        parse(document)


def test_the_same_fact_told_again_has_the_same_id():
    first, second = (parse(told("DISCONNECTED") | {"id": name})[0] for name in ("a", "b"))
    assert first.id == second.id


def test_times_with_another_offset_are_read_as_utc():
    event = parse(told("DISCONNECTED", disconnectTimestamp="2026-03-02T18:30:40+02:00"))[0].body
    assert event.disconnected_at == DOWN


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the collection of official payloads is not here")
def test_connects_own_samples_are_understood():
    found = {
        path.stem: [raw.body for raw in parse(json.loads(path.read_text(encoding="utf-8")))]
        for path in SAMPLES.glob("*.json")
    }
    ended = found.pop("disconnected_outbound")[0]
    assert ended.complete
    assert (ended.disconnected_at - ended.connected_at).total_seconds() == 42
    assert not any(found.values())  # inbound, chat, and events about agents


@pytest.mark.parametrize(
    ("connected", "reason", "closed", "ended"),
    [
        (UP, None, True, "answered"),
        (UP, "CUSTOMER_DISCONNECT", False, "hung_up"),
        (None, None, False, "no_answer"),
        (None, "TELECOM_PROBLEM", False, "no_answer"),
        (None, "OUTBOUND_RESOURCE_ERROR", False, "failed"),
    ],
)
def test_the_outcome_follows_from_what_is_known(connected, reason, closed, ended):
    assert outcome(connected_at=connected, disconnect_reason=reason, conversation_closed=closed) == ended
