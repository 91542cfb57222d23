from datetime import date

import pytest

from outreach import crm
from outreach.crm import Person

LEAD = "0123456789abcdef0123456789abcdef"


def test_a_lead_carries_the_company_the_person_and_where_it_came_from():
    fields = crm.lead(
        LEAD,
        company="Alder & Finch",
        domain="alderfinch.example",
        person=Person("jo@alderfinch.example", "Jo Ann Alder", "+441174960001"),
        description="Fit 80",
    )
    assert fields == {
        "Company": "Alder & Finch",
        "FirstName": "Jo Ann",
        "LastName": "Alder",
        "Email": "jo@alderfinch.example",
        "Phone": "+441174960001",
        "Website": "https://alderfinch.example",
        "LeadSource": "Beckon",
        "Status": "Open - Not Contacted",
        "Description": "Fit 80",
    }


@pytest.mark.parametrize(
    ("company", "domain", "last"),
    [
        ("Alder", "alder.example", "Alder"),
        ("", "alder.example", "alder.example"),
        ("", "", "Unknown company"),
    ],
)
def test_what_salesforce_requires_is_always_there(company, domain, last):
    fields = crm.lead(LEAD, company=company, domain=domain, person=Person())
    assert fields["LastName"] == fields["Company"] == last


def test_nothing_empty_is_sent_so_that_an_update_blanks_nothing():
    fields = crm.lead(LEAD, company="Alder", domain="", person=Person())
    assert set(fields) == {"Company", "LastName", "LeadSource", "Status"}


def test_long_values_are_cut_to_salesforces_lengths():
    fields = crm.lead(LEAD, company="C" * 300, domain="", person=Person(name="Ann " + "L" * 90))
    assert len(fields["Company"]) == 255
    assert len(fields["LastName"]) == 80


def test_a_task_of_what_happened_is_completed():
    assert crm.task(who_id="00Q1", subject="Email: Hello", day=date(2026, 3, 2), note="n" * 3000) == {
        "WhoId": "00Q1",
        "Subject": "Email: Hello",
        "Status": "Completed",
        "Priority": "Normal",
        "ActivityDate": "2026-03-02",
        "Description": "n" * 2000,
    }


def test_a_task_that_a_person_has_to_do_stays_open():
    fields = crm.task(who_id="00Q1", subject="Call back", day=date(2026, 3, 2), open_for_a_person=True)
    assert (fields["Status"], fields["Priority"]) == ("Not Started", "High")


@pytest.mark.parametrize(
    ("scope", "reason", "flags"),
    [
        ("address", "unsubscribe", {"HasOptedOutOfEmail": True}),
        ("person", "complaint", {"HasOptedOutOfEmail": True}),
        ("domain", "manual", {"HasOptedOutOfEmail": True}),
        ("phone", "manual", {"DoNotCall": True}),
        ("person", "do_not_call", {"DoNotCall": True}),
        ("person", "erased", {"HasOptedOutOfEmail": True, "DoNotCall": True}),
        ("address", "bounce", {}),
    ],
)
def test_an_objection_becomes_its_flag_and_a_bounce_none(scope, reason, flags):
    assert crm.opt_outs(scope, reason) == flags


def test_an_erased_lead_keeps_no_personal_data_and_both_objections():
    fields = crm.erased()
    assert [fields[name] for name in ("FirstName", "Email", "Phone", "Description")] == [None] * 4
    assert fields["HasOptedOutOfEmail"] is fields["DoNotCall"] is True


def test_answers_are_told_a_line_each_and_only_those_given():
    answers = {"interested": True, "need": "checkout", "callback_time": "", "email": None}
    assert crm.answers_note(answers) == "Interested: yes\nNeed: checkout"
    assert crm.answers_note({"interested": False}) == "Interested: no"
    assert crm.answers_note({}) == ""


@pytest.mark.parametrize(
    ("name", "parts"),
    [("Jo Ann Alder", ("Jo Ann", "Alder")), ("Madonna", ("", "Madonna")), ("  ", ("", ""))],
)
def test_names_are_split_for_salesforce(name, parts):
    assert crm.split_name(name) == parts


def test_the_note_of_a_score_gives_its_reasons():
    assert crm.score_note("demo", 80, 40, ["runs Shopify"]) == (
        "Beckon, campaign demo: fit 80 of 100, intent 40 of 100.\n- runs Shopify"
    )
