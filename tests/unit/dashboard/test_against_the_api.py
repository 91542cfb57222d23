"""The dashboard's client against the real API over a table: what one says, the other understands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest

from dashboard.client import Client, NotThere, WrongKey
from dashboard.model import LeadRow, Letter
from dashboard.settings import Settings
from dashboard.views import funnel, timeline
from events.base import Event, EventData, Meta
from events.email_drafted import EmailDrafted
from events.lead_enriched import LeadEnriched
from events.lead_scored import LeadScored
from events.reply_received import ReplyReceived
from handlers.serve_api import lambda_handler
from outreach.enrolment import Enrolment, State
from outreach.facts import Fact
from outreach.ids import digest
from outreach.profile import Profile
from store import counters, drafts, enrolments, keys, leads, mail, outbox
from tests.browser import documents
from tests.unit.api.events import event
from tests.unit.api.wired import KEY, NOW, deps, given_campaign
from tests.unit.store.conftest import table as empty_table  # noqa: F401  (a fixture)

RUN, SEND, REPLY, CONTACT = "1" * 32, "2" * 32, "3" * 32, "4" * 32
LEAD = digest("lead", "shop-0.example")
HOME = "https://shop-0.example/"


class Lambda(httpx.BaseTransport):
    """The API's function in place of the network."""

    def __init__(self, table: Any) -> None:
        self._deps = deps(table)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        query = dict(parse_qsl(request.url.query.decode()))
        asked = event("GET", request.url.path, headers=dict(request.headers), query=query)
        answer = lambda_handler(asked, None, self._deps)
        return httpx.Response(answer["statusCode"], headers=answer["headers"], content=answer["body"])


def happened(table: Any, seconds: int, data: EventData) -> None:
    meta = Meta(
        id=digest(data.TYPE, str(seconds)),
        type=data.TYPE,
        version=data.VERSION,
        occurred_at=NOW + timedelta(seconds=seconds),
        correlation_id=RUN,
        causation_id=RUN,
        producer=data.PRODUCERS[0],
    )
    put = outbox.say(Event[Any](meta=meta, data=data))
    table.commit([put])
    counters.count(table, [table.get(put.key)], NOW)


@pytest.fixture
def filled(request: pytest.FixtureRequest) -> Any:
    """A campaign with thirty leads, the first with facts, a score, a mail and an answer."""
    table = request.getfixturevalue("empty_table")
    given_campaign(table)
    for number in range(30):
        domain = f"shop-{number}.example"
        identity = digest("lead", domain)
        state = State.ACTIVE if number == 0 else State.FOUND
        enrolled = Enrolment(identity, "demo", 1, country="DE", state=state, step=min(1, int(number == 0)))
        table.commit(
            [
                leads.new(identity, domain, "csv", "demo", RUN, NOW),
                enrolments.save(enrolled, 0, "found by csv", NOW),
            ]
        )
    fact = Fact("a" * 24, "platform", "shopware", HOME, "generator", 1.0, keys.stamp(NOW))
    score = {
        "fit": 72,
        "intent": 35,
        "fit_reasons": [{"name": "platform", "points": 30, "why": "runs shopware", "fact": fact.id}],
        "intent_reasons": [],
    }
    draft = drafts.Draft(
        SEND,
        LEAD,
        "demo",
        1,
        0,
        CONTACT,
        "Hello",
        ("One.", "Two."),
        ({"text": "One.", "facts": [fact.id]},),
        "model",
    )
    answer = {
        "campaign_id": "demo",
        "send_id": SEND,
        "subject": "Re: Hello",
        "visible": "Yes.",
        "label": "WARM",
    }
    table.commit(
        [
            *leads.enriched(LEAD, Profile("shop-0.example", keys.stamp(NOW), (fact,)), CONTACT, NOW),
            leads.score(LEAD, "demo", score, NOW),
            drafts.keep(draft, NOW),
            mail.answer(LEAD, REPLY, answer, NOW, review=False),
        ]
    )
    about = {"lead_id": LEAD, "campaign_id": "demo"}
    happened(table, 0, LeadEnriched(**about, run_id=RUN, platform="shopware", facts=1))
    happened(table, 1, LeadScored(**about, run_id=RUN, fit=72, intent=35, selected=True))
    happened(table, 2, EmailDrafted(**about, step=0, send_id=SEND, contact_id=CONTACT, written_by="model"))
    happened(table, 3, ReplyReceived(**about, reply_id=REPLY, matched_by="token"))
    return table


@pytest.fixture
def client(filled: Any) -> Iterator[Client]:
    with Client(Settings("http://127.0.0.1", "test", "unit", KEY), Lambda(filled)) as client:
        yield client


def test_health_needs_no_key_and_the_rest_does(filled):
    without = Client(Settings("http://127.0.0.1", "test", "unit"), Lambda(filled))
    without.health()
    with pytest.raises(WrongKey):
        without.campaigns()


def test_campaigns_are_understood(client):
    assert [(campaign.id, campaign.state) for campaign in client.campaigns()] == [("demo", "running")]


def test_the_funnel_is_made_of_the_metrics_that_are_counted(client):
    stages = {
        s.name: s.count for section in funnel.sections(client.funnel("demo").counters) for s in section.stages
    }
    assert (stages["Enriched"], stages["Chosen"], stages["Written"]) == (1, 1, 1)


def test_a_campaign_that_is_not_there_is_said_to_be_so(client):
    with pytest.raises(NotThere, match="no such campaign"):
        client.funnel("nothing")


def test_all_leads_come_once_page_by_page(client):
    first = client.leads("demo")
    second = client.leads("demo", cursor=first.cursor)
    assert (len(first.leads), len(second.leads), second.cursor) == (25, 5, None)
    assert len({row.id for page in (first, second) for row in page.leads}) == 30


def test_leads_are_narrowed_by_state_and_shown_with_their_scores(client):
    (row,) = client.leads("demo", "active").leads
    assert (row.id, row.domain, row.platform, row.fit, row.intent, row.step) == (
        LEAD,
        "shop-0.example",
        "shopware",
        72,
        35,
        1,
    )


def test_a_lead_comes_with_facts_reasons_pages_and_letters(client):
    lead = client.lead(LEAD, "demo")
    assert [(fact.kind, fact.value, fact.page, fact.confidence) for fact in lead.facts] == [
        ("platform", "shopware", HOME, 1.0)
    ]
    told = timeline.entries(lead.timeline, lead.letters)
    assert [(entry.type, entry.pages) for entry in told] == [
        ("lead.enriched", (HOME,)),
        ("lead.scored", (HOME,)),
        ("email.drafted", (HOME,)),
        ("reply.received", ()),
    ]
    assert told[1].why == ("chosen", "runs shopware (+30)")
    assert (told[2].letter, told[3].letter) == (Letter("Hello", "One.\n\nTwo."), Letter("Re: Hello", "Yes."))
    assert lead.complete


def test_a_lead_that_is_not_there_is_said_to_be_so(client):
    with pytest.raises(NotThere, match="no such lead"):
        client.lead("f" * 32)


def test_the_fake_says_nothing_that_the_api_does_not_say(filled):
    api = Lambda(filled)

    def said(path: str) -> dict[str, Any]:
        request = httpx.Request("GET", f"http://127.0.0.1{path}", headers={"authorization": f"Bearer {KEY}"})
        document: dict[str, Any] = api.handle_request(request).json()
        return document

    real, fake = said(f"/v1/leads/{LEAD}"), documents.lead(documents.leads()[0])
    assert set(fake) <= set(real)
    assert set(fake["lead"]) == set(real["lead"]) == set(said("/v1/leads?campaign=demo")["leads"][0])
    for part in ("facts", "mails", "replies", "timeline"):
        assert set(fake[part][0]) <= set(real[part][0]), part
    assert set(fake["timeline"][0]["meta"]) == set(real["timeline"][0]["meta"])
    assert {name for name in LeadRow.__dataclass_fields__ if name != "id"} <= set(real["lead"])
