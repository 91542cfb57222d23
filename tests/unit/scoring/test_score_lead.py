import json
from dataclasses import replace
from datetime import timedelta
from typing import Any, Literal

import pytest

from events.catalogue import EXAMPLES
from events.email_clicked import EmailClicked
from events.lead_enriched import LeadEnriched
from events.reply_classified import ReplyClassified
from outreach import ids
from outreach.campaign import Target
from outreach.engagement import CLICK, Touch, judge
from runtime.outcome import Unreadable
from store import keys, mail, touches
from store.touches import Kept
from store.writes import Put
from tests.unit.scrapers.stage import DEMO, RUN, Stage

SHOP = "shop.example"
LEAD = ids.lead_id(SHOP)
ANSWERED = json.loads((EXAMPLES / "reply.classified.v1.json").read_text())["data"]
HOME = """<title>Kettle & Co</title><meta property="og:site_name" content="Kettle & Co">
<meta name="description" content="A small tea shop with delivery all over the country.">
<script src="https://cdn.shopify.com/a.js"></script><script>Shopify.theme={}</script>
<a href="mailto:hello@shop.example">write</a>"""


def enriched(stage: Stage) -> LeadEnriched:
    stage.fetcher.site(SHOP, HOME)
    (event,) = stage.happens(stage.discovered(SHOP))
    return LeadEnriched(**event["data"])


def only(events: list[dict[str, Any]]) -> dict[str, Any]:
    (event,) = events
    assert event["meta"]["type"] == "lead.scored"
    return dict(event["data"])


def test_a_company_that_fits_is_selected_with_its_reasons(stage: Stage) -> None:
    stage.campaign()
    data = only(stage.happens(enriched(stage)))
    assert data["selected"] is True
    score = stage.table.get(keys.score(LEAD, DEMO.id))
    assert score
    assert (score["fit"], score["intent"], score["selected"]) == (data["fit"], data["intent"], True)
    assert score["fit"] == sum(reason["points"] for reason in score["fit_reasons"])
    assert {"name", "points", "why", "fact"} == set(score["fit_reasons"][0])


def test_a_company_below_the_threshold_is_scored_and_left(stage: Stage) -> None:
    stage.campaign(threshold=99)
    assert only(stage.happens(enriched(stage)))["selected"] is False
    score = stage.table.get(keys.score(LEAD, DEMO.id))
    assert score
    assert (score["selected"], score["threshold"]) == (False, 99)


def test_scoring_twice_is_scoring_once(stage: Stage) -> None:
    stage.campaign()
    event = enriched(stage)
    first = only(stage.happens(event))
    assert only(stage.happens(event)) == first
    assert stage.count("score") == 1


def test_a_lead_is_scored_by_the_version_that_it_was_enrolled_with(stage: Stage) -> None:
    stage.campaign()
    event = enriched(stage)
    newer = replace(DEMO, sources=(), threshold=99, version=2)
    stage.table.commit([Put(keys.campaign(DEMO.id), "campaign", newer.to_item())])
    assert only(stage.happens(event))["selected"] is True


def test_a_domain_that_the_campaign_excludes_goes_no_further(stage: Stage) -> None:
    stage.campaign(target=Target(exclude=("www.shop.example",)))
    (event,) = stage.happens(enriched(stage))
    assert event["meta"]["type"] == "lead.rejected"
    assert (event["data"]["reason"], event["data"]["stage"]) == ("excluded", "score")


def test_a_company_that_was_erased_meanwhile_is_nothing_to_score(stage: Stage) -> None:
    stage.campaign()
    event = LeadEnriched(lead_id=LEAD, campaign_id=DEMO.id, run_id=RUN, platform="none", facts=0)
    assert stage.happens(event) == []


def test_a_campaign_that_does_not_exist_is_unreadable(stage: Stage) -> None:
    event = LeadEnriched(lead_id=LEAD, campaign_id="nobody", run_id=RUN, platform="none", facts=0)
    with pytest.raises(Unreadable):
        stage.happens(event)


SEND = ids.digest("send")


def clicked(by: Literal["person", "machine"] = "person") -> EmailClicked:
    return EmailClicked(lead_id=LEAD, campaign_id=DEMO.id, send_id=SEND, contact_id=SEND, by=by)


def given_click(stage: Stage, seconds: float = 3_600) -> None:
    mailed = stage.clock.now() - timedelta(days=1)
    touch = Touch(
        CLICK, mailed + timedelta(seconds=seconds), mailed, "https://a.example/1", "", "Mozilla/5.0 (X11)"
    )
    kept = Kept(ids.digest("touch", seconds), SEND, DEMO.id, touch, judge(touch))
    stage.table.commit([touches.keep(LEAD, kept, stage.clock.now())])


def test_a_persons_click_raises_the_intent_and_selects_nobody(stage: Stage) -> None:
    stage.campaign(threshold=99)
    stage.happens(enriched(stage))
    given_click(stage)
    before = stage.table.get(keys.score(LEAD, DEMO.id))
    (event,) = stage.happens(clicked())
    after = stage.table.get(keys.score(LEAD, DEMO.id))
    assert before
    assert after
    assert event["meta"]["type"] == "lead.rescored"
    assert event["data"]["intent"] == after["intent"] > before["intent"]
    assert after["selected"] is False
    assert "clicked" in {reason["name"] for reason in after["intent_reasons"]}


def test_a_machines_click_changes_nothing(stage: Stage) -> None:
    stage.campaign()
    stage.happens(enriched(stage))
    given_click(stage, seconds=1)
    assert stage.happens(clicked("machine")) == []


def test_a_warm_answer_raises_the_intent_and_saying_it_again_says_nothing(stage: Stage) -> None:
    stage.campaign()
    stage.happens(enriched(stage))
    row = {"label": "WARM"}
    stage.table.commit([mail.answer(LEAD, "reply", row, stage.clock.now(), review=False)])
    answered = ReplyClassified(**(ANSWERED | {"lead_id": LEAD, "campaign_id": DEMO.id}))
    (event,) = stage.happens(answered)
    assert event["data"]["intent"] >= 60
    assert stage.happens(answered) == []


def test_what_a_lead_that_nobody_scored_does_is_no_score(stage: Stage) -> None:
    stage.campaign()
    assert stage.happens(clicked()) == []
