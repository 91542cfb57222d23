from datetime import timedelta

import pytest

from store import calls, keys
from store.table import Refusal
from tests.unit.calls.fakes import CONNECT_ID, NOW, call, placed


def test_a_call_comes_back_as_it_was_claimed(table):
    made = call()
    table.commit([calls.claim(made, NOW)])
    assert calls.get(table, made.lead_id, made.call_id) == made


def test_a_call_is_claimed_once(table):
    table.commit([calls.claim(call(), NOW)])
    with pytest.raises(Refusal) as caught:
        table.commit([calls.claim(call(attempt=7), NOW)])
    assert caught.value.gates == (calls.CLAIM,)


def test_a_placed_call_is_found_by_its_contact_and_is_open_work(table):
    made = placed(table)
    assert calls.by_contact(table, CONNECT_ID) == made
    assert made.state == calls.PLACED
    assert list(calls.placed_before(table, NOW + timedelta(seconds=1))) == [made]
    assert list(calls.placed_before(table, NOW)) == []


def test_a_completed_call_is_no_open_work(table):
    made = placed(table)
    table.commit([calls.complete(made, "answered", NOW)])
    done = calls.get(table, made.lead_id, made.call_id)
    assert (done.state, done.outcome) == (calls.COMPLETED, "answered")
    assert list(calls.placed_before(table, NOW + timedelta(days=1))) == []


def test_an_unknown_contact_belongs_to_no_call(table):
    assert calls.by_contact(table, "another") is None


def test_two_readers_can_not_both_change_a_call(table):
    made = placed(table)
    table.commit([calls.connected(made, NOW)])
    with pytest.raises(Refusal) as caught:
        table.commit([calls.complete(made, "no_answer", NOW)])
    assert caught.value.gates == (calls.CHANGED,)


def test_the_first_moment_of_dialling_is_kept(table):
    made = call()
    table.commit([calls.claim(made, NOW)])
    table.commit([calls.dial(made, NOW)])
    again = calls.get(table, made.lead_id, made.call_id)
    table.commit([calls.dial(again, NOW + timedelta(hours=3))])
    assert calls.get(table, made.lead_id, made.call_id).dialled_at == keys.stamp(NOW)


def test_only_a_call_that_is_being_dialled_is_placed(table):
    made = call()
    table.commit([calls.claim(made, NOW)])
    with pytest.raises(Refusal):
        table.commit(list(calls.place(made, CONNECT_ID, NOW)))
    assert calls.by_contact(table, CONNECT_ID) is None


def test_a_turn_is_recorded_once_and_never_goes_back(table):
    made = placed(table)
    table.commit([calls.record_turn(made, "s", 2, {"interested": True}, None)])
    for turn in (1, 2):
        with pytest.raises(Refusal) as caught:
            table.commit([calls.record_turn(made, "s", turn, {"interested": False}, None)])
        assert caught.value.gates == (calls.TURN,)
    kept = calls.get(table, made.lead_id, made.call_id)
    assert (kept.turn, kept.answers, kept.closed) == (2, {"interested": True}, None)


def test_a_bot_that_lost_its_session_begins_anew(table):
    made = placed(table)
    table.commit([calls.record_turn(made, "s", 4, {"interested": True}, None)])
    table.commit([calls.record_turn(made, "t", 1, {}, "stopped")])
    kept = calls.get(table, made.lead_id, made.call_id)
    assert (kept.turn, kept.closed) == (1, "stopped")


def test_a_turn_of_no_call_is_refused(table):
    with pytest.raises(Refusal):
        table.commit([calls.record_turn(call(), "s", 1, {}, None)])


def test_all_calls_of_a_lead_are_found(table):
    table.commit([calls.claim(call(call_id="a" * 32), NOW)])
    table.commit([calls.claim(call(call_id="b" * 32, attempt=2), NOW)])
    assert [c.attempt for c in calls.of_lead(table, call().lead_id)] == [1, 2]
