from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from adapters.connect import CallNotAllowed, ConnectBusy
from events.base import Event, Meta
from events.call_requested import CallRequested
from events.inquiry_submitted import InquirySubmitted
from events.reply_classified import ReplyClassified
from handlers.place_call import CONSUMES, PAUSED_FOR, TOKEN_LIVES, handle
from outreach.campaign import CallConsent
from outreach.campaign_file import load
from outreach.facts import Fact
from outreach.ids import call_id, contact_id, digest
from outreach.profile import Profile
from outreach.suppression import Gate, Scope, person_gate, phone_gate
from runtime.consume import process
from runtime.outcome import Retry, Unreadable
from store import calls, consents, keys, leads, suppression
from store.consents import Consent
from store.writes import Delete, Put
from tests.unit.calls.fakes import LEAD, NOW, PHONE, deps, said

DEMO = load(Path(__file__).parents[3] / "campaigns" / "demo.yml")
ADDRESS, PEPPER = "jo@alderfinch.example", "pepper"
CONTACT = contact_id(ADDRESS, PEPPER)
REPLY, INQUIRY = digest("reply", 1), digest("inquiry", 1)
ID = call_id(LEAD, DEMO.id, REPLY)
NIGHT = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)  # in London too


class Scheduler:
    def __init__(self):
        self.made = {}

    def once(self, *, name, at, to, document):
        self.made.setdefault(name, (at, to, document))


@pytest.fixture
def wired(table):
    """A company with an address, whose owner asked to be called on a number in London."""
    campaign(table)
    fact = Fact("f" * 16, "email", ADDRESS, "https://alderfinch.example/", "mailto", 1.0, "")
    name = Fact("e" * 16, "company", "Alder & Finch", "https://alderfinch.example/", "og", 1.0, "")
    table.commit(
        [
            leads.new(LEAD, "alderfinch.example", "csv", DEMO.id, digest("run"), NOW),
            *leads.contact(LEAD, CONTACT, fact, "published", "mx", NOW),
            *consent(),
        ]
    )
    table.commit(list(leads.enriched(LEAD, Profile("alderfinch.example", "", (name,)), CONTACT, NOW)))
    made = deps(table, scheduler=Scheduler())
    made.settings = SimpleNamespace(connect_instance="11111111-2222-3333-4444-555555555555", max_receives=6)
    return made


def campaign(table, *, paused=False, **policy):
    form = replace(DEMO, calls=DEMO.calls._replace(**policy)).to_item()
    table.commit([Put(keys.campaign(DEMO.id), "campaign", form | {"paused": paused})])


def consent(phone=PHONE):
    return consents.record(LEAD, CONTACT, Consent("please call me", "1", phone, "reply", REPLY), NOW)


def answered(**changes):
    values = {
        "lead_id": LEAD,
        "campaign_id": DEMO.id,
        "reply_id": REPLY,
        "label": "WARM",
        "confidence": 0.9,
        "decided_by": "rule",
        "wants_call": True,
        "phone_given": True,
        "needs_review": False,
        "contact_id": CONTACT,
    }
    return ReplyClassified(**values | changes)


def inquired(**changes):
    values = {
        "lead_id": LEAD,
        "campaign_id": DEMO.id,
        "inquiry_id": INQUIRY,
        "channel": "web",
        "wants_call": True,
        "contact_id": CONTACT,
    }
    return InquirySubmitted(**values | changes)


def requested(identity=ID):
    return CallRequested(
        lead_id=LEAD,
        campaign_id=DEMO.id,
        call_id=identity,
        origin="reply",
        attempt=1,
        contact_id=CONTACT,
    )


def happens(wired, data, cause="cause"):
    meta = Meta(
        id=digest(cause, data.TYPE),
        type=data.TYPE,
        version=1,
        occurred_at=wired.clock.now(),
        correlation_id=digest("run"),
        causation_id=digest("before"),
        producer="test",
    )
    process("place_call", Event[type(data)](meta=meta, data=data), handle, wired)


def the_call(wired, identity=ID):
    return calls.get(wired.table, LEAD, identity)


def spoken(wired):
    return [(kind, data.get("reason")) for kind, data in said(wired.table)]


def suppress(table, gate):
    entry = suppression.Entry("do_not_call", "call", LEAD)
    table.commit(list(suppression.suppress(table, [gate], entry, NOW)))


GATES = [phone_gate(PHONE, PEPPER), person_gate(ADDRESS, PEPPER), Gate(Scope.ADDRESS, CONTACT)]


def test_a_warm_answer_that_asks_for_a_call_claims_one(wired):
    happens(wired, answered())
    call = the_call(wired)
    assert (call.state, call.phone, call.company, call.caller, call.cause) == (
        calls.REQUESTED,
        PHONE,
        "Alder & Finch",
        "Lumenpost Ltd",
        REPLY,
    )
    assert spoken(wired) == [("call.requested", None)]
    assert wired.connect.started == []


def test_a_claimed_call_is_dialled_and_the_contact_leads_back_to_it(wired):
    happens(wired, answered())
    happens(wired, requested())
    ((token, phone, attributes),) = wired.connect.started
    assert (token, phone) == (ID, PHONE)
    call = calls.by_contact(wired.table, f"contact-{ID}")
    assert (call.state, call.call_id) == (calls.PLACED, ID)
    assert [kind for kind, _ in spoken(wired)] == ["call.requested", "call.placed"]
    assert {"lead_id", "call_id", "campaign_id", "company", "caller", "topic"} <= set(attributes)
    assert "automated" in attributes["opening"]
    assert "Alder & Finch" in attributes["opening"]
    assert "Lumenpost Ltd" in attributes["opening"]
    assert ADDRESS not in str(attributes)


def test_the_call_carries_what_a_wish_to_be_left_alone_has_to_close(wired):
    happens(wired, answered())
    assert {Gate(Scope(scope), hashed) for scope, hashed in the_call(wired).do_not_call} == set(GATES[:2])


def test_the_same_wish_again_is_the_same_call(wired):
    for cause in ("cause", "cause", "another delivery with another id"):
        happens(wired, answered(), cause)
        happens(wired, requested(), cause)
    assert len(wired.connect.started) == 1
    assert [kind for kind, _ in spoken(wired)] == ["call.requested", "call.placed"]


def test_a_crash_after_the_start_dials_the_same_call_again(wired):
    happens(wired, answered())
    wired.table = CrashOnRecord(wired.table)
    with pytest.raises(ConnectionError):
        happens(wired, requested())
    happens(wired, requested())
    assert [token for token, _, _ in wired.connect.started] == [ID, ID]
    assert the_call(wired).state == calls.PLACED


@pytest.mark.parametrize(
    "data",
    [
        answered(label="COLD"),
        answered(label="NEUTRAL"),
        answered(wants_call=False, phone_given=False),
        answered(needs_review=True),
        inquired(wants_call=False),
        inquired(channel="voice"),
    ],
)
def test_what_asks_for_no_call_of_ours_claims_none(wired, data):
    happens(wired, data)
    assert list(calls.of_lead(wired.table, LEAD)) == []
    assert said(wired.table) == []


def test_an_inquiry_claims_a_call_too(wired):
    happens(wired, inquired())
    assert the_call(wired, call_id(LEAD, DEMO.id, INQUIRY)).origin == "inquiry"


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.scope.value)
def test_nobody_who_is_suppressed_is_called(wired, gate):
    suppress(wired.table, gate)
    happens(wired, answered())
    assert (the_call(wired).state, the_call(wired).reason) == (calls.REFUSED, "do_not_call")
    assert spoken(wired) == [("call.refused", "do_not_call")]


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.scope.value)
def test_a_suppression_between_the_claim_and_the_dialling_holds(wired, gate):
    happens(wired, answered())
    suppress(wired.table, gate)
    happens(wired, requested())
    assert wired.connect.started == []
    assert the_call(wired).reason == "do_not_call"


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.scope.value)
def test_a_suppression_at_the_very_moment_of_dialling_holds(wired, gate):
    happens(wired, answered())
    wired.table = Meanwhile(wired.table, lambda table: suppress(table, gate))
    with pytest.raises(Retry):
        happens(wired, requested())
    happens(wired, requested())
    assert wired.connect.started == []
    assert spoken(wired)[-1] == ("call.refused", "do_not_call")


def test_a_consent_that_is_withdrawn_before_the_dialling_holds(wired):
    happens(wired, answered())
    wired.table.commit([Delete(keys.consent(LEAD, CONTACT, "call"))])
    happens(wired, requested())
    assert wired.connect.started == []
    assert the_call(wired).reason == "consent_missing"


def withdrawn(table):
    table.commit([Delete(keys.consent(LEAD, CONTACT, "call"))])


@pytest.mark.parametrize(
    ("arrange", "reason"),
    [
        (withdrawn, "consent_missing"),
        (lambda table: (withdrawn(table), table.commit(consent(phone=""))), "no_number_given"),
        (lambda table: table.commit(consent(phone="+88213312345")), "zone_unknown"),
        (lambda table: campaign(table, enabled=False), "calls_disabled"),
        (lambda table: campaign(table, consent=CallConsent.INQUIRY), "consent_missing"),
        (lambda table: campaign(table, from_hour=21, to_hour=21), "no_common_hour"),
    ],
)
def test_a_call_that_a_rule_forbids_is_refused_by_its_name(wired, arrange, reason):
    arrange(wired.table)
    happens(wired, answered())
    assert the_call(wired).state == calls.REFUSED
    assert spoken(wired) == [("call.refused", reason)]


def test_a_campaign_that_wants_more_than_an_answer_takes_a_forms_consent(wired):
    campaign(wired.table, consent=CallConsent.INQUIRY)
    happens(wired, inquired())
    assert spoken(wired) == [("call.requested", None)]


def test_without_a_connect_instance_nothing_is_dialled(wired):
    wired.settings.connect_instance = "none"
    happens(wired, answered())
    assert spoken(wired) == [("call.refused", "connect_not_set_up")]


def test_an_answer_from_nobody_we_know_has_no_consent(wired):
    happens(wired, answered(contact_id=None))
    assert spoken(wired) == [("call.refused", "consent_missing")]


def test_outside_the_callees_hours_a_call_waits_for_them(wired):
    wired.clock.set(NIGHT)
    happens(wired, answered())
    assert the_call(wired).state == calls.WAITING
    assert said(wired.table) == []
    ((at, to, document),) = wired.scheduler.made.values()
    assert (at, to) == (datetime(2026, 3, 3, 8, 0, tzinfo=UTC), "place_call")
    assert CallRequested(**document["detail"]["data"]).call_id == ID
    wired.clock.set(at)
    happens(wired, requested())
    assert the_call(wired).state == calls.PLACED


def test_a_call_that_was_claimed_in_time_and_comes_late_waits_too(wired):
    happens(wired, answered())
    wired.clock.set(NIGHT)
    happens(wired, requested())
    happens(wired, requested(), "again")
    assert wired.connect.started == []
    assert the_call(wired).state == calls.WAITING
    assert len(wired.scheduler.made) == 1


def test_a_call_of_a_paused_campaign_waits(wired):
    campaign(wired.table, paused=True)
    happens(wired, answered())
    assert the_call(wired).state == calls.WAITING
    ((at, _, _),) = wired.scheduler.made.values()
    assert at == NOW + PAUSED_FOR


def test_connect_being_busy_is_waited_out_with_the_same_token(wired):
    happens(wired, answered())
    wired.connect.refuse_with = ConnectBusy("LimitExceededException")
    with pytest.raises(Retry, match="LimitExceededException"):
        happens(wired, requested())
    assert the_call(wired).state == calls.DIALLING
    wired.connect.refuse_with = None
    happens(wired, requested())
    assert the_call(wired).state == calls.PLACED


def test_a_number_that_connect_will_not_dial_is_refused_with_its_reason(wired):
    happens(wired, answered())
    wired.connect.refuse_with = CallNotAllowed("destination_not_allowed")
    happens(wired, requested())
    assert (the_call(wired).state, the_call(wired).reason) == (calls.REFUSED, "destination_not_allowed")
    assert spoken(wired)[-1] == ("call.refused", "destination_not_allowed")


def dialling(wired, **row):
    """A call of which Connect may or may not know: the function stopped after saying that it dials."""
    happens(wired, answered())
    table = wired.table
    table.commit([calls.dial(the_call(wired), wired.clock.now())])
    if row:
        table.commit([calls.record_turn(the_call(wired), "session", 1, {}, None)])


def test_a_start_of_which_nobody_knows_is_not_repeated_when_connect_has_forgotten_its_token(wired):
    dialling(wired)
    wired.clock.advance(TOKEN_LIVES + timedelta(seconds=1))
    happens(wired, requested())
    assert wired.connect.started == []
    assert the_call(wired).reason == "dialled_too_long_ago"


def test_a_start_of_which_nobody_knows_is_not_repeated_outside_the_hours(wired):
    dialling(wired)
    wired.clock.set(NIGHT)
    happens(wired, requested())
    assert wired.connect.started == []
    assert the_call(wired).state == calls.DIALLING
    assert len(wired.scheduler.made) == 1


def test_a_call_in_which_somebody_spoke_is_recorded_whatever_was_said_since(wired):
    dialling(wired, spoke=True)
    suppress(wired.table, GATES[0])
    happens(wired, requested())
    assert the_call(wired).state == calls.PLACED


@pytest.mark.parametrize("now", [NOW, NIGHT])
def test_a_number_that_was_replaced_before_the_dialling_is_not_dialled(wired, now):
    happens(wired, answered())
    wired.table.commit(consent(phone="+12025550123"))
    wired.clock.set(now)
    happens(wired, requested())
    assert wired.connect.started == []
    assert (the_call(wired).state, the_call(wired).reason) == (calls.REFUSED, "number_replaced")
    assert spoken(wired)[-1] == ("call.refused", "number_replaced")


def test_an_inquiry_with_another_number_is_called_on_that_one(wired):
    happens(wired, answered())
    wired.table.commit(consent(phone="+12025550123"))
    happens(wired, inquired())
    happens(wired, requested(call_id(LEAD, DEMO.id, INQUIRY)))
    assert [phone for _, phone, _ in wired.connect.started] == ["+12025550123"]


def test_two_that_dial_at_once_place_one_call(wired):
    happens(wired, answered())
    start = wired.connect.start_call

    def start_while_another_does(*given):
        wired.connect.start_call = start
        happens(wired, requested(), cause="again")
        return start(*given)

    wired.connect.start_call = start_while_another_does
    happens(wired, requested())
    assert {token for token, _, _ in wired.connect.started} == {ID}
    assert [kind for kind, _ in spoken(wired)].count("call.placed") == 1
    assert the_call(wired).state == calls.PLACED


def test_a_request_for_a_call_that_does_not_exist_is_unreadable(wired):
    with pytest.raises(Unreadable):
        happens(wired, requested("a" * 32))


def test_a_campaign_that_does_not_exist_is_unreadable(wired):
    wired.table.commit([Delete(keys.campaign(DEMO.id))])
    with pytest.raises(Unreadable):
        happens(wired, answered())


def test_it_consumes_what_the_catalogue_says():
    assert {model.TYPE for model in CONSUMES} == {
        model.TYPE
        for model in (ReplyClassified, InquirySubmitted, CallRequested)
        if "place_call" in model.CONSUMERS
    }


class Meanwhile:
    """A table in which something else happens just before the first commit."""

    def __init__(self, table, act):
        self._table = table
        self._act = act

    def __getattr__(self, name):
        return getattr(self._table, name)

    def commit(self, writes):
        act, self._act = self._act, None
        if act is not None:
            act(self._table)
        self._table.commit(writes)


class CrashOnRecord:
    """A table that is cut off at the first commit that records a placed call."""

    def __init__(self, table):
        self._table = table
        self._crashed = False

    def __getattr__(self, name):
        return getattr(self._table, name)

    def commit(self, writes):
        if not self._crashed and any(getattr(w, "type", "") == "connect_pointer" for w in writes):
            self._crashed = True
            raise ConnectionError
        self._table.commit(writes)
