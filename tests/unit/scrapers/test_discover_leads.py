from typing import Any

import pytest

from events.prospecting_requested import NEW_RUN, ProspectingRequested
from outreach import ids
from outreach.campaign import CsvSource, SearchSource, Target
from outreach.enrolment import Enrolment, State
from runtime.outcome import Unreadable
from store import enrolments, keys, runs
from tests.unit.scrapers.stage import DEMO, RUN, Stage

LIST = CsvSource("shops.csv", "lists/demo/1.csv")


def begin(source: int = 0, cursor: str | None = None) -> ProspectingRequested:
    return ProspectingRequested(campaign_id=DEMO.id, run_id=RUN, source=source, cursor=cursor)


def play(stage: Stage) -> list[dict[str, Any]]:
    """Run to the end; gives the discoveries."""
    request: ProspectingRequested | None = begin()
    found = []
    while request is not None:
        said = stage.happens(request)
        found += [event for event in said if event["meta"]["type"] == "lead.discovered"]
        following = [event for event in said if event["meta"]["type"] == "prospecting.requested"]
        assert len(following) <= 1
        request = ProspectingRequested(**following[0]["data"]) if following else None
    return found


def a_list(stage: Stage, count: int) -> None:
    stage.mail.objects[LIST.key] = "\n".join(f"shop{n}.example" for n in range(count)).encode()


def test_a_list_becomes_leads_in_pages_of_25(stage: Stage) -> None:
    stage.campaign(LIST)
    a_list(stage, 60)
    first = stage.happens(begin())
    assert sum(event["meta"]["type"] == "lead.discovered" for event in first) == 25
    (following,) = [event["data"] for event in first if event["meta"]["type"] == "prospecting.requested"]
    assert following == {"campaign_id": "demo", "run_id": RUN, "source": 0, "cursor": "25"}
    stage.happens(ProspectingRequested(**following))
    last = stage.happens(begin(cursor="50"))
    assert len(last) == 10
    assert stage.count("lead") == stage.count("enrolment") == 60
    run = stage.run()
    assert (run["state"], run["found"], run["new"]) == ("done", 60, 60)


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
    assert stage.run()["new"] == 25


def test_a_second_run_finds_the_same_companies_known(stage: Stage) -> None:
    stage.campaign(LIST)
    a_list(stage, 3)
    assert len(play(stage)) == 3
    assert play(stage) == []
    assert stage.count("lead") == 3
    assert (stage.run()["new"], stage.run()["known"]) == (3, 3)


def test_each_firing_of_a_schedule_is_a_run_of_its_own_with_all_its_pages(stage: Stage) -> None:
    stage.campaign(LIST)
    a_list(stage, 30)
    for firing in ("a" * 32, "b" * 32):
        asked = ProspectingRequested(campaign_id="demo", run_id=NEW_RUN)
        said = stage.happens(asked, event_id=firing)
        [following] = [event["data"] for event in said if event["meta"]["type"] == "prospecting.requested"]
        assert following["run_id"] == ids.digest("run", firing)
        stage.happens(ProspectingRequested(**following))
        run = runs.get(stage.table, "demo", ids.digest("run", firing))
        assert run
        assert (run["found"], run["state"]) == (30, runs.DONE)


def test_a_company_that_went_no_further_is_looked_at_again(stage: Stage) -> None:
    stage.campaign(LIST)
    a_list(stage, 2)
    play(stage)
    lead_id = ids.lead_id("shop1.example")
    rejected = Enrolment(lead_id, "demo", 1, state=State.REJECTED, detail="timed_out")
    stage.table.commit([enrolments.save(rejected, 1, "timed out", stage.clock.now())])
    assert [event["data"]["lead_id"] for event in play(stage)] == [lead_id]
    assert stage.run()["again"] == 1
    stored = enrolments.get(stage.table, lead_id, "demo")
    assert stored
    assert stored.enrolment.state is State.REJECTED


def test_rows_that_are_no_company_are_counted_and_named_by_place_and_reason(stage: Stage) -> None:
    stage.campaign(LIST, target=Target(exclude=("www.ours.example",)))
    body = b"domain\nshop.example\nnot one\nwww.shop.example\netsy.com\nours.example\nsecret@mail.example\n"
    stage.mail.objects[LIST.key] = body
    assert len(play(stage)) == 2
    run = stage.run()
    assert (run["found"], run["new"], run["invalid"], run["duplicate"], run["excluded"]) == (3, 2, 1, 1, 2)
    assert run["refused_rows_0"] == [
        {"row": 3, "reason": "invalid"},
        {"row": 4, "reason": "duplicate"},
        {"row": 5, "reason": "excluded"},
    ]


def test_a_search_goes_through_its_queries_and_pages_up_to_its_limit(stage: Stage) -> None:
    stage.campaign(SearchSource("brave", ("tea", "coffee", "cocoa"), limit=5))
    stage.search.pages = {
        "tea": [["a.example", "etsy.com"], ["b.example"]],
        "coffee": [["a.example", "c.example", "d.example", "e.example"]],
    }
    found = play(stage)
    assert stage.search.asked == [("tea", 0), ("tea", 1), ("coffee", 0)]
    domains = {"a.example", "b.example", "c.example", "d.example"}
    assert {event["data"]["lead_id"] for event in found} == {ids.lead_id(domain) for domain in domains}
    assert {event["data"]["source"] for event in found} == {"brave"}
    assert (stage.run()["found"], stage.run()["known"], stage.run()["excluded"]) == (5, 1, 1)


@pytest.mark.parametrize("reason", ["search_busy", "search_refused", "search_down", "search_unreachable"])
def test_a_source_that_fails_is_noted_and_the_run_goes_on_with_the_next(stage: Stage, reason: str) -> None:
    stage.campaign(SearchSource("brave", ("tea",), limit=5), LIST)
    stage.search.failures = {"tea": reason}
    a_list(stage, 2)
    assert len(play(stage)) == 2
    assert (stage.run()["state"], stage.run()["problem_0"]) == ("done", reason)


def test_a_list_that_is_gone_or_is_none_is_noted(stage: Stage) -> None:
    other = CsvSource("b.csv", "lists/demo/2.csv")
    unsaved = CsvSource("c.csv")
    stage.campaign(LIST, other, unsaved, SearchSource("altavista", ("x",), limit=5))
    stage.mail.objects[other.key] = b"just words\nand more\n"
    assert play(stage) == []
    run = stage.run()
    problems = [run[f"problem_{n}"] for n in range(4)]
    assert problems == ["list_missing", "bad_answer", "list_missing", "unknown_provider"]
    assert run["state"] == "done"


def test_a_paused_campaign_finds_nothing(stage: Stage) -> None:
    stage.campaign(LIST)
    a_list(stage, 2)
    stage.pause()
    assert play(stage) == []
    assert stage.run()["state"] == "paused"
    assert stage.count("lead") == 0


def test_a_campaign_or_cursor_that_does_not_exist_is_unreadable(stage: Stage) -> None:
    with pytest.raises(Unreadable, match="no campaign"):
        stage.happens(begin())
    stage.campaign(LIST)
    with pytest.raises(Unreadable, match="cursor"):
        stage.happens(begin(cursor="1:2:3"))


def test_a_source_beyond_the_last_ends_the_run(stage: Stage) -> None:
    stage.campaign(LIST)
    assert stage.happens(begin(source=7)) == []
    assert stage.run()["state"] == "done"
