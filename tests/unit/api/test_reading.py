import json
from dataclasses import replace

import pytest

from handlers.serve_api import lambda_handler
from outreach.ids import digest
from store import keys, overview
from store.writes import Put, Update
from tests.unit.api.events import event
from tests.unit.api.wired import CONTACT, DEMO, KEY, LEAD, SEND, deps, given_campaign, heard

PAGE = "https://alderfinch.example/contact"


def ask(table, path, key=KEY, wired=None, **query):
    headers = {"authorization": f"Bearer {key}"} if key else {}
    made = event("GET", path, headers=headers, query={name: str(value) for name, value in query.items()})
    answer = lambda_handler(made, None, deps=wired or deps(table))
    return answer["statusCode"], json.loads(answer["body"])


def enrolled(table, lead_id, state="active", campaign=DEMO, **more):
    row = {
        "lead_id": lead_id,
        "campaign_id": campaign,
        "campaign_version": 1,
        "state": state,
        "step": 1,
        "why": "the first mail was sent",
        "changed_at": "2026-03-02T16:30:00.000Z",
    }
    table.commit(
        [
            Put(
                keys.enrolment(lead_id, campaign),
                "enrolment",
                row | more,
                gsi1=keys.campaign_leads_index(campaign, lead_id),
            )
        ]
    )


def many(table, count, state=lambda n: "active"):
    ids = sorted(digest("many", n) for n in range(count))
    for n, lead_id in enumerate(ids):
        enrolled(table, lead_id, state(n))
        table.commit([Put(keys.lead(lead_id), "lead", {"lead_id": lead_id, "domain": f"shop-{n}.example"})])
    return ids


# Who may read -------------------------------------------------------------------------------------------


def test_health_needs_no_key_and_tells_nothing(table):
    assert ask(table, "/v1/health", key=None) == (200, {"status": "ok"})


def test_health_fails_when_the_table_can_not_be_read(table):
    wired = deps(table)
    wired.table = None
    assert ask(table, "/v1/health", key=None, wired=wired)[0] == 500


@pytest.mark.parametrize("path", ["/v1/campaigns", "/v1/campaigns/demo/funnel", "/v1/leads", "/v1/leads/x"])
@pytest.mark.parametrize("key", [None, "", "wrong", KEY[:-1], KEY + "x", "ä"])
def test_everything_else_needs_the_key(table, path, key):
    status, body = ask(table, path, key=key)
    assert status == 401
    assert KEY not in json.dumps(body)


def test_another_scheme_is_no_key(table):
    made = event("GET", "/v1/campaigns", headers={"authorization": f"Basic {KEY}"})
    assert lambda_handler(made, None, deps=deps(table))["statusCode"] == 401


def test_an_api_without_a_key_of_its_own_is_closed(table):
    wired = deps(table)
    wired.keys.api = ""
    assert ask(table, "/v1/campaigns", key=None, wired=wired)[0] == 503


# Campaigns ----------------------------------------------------------------------------------------------


def test_campaigns_are_listed_with_whether_they_run(table):
    given_campaign(table)
    given_campaign(table, paused=True, id="another", name="Another one", version=3)
    status, body = ask(table, "/v1/campaigns")
    assert status == 200
    assert [(c["campaign_id"], c["state"], c["version"]) for c in body["campaigns"]] == [
        ("another", "paused", 3),
        (DEMO, "running", 1),
    ]


def test_a_funnel_adds_up_days_and_shards(table):
    given_campaign(table)
    for day, shard, n in (("2026-03-02", 0, 3), ("2026-03-02", 1, 4), ("2026-03-03", 0, 5)):
        row = {"campaign_id": DEMO, "metric": "email.sent", "day": day}
        key = keys.counter(DEMO, "email.sent", day, shard)
        table.commit([Update(key, set=row, add={"n": n}, type="counter")])
    assert ask(table, f"/v1/campaigns/{DEMO}/funnel") == (
        200,
        {"campaign_id": DEMO, "counters": {"email.sent": 12}},
    )


@pytest.mark.parametrize("name", ["unknown", "UPPER", "x", "a" * 3000, "%2E%2E"])
def test_a_campaign_that_is_not_there_has_no_funnel(table, name):
    assert ask(table, f"/v1/campaigns/{name}/funnel")[0] == 404


# Leads --------------------------------------------------------------------------------------------------


def test_a_row_says_where_a_lead_stands_and_why(table):
    given_campaign(table)
    enrolled(table, LEAD, "stopped", stop_reason="replied", detail="warm", country="GB")
    about = {"lead_id": LEAD, "domain": "alderfinch.example", "company": "Alder", "platform": "shopify"}
    table.commit(
        [
            Put(keys.lead(LEAD), "lead", about),
            Put(keys.score(LEAD, DEMO), "score", {"campaign_id": DEMO, "fit": 72, "intent": 35}),
        ]
    )
    _, body = ask(table, "/v1/leads", campaign=DEMO)
    assert body == {
        "leads": [
            {
                "lead_id": LEAD,
                "campaign_id": DEMO,
                "domain": "alderfinch.example",
                "company": "Alder",
                "state": "stopped",
                "reason": "replied",
                "why": "the first mail was sent",
                "fit": 72,
                "intent": 35,
                "country": "GB",
                "platform": "shopify",
                "step": 1,
                "updated_at": "2026-03-02T16:30:00.000Z",
            }
        ],
        "cursor": None,
    }


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"state": "rejected", "detail": "no_contact"}, "no_contact"),
        ({"state": "scored"}, "low_score"),
        ({"state": "active"}, None),
    ],
)
def test_each_state_has_its_reason(table, fields, reason):
    given_campaign(table)
    enrolled(table, LEAD, **fields)
    assert ask(table, "/v1/leads", campaign=DEMO)[1]["leads"][0]["reason"] == reason


def pages(table, **query):
    """All pages, one after the other."""
    found, cursor = [], None
    while True:
        _, body = ask(table, "/v1/leads", campaign=DEMO, **query, **({"cursor": cursor} if cursor else {}))
        found.append([row["lead_id"] for row in body["leads"]])
        cursor = body["cursor"]
        if cursor is None:
            return found


@pytest.mark.parametrize(("limit", "sizes"), [(4, [4, 4, 2]), (5, [5, 5]), (10, [10]), (100, [10])])
def test_pages_hold_every_lead_once_and_end(table, limit, sizes):
    given_campaign(table)
    ids = many(table, 10)
    found = pages(table, limit=limit)
    assert [len(page) for page in found] == sizes
    assert [lead_id for page in found for lead_id in page] == ids


def test_a_state_narrows_the_pages(table):
    given_campaign(table)
    ids = many(table, 12, state=lambda n: "stopped" if n % 3 == 0 else "active")
    assert pages(table, state="stopped", limit=3) == [[ids[0], ids[3], ids[6]], [ids[9]]]
    assert pages(table, state="found") == [[]]


def test_leads_of_other_campaigns_are_not_shown(table):
    given_campaign(table)
    enrolled(table, LEAD, campaign="another")
    assert pages(table) == [[]]


def test_a_page_looks_at_so_many_leads_and_says_where_to_go_on(table):
    """A rare state must not make one request read everything."""
    ids = many(table, 9, state=lambda n: "stopped" if n == 8 else "active")
    first = overview.leads(table, DEMO, state="stopped", after=None, most=2, reading=4)
    assert (first.rows, first.after) == ([], ids[3])
    found, after = [], None
    for _ in range(4):
        page = overview.leads(table, DEMO, state="stopped", after=after, most=2, reading=4)
        found += [row.enrolment["lead_id"] for row in page.rows]
        if (after := page.after) is None:
            break
    assert (found, after) == ([ids[8]], None)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({}, "campaign"),
        ({"campaign": DEMO, "state": "gone"}, "state"),
        ({"campaign": DEMO, "limit": "0"}, "limit"),
        ({"campaign": DEMO, "limit": "101"}, "limit"),
        ({"campaign": DEMO, "limit": "-1"}, "limit"),
        ({"campaign": DEMO, "limit": "٣"}, "limit"),
        ({"campaign": DEMO, "cursor": "zz"}, "cursor"),
        ({"campaign": DEMO, "cursor": "LEAD#x"}, "cursor"),
        ({"campaign": DEMO, "cursor": "ä"}, "cursor"),
        ({"campaign": DEMO, "cursor": "A" * 23}, "cursor"),
    ],
)
def test_a_wrong_parameter_is_named(table, query, field):
    given_campaign(table)
    status, body = ask(table, "/v1/leads", **query)
    assert (status, [error["field"] for error in body["errors"]]) == (400, [field])


def test_leads_of_an_unknown_campaign_are_not_found(table):
    assert ask(table, "/v1/leads", campaign="unknown")[0] == 404


# One lead -----------------------------------------------------------------------------------------------


def given_story(table):
    """A lead with something of everything."""
    from events.call_completed import CallCompleted
    from events.email_drafted import EmailDrafted
    from events.lead_enriched import LeadEnriched
    from events.lead_scored import LeadScored
    from events.reply_classified import ReplyClassified
    from store import outbox

    given_campaign(table)
    enrolled(table, LEAD, "stopped", stop_reason="replied")
    enrolled(table, LEAD, "active", campaign="older", changed_at="2026-01-02T16:30:00.000Z")
    fact = {
        "id": "fact-1",
        "kind": "company",
        "value": "Alder & Finch",
        "page": PAGE,
        "rule": "og_site_name",
        "confidence": 0.9,
        "seen_at": "2026-03-02T16:30:02Z",
        "detail": {},
    }
    run, reply, call = digest("run"), digest("reply"), digest("call")
    said = [
        LeadEnriched(lead_id=LEAD, campaign_id=DEMO, run_id=run, platform="shopify", facts=1),
        LeadScored(lead_id=LEAD, campaign_id=DEMO, run_id=run, fit=72, intent=35, selected=True),
        EmailDrafted(
            lead_id=LEAD, campaign_id=DEMO, step=0, send_id=SEND, contact_id=CONTACT, written_by="model"
        ),
        ReplyClassified(
            reply_id=reply,
            lead_id=LEAD,
            campaign_id=DEMO,
            label="WARM",
            confidence=0.9,
            decided_by="model",
            wants_call=True,
            phone_given=True,
            needs_review=False,
        ),
        CallCompleted(lead_id=LEAD, campaign_id=DEMO, call_id=call, outcome="answered"),
    ]
    events = []
    for n, data in enumerate(said):
        told = heard(data)
        events.append(outbox.say(replace(told, meta=told.meta.model_copy(update={"id": f"e{n}"}))))
    table.commit(
        [
            Put(keys.lead(LEAD), "lead", {"lead_id": LEAD, "domain": "alderfinch.example"}),
            Put(keys.profile(LEAD), "profile", {"domain": "alderfinch.example", "facts": [fact]}),
            Put(
                keys.score(LEAD, DEMO),
                "score",
                {
                    "campaign_id": DEMO,
                    "fit": 72,
                    "intent": 35,
                    "fit_reasons": [{"name": "n", "points": 30, "why": "sells online", "fact": "fact-1"}],
                    "intent_reasons": [{"name": "m", "points": -5, "why": "no shop seen", "fact": ""}],
                },
            ),
            Put(
                keys.draft(LEAD, SEND),
                "draft",
                {
                    "send_id": SEND,
                    "campaign_id": DEMO,
                    "step": 0,
                    "contact_id": CONTACT,
                    "subject": "Checkouts",
                    "paragraphs": ["Hello Alder & Finch."],
                    "sentences": [{"text": "Hello Alder & Finch.", "facts": ["fact-1", "gone"]}],
                    "written_by": "model",
                },
            ),
            Put(
                keys.send(LEAD, SEND),
                "send",
                {"send_id": SEND, "campaign_id": DEMO, "step": 0, "state": "SENT", "person": "secret-hash"},
            ),
            Put(
                keys.reply(LEAD, reply),
                "reply",
                {
                    "reply_id": reply,
                    "campaign_id": DEMO,
                    "received_at": "2026-03-03T09:00:00.000Z",
                    "visible": "Yes, call me.",
                    "label": "WARM",
                    "confidence": 0.9,
                    "decided_by": "model",
                    "summary": "wants a call",
                },
            ),
            Put(
                keys.call(LEAD, call),
                "call",
                {
                    "call_id": call,
                    "campaign_id": DEMO,
                    "state": "COMPLETED",
                    "outcome": "answered",
                    "answers": {"interested": True, "callback_time": "tomorrow"},
                    "do_not_call": [["phone", "secret-hash"]],
                },
            ),
            Put(keys.crm(LEAD), "crm", {"kind": "Lead", "who_id": "00Q1"}),
            *events,
        ]
    )


def test_a_lead_is_told_whole(table):
    given_story(table)
    status, body = ask(table, f"/v1/leads/{LEAD}")
    assert status == 200
    assert (body["lead"]["campaign_id"], body["lead"]["state"], body["lead"]["fit"]) == (DEMO, "stopped", 72)
    assert body["facts"][0]["page"] == PAGE
    assert {e["campaign_id"]: e["state"] for e in body["enrolments"]} == {DEMO: "stopped", "older": "active"}
    (mail,) = body["mails"]
    assert (mail["state"], mail["subject"], mail["sentences"][0]["facts"]) == (
        "SENT",
        "Checkouts",
        ["fact-1", "gone"],
    )
    (reply,) = body["replies"]
    assert (reply["text"], reply["verdict"]["label"]) == ("Yes, call me.", "WARM")
    assert body["calls"][0]["outcome"] == "answered"
    assert body["crm"]["who_id"] == "00Q1"
    assert body["timeline_complete"] is True


def test_a_timeline_says_why_and_from_which_page(table):
    given_story(table)
    told = {e["meta"]["type"]: e for e in ask(table, f"/v1/leads/{LEAD}")[1]["timeline"]}
    assert {kind: (e["why"], e["pages"]) for kind, e in told.items()} == {
        "lead.enriched": ([], [PAGE]),
        "lead.scored": (["sells online (+30)", "no shop seen (-5)"], [PAGE]),
        "email.drafted": (["rests on company “Alder & Finch”"], [PAGE]),
        "reply.classified": (["wants a call"], []),
        "call.completed": (["callback time: tomorrow", "interested: yes"], []),
    }


def test_the_campaign_chooses_which_enrolment_is_shown(table):
    given_story(table)
    assert ask(table, f"/v1/leads/{LEAD}", campaign="older")[1]["lead"]["state"] == "active"


def test_nothing_of_the_tables_own_is_shown(table):
    given_story(table)
    text = json.dumps(ask(table, f"/v1/leads/{LEAD}")[1])
    for internal in ("secret-hash", '"pk"', '"rev"', "gsi1", "_type"):
        assert internal not in text


def test_a_draft_that_was_never_claimed_is_a_mail_too(table):
    given_story(table)
    table.commit(
        [Put(keys.draft(LEAD, "f" * 32), "draft", {"send_id": "f" * 32, "campaign_id": DEMO, "step": 1})]
    )
    mails = ask(table, f"/v1/leads/{LEAD}")[1]["mails"]
    assert [(mail["step"], mail["state"]) for mail in mails] == [(0, "SENT"), (1, "DRAFTED")]


def test_a_lead_that_was_only_found_has_empty_parts(table):
    table.commit([Put(keys.lead(LEAD), "lead", {"lead_id": LEAD, "domain": "alderfinch.example"})])
    status, body = ask(table, f"/v1/leads/{LEAD}")
    assert (status, body["lead"]["lead_id"], body["lead"]["state"]) == (200, LEAD, None)
    assert body["facts"] == body["timeline"] == body["mails"] == []


@pytest.mark.parametrize("name", ["f" * 32, "F" * 32, "x", "a" * 3000, "%2F"])
def test_a_lead_that_is_not_there_is_not_found(table, name):
    assert ask(table, f"/v1/leads/{name}")[0] == 404


def test_a_long_timeline_is_cut_at_its_old_end_and_says_so(table, monkeypatch):
    given_story(table)
    monkeypatch.setattr(overview, "MOST_EVENTS", 2)
    body = ask(table, f"/v1/leads/{LEAD}")[1]
    assert body["timeline_complete"] is False
    assert [e["meta"]["id"] for e in body["timeline"]] == ["e3", "e4"]
