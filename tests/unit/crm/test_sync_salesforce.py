import itertools
import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from adapters.salesforce import SalesforceLoginRefused
from events.base import Event, Meta
from events.call_completed import CallCompleted
from events.email_sent import EmailSent
from events.inquiry_submitted import InquirySubmitted
from events.lead_erased import LeadErased
from events.lead_scored import LeadScored
from events.recipient_suppressed import RecipientSuppressed
from events.reply_classified import ReplyClassified
from handlers.sync_salesforce import CONSUMES, handle
from outreach.facts import Fact
from outreach.ids import contact_id, digest, send_id
from outreach.profile import Profile
from outreach.suppression import person_gate
from runtime.clock import FixedClock
from runtime.consume import process
from runtime.outcome import Retry
from runtime.settings import Settings
from store import calls, crm, drafts, inquiries, keys, leads, mail, suppression
from store.calls import Call
from store.drafts import Draft
from store.inquiries import Inquiry
from store.sends import SENT
from store.writes import Put
from tests.unit.crm.memory_org import MemoryOrg

NOW = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)
LEAD = digest("lead", "alderfinch.example")
ADDRESS, PEPPER = "jo@alderfinch.example", "pepper"
CONTACT = contact_id(ADDRESS, PEPPER)
SEND, REPLY, CALL, INQUIRY = send_id(LEAD, "demo", 0), digest("reply"), digest("call"), digest("inquiry")
IDS = {"lead_id": LEAD, "campaign_id": "demo"}

SELECTED = LeadScored(**IDS, run_id=digest("run"), fit=80, intent=40, selected=True)
MAILED = EmailSent(**IDS, step=0, send_id=SEND, contact_id=CONTACT, message_id="m-1")
CALLED = CallCompleted(**IDS, call_id=CALL, outcome="answered")
ASKED = InquirySubmitted(**IDS, inquiry_id=INQUIRY, channel="voice", wants_call=True, contact_id=CONTACT)
LEFT = RecipientSuppressed(
    **IDS, contact_id=CONTACT, scope="person", reason="unsubscribe", origin="one_click"
)


def answered(label="WARM", **changes):
    values = {
        "reply_id": REPLY,
        "label": label,
        "confidence": 0.9,
        "decided_by": "rule",
        "wants_call": False,
        "phone_given": False,
        "needs_review": False,
        "contact_id": CONTACT,
    }
    return ReplyClassified(**IDS, **values | changes)


@pytest.fixture
def org():
    return MemoryOrg()


@pytest.fixture
def wired(table, org):
    """A company that was written to, answered and was called; Salesforce knows nothing of it."""
    email = Fact("f" * 16, "email", ADDRESS, "https://alderfinch.example/", "mailto", 1.0, "")
    name = Fact("e" * 16, "company", "Alder & Finch", "https://alderfinch.example/", "og", 1.0, "")
    phone = Fact("d" * 16, "phone", "+441174960001", "https://alderfinch.example/", "tel", 1.0, "")
    profile = Profile("alderfinch.example", "", (email, name, phone))
    draft = Draft(SEND, LEAD, "demo", 1, 0, CONTACT, "A shorter checkout", ("Hello,", "…"), (), "model")
    call = Call(CALL, LEAD, "demo", "reply", REPLY, 1, calls.PLACED, digest("run"), CONTACT)
    inquiry = Inquiry(
        INQUIRY, LEAD, "demo", "voice", True, CONTACT, message="a checkout", callback_time="at 10"
    )
    table.commit(
        [
            leads.new(LEAD, "alderfinch.example", "csv", "demo", digest("run"), NOW),
            *leads.contact(LEAD, CONTACT, email, "published", "mx", NOW),
            leads.score(LEAD, "demo", {"fit": 80, "intent": 40}, NOW),
            drafts.keep(draft, NOW),
            mail.answer(LEAD, REPLY, {"visible": "Yes, please call."}, NOW, review=False),
            calls.claim(call._replace(answers={"interested": True, "need": "a checkout"}), NOW),
            inquiries.submit(inquiry, NOW),
        ]
    )
    table.commit(list(leads.enriched(LEAD, profile, CONTACT, NOW)))
    return SimpleNamespace(
        table=table,
        clock=FixedClock(NOW),
        salesforce=org,
        keys=SimpleNamespace(pepper=PEPPER),
        settings=Settings({}),
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
    process("sync_salesforce", Event[type(data)](meta=meta, data=data), handle, wired)


def said(wired):
    """(type, object or reason) of each event."""
    found = []
    for item in wired.table.items(keys.lead_pk(LEAD), keys.EVENT, consistent=True):
        detail = json.loads(item["detail"])
        data = detail["data"]
        found.append((detail["meta"]["type"], data.get("reason") or data["object"]))
    return sorted(found)


def mailed(wired):
    """The row of a send, as sending leaves it."""
    person = person_gate(ADDRESS, PEPPER).hashed
    row = {"send_id": SEND, "step": 0, "contact_id": CONTACT, "person": person, "domain": "d", "sender": "s"}
    row |= {**IDS, "day": "2026-03-02", "state": SENT}
    wired.table.commit([Put(keys.send(LEAD, SEND), "send", row)])


def suppress(wired, reason="unsubscribe"):
    entry = suppression.Entry(reason, "one_click", LEAD)
    gate = person_gate(ADDRESS, PEPPER)
    wired.table.commit(list(suppression.suppress(wired.table, [gate], entry, NOW)))


# The lead -------------------------------------------------------------------------------------------------


def test_a_selected_company_becomes_a_lead_with_the_reasons(wired, org):
    happens(wired, SELECTED)
    (lead,) = org.of("Lead")
    assert lead["Beckon_Lead_Id__c"] == LEAD
    assert (lead["Company"], lead["Email"], lead["Phone"], lead["Website"]) == (
        "Alder & Finch",
        ADDRESS,
        "+441174960001",
        "https://alderfinch.example",
    )
    assert (lead["LeadSource"], lead["Status"]) == ("Beckon", "Open - Not Contacted")
    assert "fit 80 of 100" in lead["Description"]
    assert said(wired) == [("crm.synced", "Lead")]
    assert crm.get(wired.table, LEAD).who_id == lead["Id"]


def test_a_company_that_is_not_selected_is_not_told(wired, org):
    happens(wired, SELECTED.model_copy(update={"selected": False}))
    assert org.records == {}


def test_selecting_it_again_changes_nothing(wired, org):
    happens(wired, SELECTED)
    writes = list(org.writes)
    happens(wired, SELECTED)
    happens(wired, SELECTED, "another campaign")
    assert org.writes == writes
    assert said(wired) == [("crm.synced", "Lead")]


def test_a_crash_before_the_record_makes_no_second_lead(wired, org):
    org.add("Lead", Beckon_Lead_Id__c=LEAD, Email=ADDRESS, LeadSource="Beckon", Status="Nurturing")
    happens(wired, SELECTED)
    (lead,) = org.of("Lead")
    assert lead["Status"] == "Nurturing"
    assert crm.get(wired.table, LEAD).ours


def test_a_lead_with_the_address_is_adopted_and_keeps_its_fields(wired, org):
    org.add("Lead", Email=ADDRESS, LeadSource="Fair", Status="Nurturing", Company="Alder Ltd")
    happens(wired, SELECTED)
    happens(wired, answered())
    (lead,) = org.of("Lead")
    assert lead["Beckon_Lead_Id__c"] == LEAD
    assert (lead["Company"], lead["Status"], lead["LeadSource"]) == ("Alder Ltd", "Nurturing", "Fair")
    assert crm.get(wired.table, LEAD).adopted


def test_a_converted_lead_is_passed_over(wired, org):
    org.add("Lead", Email=ADDRESS, LeadSource="Fair", **{"IsConverted": True})
    happens(wired, SELECTED)
    assert len(org.of("Lead")) == 2


def test_another_companys_lead_with_the_address_is_not_taken(wired, org):
    org.add("Lead", Email=ADDRESS, Beckon_Lead_Id__c="a" * 32, LeadSource="Beckon")
    happens(wired, SELECTED)
    assert {lead["Beckon_Lead_Id__c"] for lead in org.of("Lead")} == {"a" * 32, LEAD}


def test_a_contact_gets_the_tasks_and_no_lead_and_the_conflict_is_said_once(wired, org):
    contact = org.add("Contact", Email=ADDRESS)
    for data in (SELECTED, MAILED, answered()):
        happens(wired, data)
    assert org.of("Lead") == []
    assert {task["WhoId"] for task in org.of("Task")} == {contact}
    assert said(wired).count(("crm.conflict", "existing_contact")) == 1


def test_what_salesforce_takes_for_a_duplicate_is_shown_to_a_person_and_said_once(wired, org):
    org.refuse("upsert", "Lead", "duplicates_detected")
    for data in (SELECTED, MAILED, answered()):
        happens(wired, data)
    assert org.records == {}
    assert said(wired) == [("crm.conflict", "duplicates_detected")]
    waiting = wired.table.items(f"OPEN#{crm.REVIEW}", index="gsi2")
    assert [item["lead_id"] for item in waiting] == [LEAD]


def test_the_statuses_are_the_orgs_own_words(wired, org):
    wired.settings = Settings(
        {"BECKON_SALESFORCE_STATUS_NEW": "Neu", "BECKON_SALESFORCE_STATUS_WARM": "Im Gespräch"}
    )
    happens(wired, SELECTED)
    assert org.of("Lead")[0]["Status"] == "Neu"
    happens(wired, answered())
    assert org.of("Lead")[0]["Status"] == "Im Gespräch"


# Tasks ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "key", "subject", "text", "status"),
    [
        (MAILED, SEND, "E-mail: A shorter checkout", "Hello,\n\n…", "Completed"),
        (answered("COLD"), REPLY, "Answer: COLD", "Yes, please call.", "Completed"),
        (answered("WARM"), REPLY, "Answer: WARM", "Yes, please call.", "Not Started"),
        (
            answered("NEUTRAL", needs_review=True),
            REPLY,
            "Answer: NEUTRAL",
            "Yes, please call.",
            "Not Started",
        ),
        (CALLED, CALL, "Call: answered", "Interested: yes\nNeed: a checkout", "Completed"),
        (ASKED, INQUIRY, "Inquiry (voice)", "a checkout\nat 10", "Not Started"),
    ],
)
def test_what_happened_is_a_task_and_what_a_person_must_do_stays_open(
    wired, org, data, key, subject, text, status
):
    happens(wired, SELECTED)
    happens(wired, data)
    (task,) = org.of("Task")
    assert task["Beckon_Id__c"] == key
    assert task["WhoId"] == org.of("Lead")[0]["Id"]
    assert (task["Subject"], task["Description"], task["Status"]) == (subject, text, status)
    assert task["ActivityDate"] == "2026-03-02"
    assert ("crm.synced", "Task") in said(wired)


@pytest.mark.parametrize("order", list(itertools.permutations([SELECTED, MAILED, answered(), CALLED])))
def test_in_whatever_order_it_is_told_it_ends_the_same(wired, org, order):
    for data in (*order, *order):
        happens(wired, data)
    (lead,) = org.of("Lead")
    assert lead["Status"] == "Working - Contacted"
    assert {task["Beckon_Id__c"] for task in org.of("Task")} == {SEND, REPLY, CALL}
    assert said(wired) == [("crm.synced", "Lead"), *[("crm.synced", "Task")] * 3]


def test_a_warm_answer_moves_the_status_once_and_a_salesperson_moves_it_on(wired, org):
    happens(wired, SELECTED)
    happens(wired, answered())
    (lead,) = org.of("Lead")
    assert lead["Status"] == "Working - Contacted"
    lead["Status"] = "Closed - Converted"
    happens(wired, ASKED)
    assert org.of("Lead")[0]["Status"] == "Closed - Converted"


def test_a_lead_that_a_person_converted_meanwhile_is_a_conflict_and_the_task_stands(wired, org):
    happens(wired, SELECTED)
    org.refuse("update", "Lead", "converted_lead")
    happens(wired, answered())
    assert len(org.of("Task")) == 1
    assert ("crm.conflict", "converted_lead") in said(wired)
    assert crm.get(wired.table, LEAD).warm


def test_a_task_that_salesforce_refuses_is_a_conflict(wired, org):
    happens(wired, SELECTED)
    org.refuse("upsert", "Task", "external_id_not_unique")
    happens(wired, MAILED)
    assert said(wired) == [("crm.conflict", "external_id_not_unique"), ("crm.synced", "Lead")]


def test_what_tells_of_something_erased_is_left_alone(wired, org):
    happens(wired, MAILED.model_copy(update={"send_id": "a" * 32}))
    assert org.records == {}


@pytest.mark.parametrize(("why", "after"), [("UNABLE_TO_LOCK_ROW", None), ("REQUEST_LIMIT_EXCEEDED", 600.0)])
def test_salesforce_being_busy_is_waited_out(wired, org, why, after):
    org.refuse("upsert", "Lead", why)
    with pytest.raises(Retry) as caught:
        happens(wired, SELECTED)
    assert caught.value.after == after
    org.refusals.clear()
    happens(wired, SELECTED)
    assert len(org.of("Lead")) == 1


def test_a_login_that_is_refused_is_tried_again_and_names_what_to_mend(wired, org):
    org.refusals[("find", "")] = SalesforceLoginRefused("invalid_grant user hasn't approved this consumer")
    with pytest.raises(Retry, match="hasn't approved"):
        happens(wired, SELECTED)


# Objections -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["Lead", "Contact"])
def test_an_objection_sets_its_flag_on_whatever_record_the_person_has(wired, org, kind):
    org.add(kind, Email=ADDRESS, LeadSource="Fair")
    happens(wired, SELECTED)
    happens(wired, LEFT)
    (record,) = org.of(kind)
    assert record["HasOptedOutOfEmail"] is True
    assert "DoNotCall" not in record


def test_a_wish_not_to_be_called_is_another_flag(wired, org):
    happens(wired, SELECTED)
    happens(wired, LEFT.model_copy(update={"reason": "do_not_call", "origin": "call"}))
    (lead,) = org.of("Lead")
    assert lead["DoNotCall"] is True
    assert "HasOptedOutOfEmail" not in lead


def test_a_bounce_is_no_objection(wired, org):
    happens(wired, SELECTED)
    writes = list(org.writes)
    happens(wired, LEFT.model_copy(update={"scope": "address", "reason": "bounce", "origin": "ses"}))
    assert org.writes == writes


@pytest.mark.parametrize("existing", [None, "Lead", "Contact"])
@pytest.mark.parametrize("order", list(itertools.permutations([SELECTED, MAILED, LEFT])))
def test_an_objection_is_in_salesforce_whenever_it_was_told(wired, org, order, existing):
    if existing:
        org.add(existing, Email=ADDRESS, LeadSource="Fair")
    mailed(wired)
    suppress(wired)
    for data in order:
        happens(wired, data)
    (record,) = org.of(existing or "Lead")
    assert record["HasOptedOutOfEmail"] is True


def test_the_objection_of_somebody_salesforce_never_heard_of_makes_no_record(wired, org):
    suppress(wired)
    happens(wired, LEFT)
    assert org.records == {}


def test_a_flag_that_salesforce_refuses_is_a_conflict(wired, org):
    happens(wired, SELECTED)
    org.refuse("update", "Lead", "deleted")
    happens(wired, LEFT)
    assert ("crm.conflict", "deleted") in said(wired)


# Erasing --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row_is_gone", [False, True])
def test_erasing_blanks_our_lead_and_the_texts_of_our_tasks(wired, org, row_is_gone):
    for data in (SELECTED, MAILED, answered()):
        happens(wired, data)
    theirs = org.add("Task", WhoId=org.of("Lead")[0]["Id"], Subject="Lunch")
    if row_is_gone:
        key = keys.crm(LEAD)
        wired.table._client.delete_item(
            TableName=wired.table.name, Key={"pk": {"S": key.pk}, "sk": {"S": key.sk}}
        )
    happens(wired, LeadErased(lead_id=LEAD))
    (lead,) = org.of("Lead")
    assert lead["Email"] is lead["Phone"] is lead["Description"] is None
    assert lead["HasOptedOutOfEmail"] is lead["DoNotCall"] is True
    ours = [task for task in org.of("Task") if task["Id"] != theirs]
    assert {task["Subject"] for task in ours} == {"Erased on request"}
    assert {task["Description"] for task in ours} == {None}
    assert org.records[theirs]["Subject"] == "Lunch"


def test_erasing_leaves_a_record_of_somebody_elses_to_them_but_for_the_flags(wired, org):
    org.add("Contact", Email=ADDRESS)
    happens(wired, SELECTED)
    happens(wired, LeadErased(lead_id=LEAD))
    (contact,) = org.of("Contact")
    assert contact["Email"] == ADDRESS
    assert contact["HasOptedOutOfEmail"] is contact["DoNotCall"] is True


def test_it_consumes_what_the_catalogue_says():
    assert all("sync_salesforce" in model.CONSUMERS for model in CONSUMES)
