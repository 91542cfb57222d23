"""A run over many sources of which some fail, on good days and bad: the others go on, and all is told."""

import json
from collections import Counter
from dataclasses import replace

import pytest

from adapters.search import Reply, Unreachable
from adapters.secrets import MissingSecret
from outreach.ids import digest, lead_id
from outreach.prospecting import ENDED, SourceState
from outreach.sources import CertificateSource, CommonCrawlSource, CsvSource, SearchSource
from store import runs
from tests.pipeline.invariants import broken
from tests.pipeline.stage import CAMPAIGN, LIST, Stage

RUN = digest("run", 1)
NOWHERE = [f"nobody-{n}.example" for n in range(30)]
BAD_DAY = {"crash": 0.06, "duplicate": 0.15, "shuffle": True}


class Services:
    """Brave has no key; Google's quota is used up in the middle; the crawl's index answers garbage first; the
    certificate logs are down now and then, and name more companies than one step takes."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()

    def ask(self, service: str, path: str, params: dict[str, str]) -> Reply:
        self.asked[service] += 1
        if service == "brave":
            raise MissingSecret('the secret beckon/pipeline/search has no field "brave": add it')
        if service == "google":
            return self._google(params)
        if service == "common_crawl":
            return self._crawl(path, params)
        if self.asked[service] % 3 == 1:
            raise Unreachable("ReadTimeoutError")
        names = [{"name_value": f"*.{host}\n{host}"} for host in ("shop-1.example", *NOWHERE)]
        return Reply(200, {}, json.dumps(names).encode())

    def _google(self, params: dict[str, str]) -> Reply:
        if params["start"] != "1":
            error = {"code": 429, "message": "Quota exceeded: Queries per day"}
            return Reply(429, {}, json.dumps({"error": error}).encode())
        answer = {
            "kind": "customsearch#search",
            "items": [{"link": "https://shop-0.example/"}, {"link": "https://www.etsy.com/shop/x"}],
            "queries": {"nextPage": [{"startIndex": 11}]},
        }
        return Reply(200, {}, json.dumps(answer).encode())

    def _crawl(self, path: str, params: dict[str, str]) -> Reply:
        if self.asked["common_crawl"] == 1:
            return Reply(200, {}, b"<html>504 Gateway Time-out</html>")
        if path == "/collinfo.json":
            return Reply(200, {}, b'[{"id": "CC-MAIN-2026-43"}]')
        if "showNumPages" in params:
            return Reply(200, {}, b'{"pages": 1}')
        return Reply(200, {}, b'{"url": "https://shop-2.example/collections/all"}\n')


class Down:
    """Nobody answers with anything of use."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()

    def ask(self, service: str, path: str, params: dict[str, str]) -> Reply:
        self.asked[service] += 1
        return Reply(503, {}, b"")


SOURCES = (
    SearchSource("brave", ("boots",), limit=50),
    SearchSource("google", ("boots",), limit=50),
    CommonCrawlSource(("*.example",), limit=50),
    CertificateSource(("%.example",), limit=50),
    CsvSource("shops.csv", key=LIST),
)


def stage(seed: int, **chaos: object) -> Stage:
    campaign = replace(CAMPAIGN, sources=SOURCES)
    return Stage(seed, companies=9, campaign=campaign, search=Services(), **chaos).run()


def check(found: Stage) -> None:
    """What holds on any day."""
    assert broken(found) == []
    rows = {met.run.name: met for met in runs.sources(found.table, CAMPAIGN.id, RUN)}
    states = {name: (met.run.state, met.run.reason) for name, met in rows.items()}
    assert states == {
        "brave": (SourceState.FAILED, "key_missing"),
        "google": (SourceState.FAILED, "quota_used"),
        "common_crawl": (SourceState.DONE, ""),
        "certificates": (SourceState.DONE, ""),
        "csv": (SourceState.DONE, ""),
    }
    run = runs.get(found.table, CAMPAIGN.id, RUN)
    assert run
    assert run.state == runs.DONE
    assert run.counts == {k: n for k, n in runs.together(list(rows.values())).items() if n}
    # Each company once, whoever named it, and as often as the rows say.
    domains = {*found.world.domains, *NOWHERE}
    assert {item["lead_id"] for item in found.items("lead")} == set(map(lead_id, domains))
    assert run.counts["new"] == len(domains)
    assert rows["google"].excluded_as == {"marketplace": 1}
    failed = [item for item in found.events() if item["detail_type"] == "source.failed.v1"]
    assert len(failed) == 2


def test_sources_that_fail_are_told_and_the_others_go_on():
    found = stage(seed=1)
    check(found)
    asked = found.search.asked
    # Brave once: a key that is not there is not asked for again. The crawl's index and the logs again, later.
    assert asked == {"brave": 1, "google": 2, "common_crawl": 4, "certificates": 2}


@pytest.mark.parametrize("seed", range(4))
def test_on_a_bad_day_too(seed):
    found = stage(seed, **BAD_DAY)
    check(found)
    assert found.chaos.cuts, "nothing went wrong: the test can't fail"


def test_the_next_run_goes_on_where_the_quota_ended():
    found = stage(seed=1)
    found.search.asked.clear()
    found.request_run(2)
    found.loop.run_until_quiet(found.clock.now())
    rows = {met.run.name: met for met in runs.sources(found.table, CAMPAIGN.id, digest("run", 2))}
    assert rows["google"].run.resumed
    assert found.search.asked["google"] == 1


def test_all_sources_end_even_if_none_of_them_works():
    campaign = replace(CAMPAIGN, sources=SOURCES)

    found = Stage(7, companies=1, campaign=campaign, search=Down()).run()
    rows = runs.sources(found.table, CAMPAIGN.id, RUN)
    assert all(met.run.state in ENDED for met in rows)
    assert [met.run.reason for met in rows] == ["down"] * 4 + [""]
    assert set(found.search.asked.values()) == {3}
    assert broken(found) == []
