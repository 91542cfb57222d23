import json
from datetime import timedelta
from typing import Any

import pytest

from adapters.search import AnswerTooLarge, Reply, Unreachable
from adapters.secrets import MissingSecret
from events.prospecting_requested import NEW_RUN, ProspectingRequested
from outreach import ids
from outreach.campaign import CsvSource, SearchSource, Target
from outreach.enrolment import Enrolment, State
from outreach.prospecting import MOST_TRIES, SourceState
from outreach.sources import (
    CertificateSource,
    CommonCrawlSource,
    DirectorySource,
    ShopQueries,
    identity,
)
from runtime.outcome import Unreadable
from scrapers.page import Failure, FailureKind
from store import enrolments, keys, runs
from tests.unit.scrapers.stage import DEMO, RUN, Stage

LIST = CsvSource("shops.csv", "lists/demo/1.csv")
SECOND_RUN = ids.digest("run", 2)


def begin(
    source: int = 0, cursor: str | None = None, run_id: str = RUN, limit: int | None = None
) -> ProspectingRequested:
    return ProspectingRequested(campaign_id=DEMO.id, run_id=run_id, source=source, cursor=cursor, limit=limit)


def play(stage: Stage, run_id: str = RUN, limit: int | None = None, steps: int = 500) -> list[dict[str, Any]]:
    """Run to the end, waits included; gives the discoveries."""
    request: ProspectingRequested | None = begin(run_id=run_id, limit=limit)
    found = []
    for _ in range(steps):
        said = stage.happens(request)
        found += [event for event in said if event["meta"]["type"] == "lead.discovered"]
        following = [event for event in said if event["meta"]["type"] == "prospecting.requested"]
        assert len(following) <= 1
        if following:
            request = ProspectingRequested(**following[0]["data"])
        elif stage.scheduler.waiting:
            at, document = stage.scheduler.waiting.popitem()[1]
            stage.clock.set(at)
            request = ProspectingRequested(**document["detail"]["data"])
        else:
            return found
    raise AssertionError("the run never ends")


def a_list(stage: Stage, count: int, source: CsvSource = LIST, prefix: str = "shop") -> None:
    stage.mail.objects[source.key] = "\n".join(f"{prefix}{n}.example" for n in range(count)).encode()


def counts(stage: Stage, number: int = 0, run_id: str = RUN) -> dict[str, int]:
    return dict(stage.source(number, run_id).counts)


def test_a_list_becomes_leads_in_steps_of_25(stage: Stage) -> None:
    stage.campaign(LIST)
    a_list(stage, 60)
    first = stage.happens(begin())
    assert sum(event["meta"]["type"] == "lead.discovered" for event in first) == 25
    (following,) = [event["data"] for event in first if event["meta"]["type"] == "prospecting.requested"]
    assert following == {"campaign_id": "demo", "run_id": RUN, "source": 0, "cursor": "1:25:0"}
    assert stage.run().state == runs.RUNNING
    second = stage.happens(ProspectingRequested(**following))
    (following,) = [event["data"] for event in second if event["meta"]["type"] == "prospecting.requested"]
    last = stage.happens(ProspectingRequested(**following))
    assert len(last) == 10
    assert stage.count("lead") == stage.count("enrolment") == 60
    assert (stage.run().state, stage.run().counts) == (runs.DONE, {"found": 60, "new": 60})
    assert stage.source().run.state is SourceState.DONE
    assert stage.source().run.requests == 1


def test_a_lead_and_its_enrolment_say_where_they_come_from(stage: Stage) -> None:
    stage.campaign(LIST)
    a_list(stage, 1)
    (event,) = play(stage)
    lead_id = ids.lead_id("shop0.example")
    assert event["data"] == {"lead_id": lead_id, "campaign_id": "demo", "run_id": RUN, "source": "csv"}
    lead = stage.table.get(keys.lead(lead_id))
    assert lead
    assert (lead["domain"], lead["source"], lead["found_by_run"]) == ("shop0.example", "csv", RUN)
    stored = enrolments.get(stage.table, lead_id, "demo")
    assert stored
    assert (stored.enrolment.state, stored.enrolment.campaign_version) == (State.FOUND, 1)


def test_a_message_that_comes_twice_finds_nothing_more(stage: Stage) -> None:
    stage.campaign(LIST)
    a_list(stage, 30)
    stage.happens(begin(), event_id="a" * 32)
    stage.happens(begin(), event_id="a" * 32)
    assert stage.count("lead") == 25
    assert stage.run().counts["new"] == 25


def test_an_older_request_of_a_run_changes_nothing_even_under_a_new_id(stage: Stage) -> None:
    stage.campaign(LIST)
    a_list(stage, 60)
    stage.happens(begin())
    stage.happens(begin(cursor="1:25:0"))
    before = stage.items()
    assert stage.happens(begin()) == []
    assert stage.happens(begin(cursor="1:25:0")) == []
    assert stage.items() == before


def test_a_step_that_is_decided_twice_before_it_is_committed_goes_on_where_the_first_did(
    stage: Stage,
) -> None:
    """The answer is kept under a name made from its content: another answer can't slip under the row."""
    source = CertificateSource(("%.shops.example",), limit=100)
    stage.campaign(source)
    body = json.dumps([{"name_value": f"a{n}.example"} for n in range(40)]).encode()
    stage.search.answers["certificates"] = [Reply(200, {}, body)]
    stage.happens(begin())
    kept = stage.source().run.batch
    stage.mail.put("found/demo/other.json", b'["evil.example"]')
    assert kept in stage.mail.objects
    stage.happens(begin(cursor="1:25:0"))
    assert stage.run().counts["new"] == 40
    assert stage.source().run.state is SourceState.DONE


def test_a_second_run_finds_the_same_companies_known(stage: Stage) -> None:
    stage.campaign(LIST)
    a_list(stage, 3)
    assert len(play(stage)) == 3
    assert play(stage, SECOND_RUN) == []
    assert stage.count("lead") == 3
    assert stage.run(SECOND_RUN).counts == {"found": 3, "known": 3}


def test_each_firing_of_a_schedule_is_a_run_of_its_own_with_all_its_steps(stage: Stage) -> None:
    stage.campaign(LIST)
    a_list(stage, 30)
    for firing in ("a" * 32, "b" * 32):
        asked = ProspectingRequested(campaign_id="demo", run_id=NEW_RUN)
        said = stage.happens(asked, event_id=firing)
        [following] = [event["data"] for event in said if event["meta"]["type"] == "prospecting.requested"]
        run_id = ids.digest("run", firing)
        assert following["run_id"] == run_id
        stage.happens(ProspectingRequested(**following))
        assert (stage.run(run_id).counts["found"], stage.run(run_id).state) == (30, runs.DONE)


def test_a_company_that_went_no_further_is_looked_at_again(stage: Stage) -> None:
    stage.campaign(LIST)
    a_list(stage, 2)
    play(stage)
    lead_id = ids.lead_id("shop1.example")
    rejected = Enrolment(lead_id, "demo", 1, state=State.REJECTED, detail="timed_out")
    stage.table.commit([enrolments.save(rejected, 1, "timed out", stage.clock.now())])
    assert [event["data"]["lead_id"] for event in play(stage, SECOND_RUN)] == [lead_id]
    assert stage.run(SECOND_RUN).counts["again"] == 1
    stored = enrolments.get(stage.table, lead_id, "demo")
    assert stored
    assert stored.enrolment.state is State.REJECTED


def test_rows_that_are_no_company_are_counted_and_named_by_place_and_reason(stage: Stage) -> None:
    stage.campaign(LIST, target=Target(exclude=("www.ours.example",)))
    body = b"domain\nshop.example\nnot one\nwww.shop.example\netsy.com\nours.example\nsecret@mail.example\n"
    stage.mail.objects[LIST.key] = body
    assert len(play(stage)) == 2
    met = stage.source()
    assert met.counts == {"found": 3, "new": 2, "invalid": 1, "duplicate": 1, "excluded": 2}
    assert met.excluded_as == {"marketplace": 1, "campaign": 1}
    assert list(met.refused) == [
        {"row": 3, "reason": "invalid"},
        {"row": 4, "reason": "duplicate"},
        {"row": 5, "reason": "excluded", "category": "marketplace"},
    ]
    assert stage.run().counts == met.counts


def test_a_search_goes_through_its_queries_and_pages_up_to_its_limit(stage: Stage) -> None:
    stage.campaign(SearchSource("brave", ("tea", "coffee", "cocoa"), limit=3))
    stage.search.pages = {
        "tea": [["a.example", "etsy.com"], ["b.example"]],
        "coffee": [["a.example", "c.example", "d.example", "e.example"]],
    }
    found = play(stage)
    assert stage.search.asked == [("tea", 0), ("tea", 1), ("coffee", 0)]
    domains = {"a.example", "b.example", "c.example"}
    assert {event["data"]["lead_id"] for event in found} == {ids.lead_id(domain) for domain in domains}
    assert {event["data"]["source"] for event in found} == {"brave"}
    met = stage.source()
    assert met.counts == {"found": 4, "new": 3, "known": 1, "excluded": 1}
    assert (met.run.state, met.run.reason) == (SourceState.STOPPED, "lead_budget")


def test_the_next_run_goes_on_where_the_budget_ended_and_begins_anew_after_the_end(stage: Stage) -> None:
    stage.campaign(SearchSource("brave", ("tea", "coffee"), limit=10, requests=2))
    stage.search.pages = {
        "tea": [["a.example"], ["b.example"], ["c.example"]],
        "coffee": [["d.example"]],
    }
    assert len(play(stage)) == 2
    assert stage.source().run.reason == "request_budget"
    assert len(play(stage, SECOND_RUN)) == 2
    assert stage.source(0, SECOND_RUN).run.state is SourceState.DONE
    assert stage.search.asked == [("tea", 0), ("tea", 1), ("tea", 2), ("coffee", 0)]
    assert play(stage, ids.digest("run", 3)) == []
    assert stage.search.asked[-2:] == [("tea", 0), ("tea", 1)]


def test_a_campaign_that_names_other_queries_begins_anew(stage: Stage) -> None:
    source = SearchSource("brave", ("tea",), limit=10, requests=1)
    stage.campaign(source)
    stage.search.pages = {"tea": [["a.example"], ["b.example"]], "coffee": [["c.example"]]}
    play(stage)
    stage.campaign(SearchSource("brave", ("coffee", "tea"), limit=10, requests=1))
    play(stage, SECOND_RUN)
    assert stage.search.asked[-1] == ("coffee", 0)
    assert identity(source) == identity(SearchSource("brave", ("tea",), limit=99, requests=7))


def test_a_run_may_be_given_a_limit_of_its_own_over_all_sources(stage: Stage) -> None:
    other = CsvSource("b.csv", "lists/demo/2.csv")
    third = CsvSource("c.csv", "lists/demo/3.csv")
    stage.campaign(LIST, other, third)
    a_list(stage, 30)
    a_list(stage, 30, other, "other")
    a_list(stage, 30, third, "third")
    assert len(play(stage, limit=40)) == 40
    assert (stage.run().state, stage.run().limit, stage.run().leads) == (runs.DONE, 40, 40)
    assert stage.source(0).run.state is SourceState.DONE
    assert stage.source(1).run.reason == "run_limit"
    assert len(runs.sources(stage.table, "demo", RUN)) == 2
    assert len(play(stage, SECOND_RUN, limit=40)) == 40
    assert stage.count("lead") == 80


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Reply(401, {}, b""), "key_refused"),
        (Reply(422, {}, b'{"error":{"code":"SUBSCRIPTION_TOKEN_INVALID"}}'), "key_refused"),
        (Reply(400, {}, b""), "request_refused"),
        (Reply(402, {}, b""), "quota_used"),
        (Reply(429, {"retry-after": "86400"}, b""), "busy"),
        (AnswerTooLarge("more than 5 bytes"), "answer_too_large"),
        (MissingSecret('the secret beckon/x/search has no field "brave": add it'), "key_missing"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_source_that_refuses_is_failed_at_once_and_the_run_goes_on(
    stage: Stage, answer: Any, reason: str
) -> None:
    stage.campaign(SearchSource("brave", ("tea",), limit=5), LIST)
    stage.search.answers["tea"] = [answer]
    a_list(stage, 2)
    assert len(play(stage)) == 2
    met = stage.source(0)
    assert (met.run.state, met.run.reason, met.run.requests) == (SourceState.FAILED, reason, 1)
    assert met.run.detail
    assert stage.run().state == runs.DONE
    (failed,) = [event for event in stage.said() if event["meta"]["type"] == "source.failed"]
    assert failed["data"] == {
        "campaign_id": "demo",
        "run_id": RUN,
        "source": "brave",
        "number": 0,
        "reason": reason,
    }


def test_a_missing_key_says_what_to_put_where(stage: Stage) -> None:
    stage.campaign(SearchSource("brave", ("tea",), limit=5))
    stage.search.answers["tea"] = [MissingSecret('the secret beckon/x/search has no field "brave": add it')]
    play(stage)
    assert stage.source().run.detail == 'the secret beckon/x/search has no field "brave": add it'


PASSING = [
    (Reply(200, {}, b"<html>oops"), "bad_answer"),
    (Reply(200, {}, b""), "empty_answer"),
    (Reply(429, {}, b""), "busy"),
    (Reply(503, {"retry-after": "120"}, b""), "down"),
    (Unreachable("x"), "unreachable"),
]


@pytest.mark.parametrize(("answer", "reason"), PASSING, ids=[reason for _, reason in PASSING])
def test_what_may_pass_is_tried_again_after_the_others_and_then_given_up(
    stage: Stage, answer: Any, reason: str
) -> None:
    stage.campaign(SearchSource("brave", ("tea",), limit=5), LIST)
    stage.search.answers["tea"] = [answer] * MOST_TRIES
    a_list(stage, 2)
    began = stage.clock.now()
    stage.happens(begin())
    assert stage.source(0).run.state is SourceState.WAITING
    stage.happens(begin(1))
    assert stage.run().state == runs.WAITING
    assert stage.count("lead") == 2
    while stage.scheduler.waiting:
        at, document = stage.scheduler.waiting.popitem()[1]
        assert at > stage.clock.now()
        stage.clock.set(at)
        stage.happens(ProspectingRequested(**document["detail"]["data"]))
    assert (stage.source(0).run.state, stage.source(0).run.reason) == (SourceState.FAILED, reason)
    assert len(stage.search.asked) == MOST_TRIES
    assert stage.clock.now() - began < timedelta(minutes=15)
    assert stage.run().state == runs.DONE


def test_a_source_that_recovers_goes_on_where_it_failed(stage: Stage) -> None:
    stage.campaign(SearchSource("brave", ("tea",), limit=50), LIST)
    stage.search.pages = {"tea": [["a.example"], ["b.example"], ["c.example"]]}
    a_list(stage, 30)
    stage.happens(begin())
    stage.search.answers["tea"] = [Reply(503, {"retry-after": "60"}, b"")]
    stage.happens(begin(cursor="1:0:0"))
    met = stage.source(0)
    assert (met.run.state, met.run.reason) == (SourceState.WAITING, "down")
    assert met.run.retry_at == stage.clock.now() + timedelta(seconds=60)
    stage.happens(begin(1))
    stage.happens(begin(1, "1:25:0"))
    at, document = stage.scheduler.waiting.popitem()[1]
    stage.clock.set(at)
    stage.happens(ProspectingRequested(**document["detail"]["data"]))
    stage.happens(begin(cursor=stage.source(0).run.cursor))
    assert stage.search.asked == [("tea", 0), ("tea", 1), ("tea", 1), ("tea", 2)]
    assert stage.source(0).run.state is SourceState.DONE
    assert stage.run().counts["new"] == 33
    assert stage.run().state == runs.DONE


def test_a_source_that_breaks_off_is_gone_on_with_by_the_next_run(stage: Stage) -> None:
    stage.campaign(SearchSource("brave", ("tea",), limit=50))
    stage.search.pages = {"tea": [["a.example"], ["b.example"]]}
    stage.happens(begin())
    stage.search.answers["tea"] = [Reply(402, {}, b"")]
    stage.happens(begin(cursor="1:0:0"))
    assert stage.source().run.state is SourceState.FAILED
    assert len(play(stage, SECOND_RUN)) == 1
    assert stage.search.asked == [("tea", 0), ("tea", 1), ("tea", 1)]


def test_a_waiting_source_is_left_alone_once_the_run_has_all_it_may_find(stage: Stage) -> None:
    stage.campaign(SearchSource("brave", ("tea",), limit=5), LIST)
    stage.search.answers["tea"] = [Reply(500, {}, b"")]
    a_list(stage, 9)
    assert len(play(stage, limit=3)) == 3
    assert stage.source(0).run.reason == "run_limit"
    assert not stage.scheduler.waiting


def test_common_crawl_is_asked_for_its_newest_crawl_then_the_pages_of_each_pattern(stage: Stage) -> None:
    stage.campaign(CommonCrawlSource(("*.myshopify.com", "*.nowhere.example"), limit=100))
    rows = [b'{"url": "https://shop%d.myshopify.com/collections/x"}' % n for n in range(40)]
    stage.search.answers["common_crawl"] = [
        Reply(200, {}, b'[{"id": "CC-MAIN-2026-43"}, {"id": "CC-MAIN-2026-38"}]'),
        Reply(200, {}, b'{"pages": 2, "pageSize": 1, "blocks": 2}'),
        Reply(200, {}, b"\n".join(rows)),
        Reply(200, {}, rows[0] + b"\n" + b'{"url": "https://tidewater.myshopify.com/"}'),
        Reply(404, {}, b'{"message": "No Captures found for: *.nowhere.example"}'),
    ]
    assert len(play(stage)) == 41
    met = stage.source()
    assert (met.run.state, met.run.requests) == (SourceState.DONE, 5)
    assert met.counts == {"found": 42, "new": 41, "known": 1}


def test_a_directory_is_read_page_by_page_and_never_in_a_circle(stage: Stage) -> None:
    source = DirectorySource("http://guild.example/makers", "ul a", limit=50, following="a.next")
    stage.campaign(source)
    page = (
        "<ul><a href='https://{}/'>x</a><a href='/about'>us</a></ul><a class=next href='/makers{}'>more</a>"
    )
    stage.fetcher.site(
        "guild.example",
        "",
        **{"makers": page.format("a.example", "?p=2"), "makers?p=2": page.format("b.example", "")},
    )
    assert len(play(stage)) == 2
    assert stage.fetcher.asked == ["http://guild.example/makers", "http://guild.example/makers?p=2"]
    assert stage.source().run.state is SourceState.DONE


def test_a_directory_that_forbids_robots_is_failed_with_that_reason(stage: Stage) -> None:
    url = "http://guild.example/makers"
    stage.campaign(DirectorySource(url, "ul a", limit=50), LIST)
    stage.fetcher.pages[url] = Failure(url, FailureKind.ROBOTS_FORBID, "robots.txt forbids it")
    a_list(stage, 1)
    assert len(play(stage)) == 1
    assert stage.source(0).run.reason == "robots_forbid"
    assert "robots.txt forbids it" in stage.source(0).run.detail


def test_queries_made_from_industries_and_countries_are_asked_for_in_the_countrys_language(
    stage: Stage,
) -> None:
    shops = ShopQueries(industries=("shoes",), countries=("DE",))
    stage.campaign(SearchSource("brave", (), limit=50, requests=2, shops=shops))
    play(stage)
    assert [query for query, _ in stage.search.asked] == ["schuhe online shop", "schuhe onlineshop kaufen"]


def test_a_list_that_is_gone_or_is_none_is_noted(stage: Stage) -> None:
    other = CsvSource("b.csv", "lists/demo/2.csv")
    unsaved = CsvSource("c.csv")
    stage.campaign(LIST, other, unsaved, SearchSource("altavista", ("x",), limit=5))
    stage.mail.objects[other.key] = b"just words\nand more\n"
    assert play(stage) == []
    reasons = [stage.source(n).run.reason for n in range(4)]
    assert reasons == ["list_missing", "bad_answer", "list_missing", "unknown_source"]
    assert stage.run().state == runs.DONE


def test_kept_companies_that_are_gone_are_asked_for_anew(stage: Stage) -> None:
    source = CertificateSource(("%.shops.example",), limit=100)
    stage.campaign(source)
    body = json.dumps([{"name_value": f"a{n}.example"} for n in range(40)]).encode()
    stage.search.answers["certificates"] = [Reply(200, {}, body)] * 2
    stage.happens(begin())
    stage.mail.objects.clear()
    stage.happens(begin(cursor="1:25:0"))
    cursor = stage.source().run.cursor
    stage.happens(begin(cursor=cursor))
    assert stage.count("lead") == 40
    assert stage.source().run.state is SourceState.DONE


def test_a_paused_campaign_finds_nothing_and_goes_on_where_it_was(stage: Stage) -> None:
    stage.campaign(SearchSource("brave", ("tea",), limit=50))
    stage.search.pages = {"tea": [["a.example"], ["b.example"]]}
    stage.happens(begin())
    stage.pause()
    assert stage.happens(begin(cursor="1:0:0")) == []
    assert stage.run().state == runs.PAUSED
    assert (stage.source().run.state, stage.source().run.reason) == (SourceState.STOPPED, "paused")
    assert stage.count("lead") == 1


def test_a_campaign_or_cursor_that_does_not_exist_is_unreadable(stage: Stage) -> None:
    with pytest.raises(Unreadable, match="no campaign"):
        stage.happens(begin())
    stage.campaign(LIST)
    with pytest.raises(Unreadable, match="cursor"):
        stage.happens(begin(cursor="1:2:3"))


def test_a_source_beyond_the_last_ends_the_run(stage: Stage) -> None:
    stage.campaign(LIST)
    assert stage.happens(begin(source=7)) == []
    assert stage.run().state == runs.DONE


def test_the_runs_of_a_campaign_are_told_newest_first_with_their_sources(stage: Stage) -> None:
    stage.campaign(LIST, SearchSource("brave", ("tea",), limit=5))
    a_list(stage, 2)
    play(stage)
    stage.clock.advance(timedelta(hours=1))
    play(stage, SECOND_RUN)
    told = runs.of_campaign(stage.table, "demo")
    assert [run.run_id for run, _ in told] == [SECOND_RUN, RUN]
    assert [[met.run.name for met in met_by] for _, met_by in told] == [["csv", "brave"]] * 2
    assert runs.together(told[1][1])["new"] == 2
