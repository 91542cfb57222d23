"""A call from end to end in one process: Connect's API, the deployed flow, Lex, the hook and contact events.

The people are the sandbox's: each behaves on the phone as their character says.
"""

import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from adapters.connect import Connect
from handlers import answer_lex, track_call
from outreach.suppression import Gate, Scope
from runtime.consume import process
from store import calls, inquiries, suppression
from tests.unit.calls.fakes import LEAD, PHONE
from tests.unit.calls.lex import check
from tests.unit.calls.test_place_call import ID, answered, happens, requested, wired
from tests.unit.sandbox.conftest import FakeAccount, key_pair, start

__all__ = ["key_pair", "start", "wired"]  # fixtures

FLOW = Path(__file__).parents[3] / "infrastructure" / "flows" / "outbound_call.json"
INSTANCE = "11111111-2222-3333-4444-555555555555"


@pytest.fixture(params=["with the flow", "without a flow"])
def line(request, start, wired):
    """A telephone line: the handlers' table, and a sandbox in which Lex asks our hook."""
    wired.table = OneAtATime(wired.table)
    account = FakeAccount(turn=lambda event: check(answer_lex.lambda_handler(event, None, deps=wired)))
    flow = {"connect_flow": FLOW} if request.param == "with the flow" else {}
    sandbox = start(account=account, **flow)
    wired.connect = Connect(lambda: sandbox.client("connect", "connect"), INSTANCE, "flow", "+12025550100")
    return SimpleNamespace(sandbox=sandbox, account=account, deps=wired)


def ring(line, character):
    """Ask for the call, let the person behave, and hand the contact events over, twice and backwards."""
    line.sandbox.town.connect.behave(PHONE, character)
    happens(line.deps, answered())
    happens(line.deps, requested())
    line.sandbox.settle()
    told = [
        {"source": source, "detail-type": kind, "time": line.deps.clock.now().isoformat(), "detail": detail}
        for source, kind, detail, _ in line.account.events
    ]
    for document in [*reversed(told), *told]:
        for raw in track_call.parse(document):
            process("track_call", raw, track_call.handle, line.deps)
    return calls.get(line.deps.table, LEAD, ID)


def do_not_call(line, call):
    gates = [Gate(Scope(scope), hashed) for scope, hashed in call.do_not_call]
    return len(suppression.listed(line.deps.table, gates))


@pytest.mark.parametrize("character", ["interested", "asks_back"])
def test_somebody_interested_ends_in_an_inquiry(line, character):
    call = ring(line, character)
    assert (call.outcome, call.closed) == ("answered", "interested")
    assert call.answers["need"]
    assert call.answers["callback_time"]
    (inquiry,) = inquiries.of_lead(line.deps.table, LEAD)
    assert inquiry.message == call.answers["need"]


def test_somebody_who_is_not_interested_is_let_go(line):
    call = ring(line, "not_interested")
    assert (call.outcome, call.closed) == ("answered", "not_interested")
    assert list(inquiries.of_lead(line.deps.table, LEAD)) == []


def test_somebody_who_wants_no_calls_is_on_the_list_and_hears_so(line):
    call = ring(line, "stop_calling")
    assert (call.outcome, call.closed) == ("answered", "stopped")
    assert do_not_call(line, call) == 2
    (booked,) = line.sandbox.books()["calls"]
    assert "do not call list" in " ".join(booked["turns"][-1]["bot"])


def test_somebody_who_mumbles_is_not_kept(line):
    call = ring(line, "mumbles")
    assert (call.outcome, call.closed) == ("answered", "misunderstood")


def test_somebody_who_hangs_up_has_hung_up(line):
    call = ring(line, "hangs_up")
    assert (call.outcome, call.closed) == ("hung_up", None)


def test_nobody_there_is_no_answer(line):
    call = ring(line, "no_answer")
    assert (call.outcome, call.connected_at, call.answers) == ("no_answer", None, {})


class OneAtATime:
    """A table for two threads: the phone rings in one while the call is recorded in the other, and the
    table of the tests (moto's) is not made for that."""

    def __init__(self, table):
        self._table = table
        self._lock = threading.RLock()

    def __getattr__(self, name):
        found = getattr(self._table, name)
        if not callable(found):
            return found

        def locked(*arguments, **named):
            with self._lock:
                answer = found(*arguments, **named)
                return list(answer) if isinstance(answer, Iterator) else answer

        return locked
