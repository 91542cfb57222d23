import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from adapters.search import Reply
from outreach import ids
from outreach.address_policy import AddressPolicy
from outreach.facts import Fact
from outreach.suppression import refusal_gates
from runtime.outcome import Unreadable
from scrapers import deliverable
from scrapers.deliverable import Verdict
from scrapers.page import Failure, FailureKind, Page
from store import imports, keys, leads, pages, recipients, suppression
from store.suppression import Entry
from tests.unit.scrapers.stage import NOW, PEPPER, Stage

SHOP = "shop.example"
LEAD = ids.lead_id(SHOP)
HOME = """<html lang="en"><title>Kettle & Co</title><meta property="og:site_name" content="Kettle & Co">
<script src="https://cdn.shopify.com/a.js"></script><script>Shopify.theme={}</script>
<a href="/pages/contact">Contact</a><a href="/about-us">About us</a>"""
CONTACT = '<a href="mailto:hello@shop.example">write</a><p>Tel: +44 20 7946 0958</p>'
HELLO = ids.contact_id("hello@shop.example", PEPPER)


def only(events: list[dict[str, Any]]) -> tuple[str, dict[str, Any]]:
    (event,) = events
    return event["meta"]["type"], event["data"]


def test_a_site_becomes_facts_and_a_contact(stage: Stage) -> None:
    stage.fetcher.site(SHOP, HOME, **{"pages/contact": CONTACT})
    kind, data = only(stage.happens(stage.discovered(SHOP)))
    assert kind == "lead.enriched"
    assert (data["platform"], data["contact_id"]) == ("shopify", HELLO)
    paths = ("", "pages/contact", "about-us", "products.json?limit=250")
    assert stage.fetcher.asked == [f"http://{SHOP}/{path}" for path in paths]
    profile = recipients.profile(stage.table, LEAD)
    assert profile
    assert len(profile.facts) == data["facts"]
    assert (profile.company, profile.country, profile.language) == ("Kettle & Co", "GB", "en")
    recipient = recipients.get(stage.table, LEAD, HELLO)
    assert recipient
    assert recipient.address == "hello@shop.example"
    assert recipient.page == f"http://{SHOP}/pages/contact"
    assert recipients.chosen(stage.table, LEAD) == HELLO
    assert leads.owner(stage.table, HELLO) == LEAD


def test_no_address_is_on_the_bus(stage: Stage) -> None:
    stage.fetcher.site(SHOP, HOME, **{"pages/contact": CONTACT})
    said = stage.happens(stage.discovered(SHOP))
    assert "hello@" not in repr(said)
    assert SHOP not in repr(said)


def test_a_fresh_profile_is_used_without_reading_again(stage: Stage) -> None:
    stage.fetcher.site(SHOP, HOME, **{"pages/contact": CONTACT})
    stage.happens(stage.discovered(SHOP))
    stage.fetcher.asked.clear()
    stage.clock.advance(timedelta(days=29))
    assert only(stage.happens(stage.discovered(SHOP)))[0] == "lead.enriched"
    assert stage.fetcher.asked == []
    stage.clock.advance(timedelta(days=2))
    stage.happens(stage.discovered(SHOP))
    assert stage.fetcher.asked


@pytest.mark.parametrize("kind", list(FailureKind))
def test_a_site_that_cannot_be_read_ends_with_the_reason(stage: Stage, kind: FailureKind) -> None:
    url = f"http://{SHOP}/"
    stage.fetcher.pages[url] = Failure(url, kind, "because", passing=False)
    what, data = only(stage.happens(stage.discovered(SHOP)))
    assert (what, data["reason"], data["stage"]) == ("lead.rejected", kind.value, "enrich")
    lead = leads.get(stage.table, LEAD)
    assert lead
    assert (lead.failure, lead.retry_at) == (kind.value, "")


def test_a_failure_in_passing_says_when_to_try_again(stage: Stage) -> None:
    url = f"http://{SHOP}/"
    busy = Failure(
        url, FailureKind.HTTP_ERROR, "answered HTTP 503", 503, retry_after_s=3 * 86_400, passing=True
    )
    stage.fetcher.pages[url] = busy
    stage.happens(stage.discovered(SHOP))
    lead = leads.get(stage.table, LEAD)
    assert lead
    assert lead.retry_at == keys.stamp(NOW + timedelta(days=3))


def test_reading_again_forgets_the_failure(stage: Stage) -> None:
    url = f"http://{SHOP}/"
    stage.fetcher.pages[url] = Failure(url, FailureKind.TIMED_OUT, "slow", passing=True)
    stage.happens(stage.discovered(SHOP))
    stage.fetcher.site(SHOP, HOME, **{"pages/contact": CONTACT})
    stage.clock.advance(timedelta(days=1))
    stage.happens(stage.discovered(SHOP))
    lead = leads.get(stage.table, LEAD)
    assert lead
    assert (lead.failure, lead.failed_at, lead.retry_at, lead.company) == ("", "", "", "Kettle & Co")


@pytest.mark.parametrize(
    ("passing", "asks_for", "too_early", "time"),
    [
        (True, None, timedelta(hours=23), timedelta(hours=24)),
        (True, 3 * 86_400.0, timedelta(hours=71), timedelta(hours=72)),
        (True, 1e9, timedelta(days=29), timedelta(days=30)),
        (False, None, timedelta(days=6), timedelta(days=7)),
    ],
)
def test_a_site_that_failed_is_asked_again_when_it_is_time_and_not_before(
    stage: Stage, passing: bool, asks_for: float | None, too_early: timedelta, time: timedelta
) -> None:
    url = f"http://{SHOP}/"
    failure = Failure(url, FailureKind.HTTP_ERROR, "answered HTTP 503", 503, asks_for, passing)
    stage.fetcher.pages[url] = failure
    stage.happens(stage.discovered(SHOP))
    stage.fetcher.asked.clear()
    stage.clock.advance(too_early)
    what, data = only(stage.happens(stage.discovered(SHOP)))
    assert (what, data["reason"]) == ("lead.rejected", "http_error"), "every try ends in a named state"
    assert stage.fetcher.asked == []
    stage.fetcher.site(SHOP, HOME, **{"pages/contact": CONTACT})
    stage.clock.advance(time - too_early)
    assert only(stage.happens(stage.discovered(SHOP)))[0] == "lead.enriched"


def test_a_page_that_has_not_changed_goes_on_saying_what_it_said(stage: Stage) -> None:
    stage.fetcher.site(SHOP, HOME, **{"pages/contact": CONTACT})
    contact = f"http://{SHOP}/pages/contact"
    stage.fetcher.pages[contact] = replace(stage.fetcher.pages[contact], headers={"etag": '"v1"'})
    stage.happens(stage.discovered(SHOP))
    later = NOW + timedelta(days=31)
    stage.clock.advance(timedelta(days=31))
    stage.fetcher.pages[f"http://{SHOP}/"] = _page(f"http://{SHOP}/", HOME + "<footer>new</footer>", later)
    stage.fetcher.pages[contact] = replace(
        stage.fetcher.pages[contact], body="never sent", fetched_at=later.isoformat()
    )
    assert only(stage.happens(stage.discovered(SHOP)))[1]["contact_id"] == HELLO
    profile = recipients.profile(stage.table, LEAD)
    assert profile
    assert profile.best("email").seen_at == NOW.isoformat()  # type: ignore[union-attr]
    assert profile.best("company").seen_at == later.isoformat()  # type: ignore[union-attr]
    stage.fetcher.asked.clear()
    stage.clock.advance(timedelta(days=1))
    stage.happens(stage.discovered(SHOP))
    assert stage.fetcher.asked == [], "a page that was asked yesterday is not asked today"


def test_pages_that_are_gone_are_forgotten_with_what_they_said(stage: Stage) -> None:
    stage.fetcher.site(SHOP, HOME, **{"pages/contact": CONTACT})
    stage.happens(stage.discovered(SHOP))
    assert [page.role for page in pages.of_lead(stage.table, LEAD)] == ["home", "contact"]
    del stage.fetcher.pages[f"http://{SHOP}/pages/contact"]
    stage.clock.advance(timedelta(days=31))
    assert only(stage.happens(stage.discovered(SHOP)))[1]["reason"] == "no_contact"
    assert [page.role for page in pages.of_lead(stage.table, LEAD)] == ["home"]


def test_a_service_that_the_shop_took_up_since_is_told(stage: Stage) -> None:
    tag = '<script src="https://static.klaviyo.com/onsite/js/klaviyo.js?company_id=AbCdEf"></script>'
    other = '<script src="https://cdn.judge.me/loader.js"></script>'
    stage.fetcher.site(SHOP, HOME + other, **{"pages/contact": CONTACT})
    stage.happens(stage.discovered(SHOP))
    stage.fetcher.site(SHOP, HOME + other + tag, **{"pages/contact": CONTACT})
    stage.clock.advance(timedelta(days=31))
    stage.happens(stage.discovered(SHOP))
    profile = recipients.profile(stage.table, LEAD)
    assert profile
    assert profile.values("changed_technology") == ("took up klaviyo",)


def test_www_is_tried_where_the_bare_name_leads_nowhere(stage: Stage) -> None:
    url = f"http://{SHOP}/"
    stage.fetcher.pages[url] = Failure(url, FailureKind.UNREACHABLE, "no connection", passing=True)
    stage.fetcher.site("www." + SHOP, CONTACT)
    assert only(stage.happens(stage.discovered(SHOP)))[0] == "lead.enriched"


def _page(url: str, body: str, at: datetime) -> Page:
    return Page(url, url, 200, body, "utf-8", at.isoformat())


def moved(stage: Stage, to: str) -> None:
    url = f"http://{SHOP}/"
    stage.fetcher.pages[url] = Page(url, f"http://{to}/", 200, HOME, "utf-8", NOW.isoformat())


def test_a_site_that_leads_to_another_company_s_makes_that_one_the_lead(stage: Stage) -> None:
    stage.campaign()
    moved(stage, "kettle.example")
    said = {event["meta"]["type"]: event["data"] for event in stage.happens(stage.discovered(SHOP))}
    other = ids.lead_id("kettle.example")
    assert said["lead.rejected"]["reason"] == "duplicate"
    assert (said["lead.discovered"]["lead_id"], said["lead.discovered"]["source"]) == (other, "redirect")
    assert stage.table.get(keys.lead(other))
    assert stage.table.get(keys.enrolment(other, "demo"))
    assert stage.table.get(keys.profile(LEAD)) is None


def test_a_company_that_is_a_lead_already_is_not_found_twice(stage: Stage) -> None:
    stage.campaign()
    stage.discovered("kettle.example")
    moved(stage, "kettle.example")
    assert only(stage.happens(stage.discovered(SHOP)))[1]["reason"] == "duplicate"
    assert stage.count("lead") == 2


def test_a_site_that_leads_to_a_marketplace_is_excluded(stage: Stage) -> None:
    moved(stage, "www.etsy.com")
    assert only(stage.happens(stage.discovered(SHOP)))[1]["reason"] == "excluded"
    assert stage.count("lead") == 1


def test_a_contact_page_at_another_company_s_domain_says_nothing_about_this_one(stage: Stage) -> None:
    stage.fetcher.site(SHOP, HOME)
    url = f"http://{SHOP}/pages/contact"
    stage.fetcher.pages[url] = Page(url, "http://agency.example/", 200, CONTACT, "utf-8", NOW.isoformat())
    assert only(stage.happens(stage.discovered(SHOP)))[1]["reason"] == "no_contact"
    assert recipients.profile(stage.table, LEAD)


def test_a_parked_page_is_no_company(stage: Stage) -> None:
    stage.fetcher.site(SHOP, "<title>shop.example</title><p>This domain is for sale.</p>")
    assert only(stage.happens(stage.discovered(SHOP)))[1]["reason"] == "not_a_company"


def test_two_names_of_one_company_are_written_to_once(stage: Stage) -> None:
    body = HOME + '<a href="mailto:kettle@gmail.com">write</a>'
    stage.fetcher.site(SHOP, body)
    stage.fetcher.site("outlet.example", body)
    assert only(stage.happens(stage.discovered(SHOP)))[0] == "lead.enriched"
    what, data = only(stage.happens(stage.discovered("outlet.example")))
    assert (what, data["reason"]) == ("lead.rejected", "duplicate")
    assert stage.count("contact") == 1


def test_an_address_of_another_lead_marks_a_second_name_too(stage: Stage) -> None:
    stage.fetcher.site(SHOP, HOME + CONTACT)
    stage.fetcher.site("outlet.example", HOME + CONTACT)
    stage.happens(stage.discovered(SHOP))
    assert only(stage.happens(stage.discovered("outlet.example")))[1]["reason"] == "duplicate"


def test_who_was_chosen_before_stays_chosen(stage: Stage) -> None:
    stage.fetcher.site(SHOP, HOME + '<a href="mailto:orders@shop.example">x</a>')
    first = only(stage.happens(stage.discovered(SHOP)))[1]["contact_id"]
    both = HOME + '<a href="mailto:orders@shop.example">x</a><a href="mailto:info@shop.example">x</a>'
    stage.fetcher.site(SHOP, both)
    stage.clock.advance(timedelta(days=60))
    assert only(stage.happens(stage.discovered(SHOP)))[1]["contact_id"] == first


def test_an_address_whose_domain_takes_no_mail_is_passed_over(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def check(address: str, **_: Any) -> Verdict:
        asked.append(address)
        return Verdict("invalid", "no_mx") if address.startswith("info@") else Verdict("safe", "mx")

    monkeypatch.setattr(deliverable, "check", check)
    stage.settings = replace(
        stage.settings, environment={**stage.settings.environment, "BECKON_CHECK_MX": "true"}
    )
    stage.fetcher.site(SHOP, HOME + '<a href="mailto:info@shop.example">x</a>' + CONTACT)
    assert only(stage.happens(stage.discovered(SHOP)))[1]["contact_id"] == HELLO
    assert asked == ["info@shop.example", "hello@shop.example"]
    contact = stage.table.get(keys.contact(LEAD, HELLO))
    assert contact
    assert contact["verdict"] == "safe"


def test_a_lead_that_is_not_there_is_unreadable(stage: Stage) -> None:
    event = stage.discovered(SHOP)
    with pytest.raises(Unreadable):
        stage.happens(event.model_copy(update={"lead_id": ids.lead_id("nobody.example")}))


# Where addresses come from beside the pages --------------------------------------------------------------


def test_what_a_list_says_is_kept_beside_what_the_pages_say(stage: Stage) -> None:
    event = stage.discovered(SHOP)
    page = "visitors of our stand"
    stated = (
        Fact("i1", "email", "info@shop.example", page, "import", 0.9, "", {"kind": "role", "domain": "own"}),
        Fact("i2", "person", "Yvonne Quist", page, "import", 0.9, ""),
    )
    stage.table.commit([imports.save(LEAD, stated, NOW)])
    stage.fetcher.site(SHOP, HOME)
    (said,) = stage.happens(event)
    assert said["data"]["contact_id"] == ids.contact_id("info@shop.example", PEPPER)
    contact = stage.table.get(keys.contact(LEAD, said["data"]["contact_id"]))
    assert contact
    assert (contact["page"], contact["verdict_reason"]) == (page, "not_checked")


def test_a_person_who_was_erased_is_not_kept_again_however_often_the_page_is_read(stage: Stage) -> None:
    gates = refusal_gates("yvonne.quist@shop.example", PEPPER)
    stage.table.commit([*suppression.suppress(stage.table, gates, Entry("erased", "cli"), NOW)])
    team = HOME + '<a href="mailto:yvonne.quist@shop.example">Yvonne</a>' + CONTACT
    stage.fetcher.site(SHOP, team)
    stage.happens(stage.discovered(SHOP))
    rows = json.dumps(list(stage.table.items(keys.lead_pk(LEAD))), default=str)
    assert "yvonne" not in rows
    assert "hello@shop.example" in rows


class Sold:
    """A service that knows one address."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.asked = 0

    def ask(self, service: str, path: str, params: Any) -> Reply:
        self.asked += 1
        entry = {"value": self.address, "confidence": 90, "verification": {"status": "valid"}}
        return Reply(200, {}, json.dumps({"data": {"emails": [entry]}}).encode())


@pytest.mark.parametrize(("persons", "found"), [(True, True), (False, False)])
def test_where_the_pages_show_no_address_a_campaign_may_buy_one(
    stage: Stage, persons: bool, found: bool
) -> None:
    sold = Sold("yvonne.quist@shop.example")
    stage.search = sold  # type: ignore[assignment]
    stage.campaign(addresses=AddressPolicy(providers=("hunter",), lookups_per_run=1, persons=persons))
    stage.fetcher.site(SHOP, HOME)
    (said,) = stage.happens(stage.discovered(SHOP))
    assert said["meta"]["type"] == ("lead.enriched" if found else "lead.rejected")
    assert sold.asked == 1


def test_nobody_is_asked_to_sell_an_address_that_the_pages_show(stage: Stage) -> None:
    sold = Sold("yvonne.quist@shop.example")
    stage.search = sold  # type: ignore[assignment]
    stage.campaign(addresses=AddressPolicy(providers=("hunter",), lookups_per_run=1))
    stage.fetcher.site(SHOP, HOME + CONTACT)
    stage.happens(stage.discovered(SHOP))
    assert sold.asked == 0
