import json

import pytest

from events.inquiry_submitted import InquirySubmitted
from handlers import advance_sequence, place_call
from handlers.serve_api import lambda_handler
from outreach import ids
from outreach.suppression import Gate, Scope
from runtime.consume import process
from store import calls, consents, enrolments, inquiries, keys, leads, recipients, suppression
from store.writes import Put
from tests.unit.api.events import event, posted_json
from tests.unit.api.wired import (
    DEMO,
    NOW,
    PEPPER,
    AlwaysRefused,
    OneAhead,
    deps,
    given_campaign,
    heard,
    items,
    said,
)

ADDRESS = "Jo@Alderfinch.example"
CONTACT = ids.contact_id(ADDRESS, PEPPER)
LEAD = ids.lead_id("alderfinch.example")
FORM = {
    "campaign": DEMO,
    "name": " Jo   Alder ",
    "email": ADDRESS,
    "phone": "+44 117 496 0001",
    "message": "Please call me\r\nabout checkouts.",
    "wants_call": True,
    "consent": {"text": "You may call me with an automated voice.", "version": "2026-02"},
}


@pytest.fixture(autouse=True)
def campaign(table):
    given_campaign(table)


def post(table, form=None, wired=None, key=None, **changes):
    made = posted_json("/inquiries", (FORM if form is None else form) | changes)
    if key is not None:
        made["headers"]["Idempotency-Key"] = key
    answer = lambda_handler(made, None, deps=wired or deps(table))
    return answer["statusCode"], json.loads(answer["body"])


def without(*names):
    return {name: value for name, value in FORM.items() if name not in names}


def only_inquiry(table, lead=LEAD):
    (found,) = inquiries.of_lead(table, lead)
    return found


def test_an_inquiry_is_kept_with_company_contact_and_consent_and_said(table):
    status, body = post(table)
    assert status == 202
    assert body == {"inquiry_id": only_inquiry(table).inquiry_id}
    kept = only_inquiry(table)
    assert (kept.name, kept.message, kept.phone) == (
        "Jo Alder",
        "Please call me\nabout checkouts.",
        "+441174960001",
    )
    assert (kept.channel, kept.wants_call, kept.contact_id) == ("web", True, CONTACT)
    assert leads.get(table, LEAD).domain == "alderfinch.example"
    assert leads.owner(table, CONTACT) == LEAD
    assert recipients.get(table, LEAD, CONTACT).address == "Jo@alderfinch.example"
    given = consents.to_be_called(table, LEAD, CONTACT)
    assert (given.text, given.version) == ("You may call me with an automated voice.", "2026-02")
    assert (given.phone, given.origin, given.cause) == ("+441174960001", "web", kept.inquiry_id)
    assert said(table, LEAD) == [
        (
            "inquiry.submitted",
            {
                "lead_id": LEAD,
                "campaign_id": DEMO,
                "inquiry_id": kept.inquiry_id,
                "channel": "web",
                "wants_call": True,
                "contact_id": CONTACT,
            },
        )
    ]


def test_an_address_that_its_owner_gave_was_published_on_no_page(table):
    post(table)
    assert not recipients.get(table, LEAD, CONTACT).published


def test_the_same_inquiry_again_changes_nothing(table):
    first = post(table)
    before = items(table)
    assert post(table) == first
    assert post(table, name="Jo Alder", email="jo@ALDERFINCH.example", phone="0044 117 4960001") == first
    assert items(table) == before


def test_other_words_are_another_inquiry(table):
    _, first = post(table)
    _, second = post(table, message="Something else.")
    assert first != second
    assert len(list(inquiries.of_lead(table, LEAD))) == len(said(table, LEAD)) == 2


def test_the_same_words_with_another_key_are_another_inquiry(table):
    assert post(table, key="a")[1] == post(table, key="a")[1] != post(table, key="b")[1]
    assert len(said(table, LEAD)) == 2


def test_a_key_that_was_used_for_other_words_is_refused_and_changes_nothing(table):
    post(table, key="a")
    before = items(table)
    assert post(table, key="a", message="Something else.")[0] == 422
    assert items(table) == before


def test_nobodys_key_stands_in_the_way_of_another_person(table):
    one = post(table, key="a")
    other = post(table, key="a", email="mo@birchwell.example")
    assert [one[0], other[0]] == [202, 202]
    assert one[1] != other[1]


@pytest.mark.parametrize("key", ["", "a b", "ä", "x" * 256])
def test_a_key_that_is_none_is_refused(table, key):
    assert post(table, key=key)[0] == 400


def test_a_private_mailbox_is_a_lead_of_its_own_without_a_domain(table):
    post(table, email="jo.alder@gmail.com")
    contact = ids.contact_id("jo.alder@gmail.com", PEPPER)
    lead = leads.owner(table, contact)
    assert lead != ids.lead_id("gmail.com")
    assert leads.get(table, lead).domain == ""
    assert only_inquiry(table, lead).contact_id == contact


def test_an_address_that_belongs_to_a_lead_stays_with_it(table):
    contact = ids.contact_id("shop@gmail.com", PEPPER)
    table.commit([Put(keys.contact_owner(contact), "contact_owner", {"lead_id": LEAD})])
    post(table, email="shop@gmail.com")
    assert only_inquiry(table).contact_id == contact


def test_a_contact_that_was_read_from_a_page_keeps_its_page(table):
    row = {"lead_id": LEAD, "contact_id": CONTACT, "address": ADDRESS, "page": "https://alderfinch.example/"}
    table.commit(
        [
            Put(
                keys.lead(LEAD), "lead", {"lead_id": LEAD, "domain": "alderfinch.example", "company": "A & F"}
            ),
            Put(keys.contact_owner(CONTACT), "contact_owner", {"lead_id": LEAD}),
            Put(keys.contact(LEAD, CONTACT), "contact", row),
        ]
    )
    assert post(table)[0] == 202
    assert recipients.get(table, LEAD, CONTACT).published
    assert leads.get(table, LEAD).company == "A & F"


def test_a_subdomain_belongs_to_the_company(table):
    post(table, email="jo@mail.alderfinch.example")
    assert only_inquiry(table).lead_id == LEAD


def test_nothing_is_consented_to_without_a_wish_for_a_call(table):
    assert post(table, wants_call=False)[0] == 202
    assert consents.to_be_called(table, LEAD, CONTACT) is None


def test_a_wish_for_a_call_without_consent_is_kept_as_it_is(table):
    assert post(table, without("consent"))[0] == 202
    assert consents.to_be_called(table, LEAD, CONTACT) is None
    assert only_inquiry(table).wants_call


def test_a_wish_for_a_call_needs_no_message_and_an_inquiry_without_one_does(table):
    assert post(table, without("message"))[0] == 202
    status, body = post(table, without("message"), wants_call=False)
    assert (status, body["errors"]) == (400, [{"field": "message", "problem": "is missing"}])


def test_a_suppressed_person_gets_the_same_answer_and_no_other_is_listed(table):
    entry = suppression.Entry("unsubscribe", "page", LEAD, DEMO, CONTACT)
    table.commit(list(suppression.suppress(table, [Gate(Scope.ADDRESS, CONTACT)], entry, NOW)))
    status, body = post(table)
    assert (status, list(body)) == (202, ["inquiry_id"])
    assert said(table, LEAD)[0][0] == "inquiry.submitted"
    assert suppression.listed(table, [Gate(Scope.ADDRESS, CONTACT)])


@pytest.mark.parametrize("campaign_id", ["another", "x", "UPPER", "a/b", "ä" * 40])
def test_an_unknown_campaign_is_not_found_and_nothing_is_kept(table, campaign_id):
    before = items(table)
    assert post(table, campaign=campaign_id)[0] == 404
    assert items(table) == before


def test_a_paused_campaign_still_takes_inquiries(table):
    given_campaign(table, paused=True)
    assert post(table)[0] == 202


def faults(table, form):
    before = items(table)
    status, body = post(table, form)
    assert status == 400
    assert items(table) == before
    return {error["field"]: error["problem"] for error in body["errors"]}


def test_every_wrong_field_is_named_at_once(table):
    wrong = faults(
        table,
        {
            "email": "nobody",
            "phone": "ring me",
            "wants_call": "yes",
            "consent": {"text": ""},
            "message": 7,
            "utm": "x",
        },
    )
    assert wrong == {
        "campaign": "is missing",
        "name": "is missing",
        "email": "is no e-mail address",
        "phone": "is no telephone number",
        "wants_call": "is neither true nor false",
        "consent.text": "is missing",
        "consent.version": "is missing",
        "message": "is no text",
        "utm": "is not known here",
    }


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("jo@localhost", "is no e-mail address"),
        ("jo@gmail.con", "ends in “.con”, which is no top-level domain"),
        ("jo@[192.0.2.1]", "is no e-mail address"),
        ("jo@a.example, mo@b.example", "is no e-mail address"),
        ("jo@a.example\nbcc: mo@b.example", "is no e-mail address"),
        ('"jo alder"@a.example', "is no e-mail address"),
        ("jö@a.example", "is no e-mail address"),
        ("x" * 65 + "@a.example", "is no e-mail address"),
        ("x@" + "a" * 255 + ".example", "is longer than 254 characters"),
    ],
)
def test_what_can_be_no_address_is_refused(table, address, problem):
    assert faults(table, FORM | {"email": address}) == {"email": problem}


def test_an_international_domain_becomes_ascii(table):
    post(table, email="jo@müller.de")
    assert only_inquiry(table, ids.lead_id("xn--mller-kva.de")).name == "Jo Alder"


@pytest.mark.parametrize("address", ["jo@shop.md", "jo@shop.py", "o'brien+news@shop.ie"])
def test_unusual_addresses_are_taken(table, address):
    assert post(table, email=address)[0] == 202


@pytest.mark.parametrize(
    ("phone", "problem"),
    [
        ("0117 496 0001", "lacks its country code (+44 …)"),
        ("+44", "is no telephone number"),
        ("+999 1234567", "lacks its country code (+44 …)"),
        ("+44 909 879 0000", "is a number that charges its callers"),
        ("+1 900 555 0123", "is a number that charges its callers"),
        ("+44 117 496 0001 0001 0001", "is no telephone number"),
        ("1" * 41, "is longer than 40 characters"),
    ],
)
def test_a_number_that_may_not_or_can_not_be_dialled_is_refused(table, phone, problem):
    assert faults(table, FORM | {"phone": phone})["phone"] == problem


def test_a_call_needs_a_number(table):
    assert faults(table, without("phone")) == {"phone": "is needed for a call"}


@pytest.mark.parametrize(("field", "most"), [("name", 120), ("message", 5000)])
def test_texts_have_a_longest_length(table, field, most):
    assert faults(table, FORM | {field: "x" * (most + 1)}) == {field: f"is longer than {most} characters"}
    assert post(table, **{field: "x" * most})[0] == 202


def test_what_controls_a_screen_or_is_half_a_character_is_left_out(table):
    assert post(table, name="Jo\x1b[31m\x00 Al\ud800der", message="a\u2028b\tc\x07")[0] == 202
    assert (only_inquiry(table).name, only_inquiry(table).message) == ("Jo[31m Alder", "a\u2028b c")


@pytest.mark.parametrize("consent", ["yes", [], 1, True])
def test_consent_is_a_text_with_its_version(table, consent):
    assert faults(table, FORM | {"consent": consent}) == {"consent": "is no object with text and version"}


def test_a_body_of_a_thousand_brackets_is_no_json(table):
    made = event("POST", "/inquiries", body="[" * 60_000, headers={"content-type": "application/json"})
    assert lambda_handler(made, None, deps=deps(table))["statusCode"] == 400


def test_a_form_that_is_no_json_is_refused(table):
    made = event("POST", "/inquiries", body="email=a", headers={"content-type": "text/plain"})
    assert lambda_handler(made, None, deps=deps(table))["statusCode"] == 415


def test_two_at_once_end_as_one(table):
    wired = deps(table)
    wired.table = OneAhead(table, lambda: post(table))
    assert post(table, wired=wired) == post(table)
    assert len(said(table, LEAD)) == 1


def test_an_address_that_another_lead_has_just_got_goes_to_that_lead(table):
    other = "ab" * 16
    claim = Put(keys.contact_owner(CONTACT), "contact_owner", {"lead_id": other})
    wired = deps(table)
    wired.table = OneAhead(table, lambda: table.commit([claim]))
    assert post(table, wired=wired)[0] == 202
    assert only_inquiry(table, other).contact_id == CONTACT
    assert list(inquiries.of_lead(table, LEAD)) == []


def test_a_table_that_stays_busy_is_said_and_nothing_is_promised(table):
    wired = deps(table)
    wired.table = AlwaysRefused(table)
    status, body = post(table, wired=wired)
    assert (status, body["title"]) == (503, "Busy")
    assert list(inquiries.of_lead(table, LEAD)) == []


def test_a_bug_is_an_answer_without_details(table, caplog):
    wired = deps(table)
    del wired.keys.pepper
    status, body = post(table, wired=wired)
    assert (status, body["title"]) == (500, "Internal error")
    (record,) = caplog.records
    assert record.error == "AttributeError"
    assert "lderfinch" not in str(vars(record)) + json.dumps(body)


# What follows: the event says enough for the handlers that read it -----------------------------------------


def follows(table, handler, wired):
    """Let a handler hear of the inquiry."""
    ((_, data),) = said(table, LEAD)
    name = handler.__name__.rpartition(".")[2]
    process(name, heard(InquirySubmitted(**data)), handler.handle, wired)


def test_the_sequence_of_who_asks_ends(table):
    post(table)
    follows(table, advance_sequence, deps(table))
    stored = enrolments.get(table, LEAD, DEMO).enrolment
    assert (stored.state.value, stored.stop_reason.value) == ("stopped", "converted")


@pytest.mark.parametrize(
    ("left_out", "phone", "state", "reason"),
    [
        ([], "+441174960001", calls.REQUESTED, None),
        (["consent"], "", calls.REFUSED, "consent_missing"),
    ],
)
def test_a_call_is_claimed_on_the_number_and_consent_that_were_given(table, left_out, phone, state, reason):
    wired = deps(table)
    wired.settings.connect_instance = "11111111-2222-3333-4444-555555555555"
    post(table, without(*left_out))
    follows(table, place_call, wired)
    (call,) = calls.of_lead(table, LEAD)
    assert (call.phone, call.state, call.reason, call.origin) == (phone, state, reason, "inquiry")
